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

const ROUNDS = 3;

type Sums = { ours: number; theirs: number; failures: number; pages: number };

/** One pass to warm up both, then three that count: the one with the median ratio. */
export function compareCpu(sets: readonly LabelledSet[]): CpuFigures {
  comparePages(sets);
  const rounds = Array.from({ length: ROUNDS }, () => comparePages(sets));
  const ratio = ({ ours, theirs }: Sums) => ours / theirs;
  const { ours, theirs, failures, pages } = rounds.sort((one, other) => ratio(one) - ratio(other))[ROUNDS >> 1] ?? comparePages(sets);
  const mean = (total: number) => Math.round(total / 10 / pages) / 100;
  return {
    cpuRatio: Math.round((ours / theirs) * 1_000) / 1_000,
    oursMs: mean(ours),
    theirsMs: mean(theirs),
    theirFailures: failures,
  };
}

function comparePages(sets: readonly LabelledSet[]): Sums {
  const sums: Sums = { ours: 0, theirs: 0, failures: 0, pages: 0 };
  for (const set of sets) {
    for (const id of set.ids) {
      const page = set.open(id);
      sums.ours += timed(() => void extractPage(page.html, { url: page.url }));
      sums.theirs += timed(() => {
        if (!readability(page)) sums.failures++;
      });
      sums.pages++;
    }
  }
  return sums;
}
