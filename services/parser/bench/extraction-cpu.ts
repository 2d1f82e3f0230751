// CPU time per page against @mozilla/readability on linkedom, the best body extraction there is in Node: both in one process, page by page in turn.
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { extractPage } from '../src/page/index.ts';
import type { BenchPage, LabelledSet } from './extraction-sets.ts';

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

/** One pass to warm up, one that counts; means over the latter. */
export function compareCpu(sets: readonly LabelledSet[]): CpuFigures {
  const sums = { ours: 0, theirs: 0, failures: 0, pages: 0 };
  for (const counts of [false, true]) {
    for (const set of sets) for (const id of set.ids) comparePage(set.open(id), counts ? sums : { ...sums });
  }
  const mean = (total: number) => Math.round(total / 10 / sums.pages) / 100;
  return {
    cpuRatio: Math.round((sums.ours / sums.theirs) * 1_000) / 1_000,
    oursMs: mean(sums.ours),
    theirsMs: mean(sums.theirs),
    theirFailures: sums.failures,
  };
}

function comparePage(page: BenchPage, sums: { ours: number; theirs: number; failures: number; pages: number }): void {
  sums.ours += timed(() => void extractPage(page.html, { url: page.url }));
  sums.theirs += timed(() => {
    if (!readability(page)) sums.failures++;
  });
  sums.pages++;
}
