import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Offer } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { openQueues } from '@newsmill/queue';
import { openStore } from '@newsmill/store';
import type { Context } from './row.ts';

export type InProcess = Awaited<ReturnType<typeof openInProcess>>;

/** Frontier and queues without services and web: what only they can show, at a size that a web of our own could not serve. */
export async function openInProcess(
  { folder, name }: Pick<Context, 'folder' | 'name'>,
  redisUrl: string,
  { partitions = 1 }: { partitions?: number } = {},
) {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const settings = {
    REDIS_URL: redisUrl,
    NEWSMILL_PREFIX: `c${name}-`,
    BODIES_DIR: join(own, 'bodies'),
    FRONTIER_PARTITIONS: partitions,
    FRONTIER_LIMIT: 2_000_000,
  };
  const errors: string[] = [];
  const onError = (error: Error): void => {
    if (errors.length < 1_000) errors.push(String(error));
  };
  const store = await openStore(settings, { failFast: false, onError });
  const queues = openQueues(settings, onError);
  return {
    settings,
    store,
    queues,
    errors,
    onError,
    close: async (): Promise<void> => {
      await queues.close();
      await store.close();
    },
  };
}

export function pageOffer(url: string, more: Partial<Offer> = {}): Offer {
  return { origin: 'live', url, urlKey: urlKey(url), feedId: null, entryKey: null, kind: 'page', via: [], ...more };
}

/** Runs work over all items, so many at a time. */
export async function inParallel<T>(items: Iterable<T>, lanes: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const source = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = source.next(); !next.done; next = source.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const DISPATCH_EVERY_MS = 50;

/** The fetcher's dispatch as its own loop does it: at most twice what can be fetched at a time lies in the fetch queue. Answers how to stop. */
export function startDispatch(
  { store, queues }: InProcess,
  options: { concurrency: number; leaseMs: number; gapMs: number },
): () => Promise<void> {
  let stopped = false;
  const run = async (): Promise<void> => {
    while (!stopped) {
      const room = 2 * options.concurrency - (await queues.depth('fetch'));
      const items = await store.frontier.dispatch(room, options.leaseMs, options.gapMs);
      await Promise.all(items.map((item) => queues.add('fetch', item)));
      await setTimeout(DISPATCH_EVERY_MS);
    }
  };
  const running = run();
  return async () => {
    stopped = true;
    await running;
  };
}
