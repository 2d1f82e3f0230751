import { setTimeout } from 'node:timers/promises';
import { hostOf } from '@newsmill/contracts/ids';
import { startWorker } from '@newsmill/queue';
import { type InProcess, inParallel, pageOffer, startDispatch } from './in-process.ts';
import type { Random } from './random.ts';

export const LOAD = { urls: 20_000, hosts: 5_000, hotShare: 0.3, gapMs: 2_000, windowMs: 30_000, concurrency: 200, zipf: 0.6 };
const LEASE_MS = 15_000;
const LANES = 100;
const TOLERANCE = 0.99;

export type Fairness = {
  fetches: number;
  ideal: number;
  share: number;
  violations: number;
  commandsPerFetch: number;
  shortestGapMs: number;
};

/**
 * Many hosts, one of which has a large share of all URLs; simulated service times; counts what was started within the window.
 * The ideal is what a scheduler that knows everything and takes no time could have started: at each host one URL every gap from the first moment on.
 */
export async function fairness(parts: InProcess, random: Random, commands: () => Promise<number>, load = LOAD): Promise<Fairness> {
  const urls = spread(random, load);
  await inParallel(urls, LANES, (url) => parts.store.frontier.offer([pageOffer(url)], 'new'));

  const starts = new Map<string, number[]>();
  let until = Number.POSITIVE_INFINITY;
  const worker = startWorker({
    stage: 'fetch',
    settings: parts.settings,
    concurrency: load.concurrency,
    queues: parts.queues,
    handler: async (job) => {
      if (!(await parts.store.frontier.start(job, LEASE_MS))) return [];
      const now = performance.now();
      if (now < until) starts.set(hostOf(job.url), [...(starts.get(hostOf(job.url)) ?? []), now]);
      await setTimeout(random.between(50, 150));
      return [];
    },
    sinks: { frontier: async () => undefined },
    after: async (job) => {
      await parts.store.frontier.done(job, { gapMs: load.gapMs });
    },
    onEvent: () => undefined,
    onError: parts.onError,
  });
  const before = await commands();
  const from = performance.now();
  until = from + load.windowMs;
  const stop = startDispatch(parts, { concurrency: load.concurrency, leaseMs: LEASE_MS, gapMs: load.gapMs });
  await setTimeout(load.windowMs);
  const asked = (await commands()) - before;
  await stop();
  await worker.close();

  const gaps = [...starts.values()].flatMap((times) =>
    times.sort((a, b) => a - b).flatMap((time, at) => (at === 0 ? [] : [time - (times[at - 1] ?? 0)])),
  );
  const fetches = [...starts.values()].reduce((sum, times) => sum + times.length, 0);
  const ideal = idealStarts(urls, load);
  return {
    fetches,
    ideal,
    share: fetches / ideal,
    violations: gaps.filter((gap) => gap < load.gapMs * TOLERANCE).length,
    commandsPerFetch: asked / fetches,
    shortestGapMs: Math.round(Math.min(...gaps)),
  };
}

function spread(random: Random, { urls, hosts, hotShare, zipf }: typeof LOAD): string[] {
  const weights = Array.from({ length: hosts - 1 }, (_, at) => (at + 1) ** -zipf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const upTo = weights.map((weight) => {
    sum += weight / total;
    return sum;
  });
  return Array.from({ length: urls }, (_, at) => {
    if (random.next() < hotShare) return `http://hot.example.com/${at}`;
    const drawn = random.next();
    return `http://host-${lowerBound(upTo, drawn)}.example.com/${at}`;
  });
}

function lowerBound(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 1) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function idealStarts(urls: readonly string[], { gapMs, windowMs }: typeof LOAD): number {
  const counts = Map.groupBy(urls, hostOf);
  const most = Math.ceil(windowMs / gapMs);
  return [...counts.values()].reduce((sum, { length }) => sum + Math.min(length, most), 0);
}
