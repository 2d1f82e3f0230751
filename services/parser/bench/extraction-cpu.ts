// CPU time per page against @mozilla/readability on linkedom, the best body extraction there is in Node: both in one process, page by page in turn.
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { extractPage } from '../src/page/index.ts';

export type BenchPage = { id: string; html: string; url: string };
export type CpuFigures = { cpuRatio: number; oursMs: number; theirsMs: number; theirFailures: number };

function readability({ html }: BenchPage): boolean {
  try {
    const { document } = parseHTML(html);
    return new Readability(document).parse() !== null;
  } catch {
    return false;
  }
}

function timed(work: () => void): number {
  const from = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(from);
  return user + system;
}

/** One pass to warm up, then as many as asked for; means over the latter. */
export function compareCpu(pages: readonly BenchPage[], passes = 1): CpuFigures {
  let ours = 0;
  let theirs = 0;
  let failures = 0;
  for (let pass = 0; pass <= passes; pass++) {
    for (const page of pages) {
      const own = timed(() => void extractPage(page.html, { url: page.url }));
      const other = timed(() => {
        if (!readability(page) && pass > 0) failures++;
      });
      if (pass === 0) continue;
      ours += own;
      theirs += other;
    }
  }
  const mean = (total: number) => Math.round(total / 10 / pages.length / passes) / 100;
  return {
    cpuRatio: Math.round((ours / theirs) * 1_000) / 1_000,
    oursMs: mean(ours),
    theirsMs: mean(theirs),
    theirFailures: failures / passes,
  };
}
