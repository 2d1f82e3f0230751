import { setTimeout } from 'node:timers/promises';
import { asFault, type FrontierItem, type Offer } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { deadLetter, type Queues } from '@newsmill/queue';
import type { Search } from '@newsmill/search';
import type { Store } from '@newsmill/store';
import { askHubs, type HubContext } from './hubs.ts';
import { offerRechecks } from './rechecks.ts';

export type LoopContext = {
  store: Store;
  search: Search;
  queues: Queues;
  concurrency: number;
  leaseMs: number;
  gapMs: number;
  sweepAfterMs: number;
  /** When the page of an article is looked at again, rising; none: never. */
  recheckAfterMs?: readonly number[];
  /** Whom to ask to push; absent: no hub is asked. */
  hubs?: HubContext;
  onError: (error: unknown) => void;
};

const DISPATCH_EVERY_MS = 50;
const IDLE_MOST_MS = 400;
const FEEDS_EVERY_MS = 250;
const SWEEP_EVERY_MS = 5_000;
const RECHECK_EVERY_MS = 5_000;
const HUBS_EVERY_MS = 2_000;
/** A poll that has said nothing for so long is begun again. */
const POLL_LOST_MS = 10 * 60_000;
const FEEDS_AT_ONCE = 200;
const SWEEP_AT_ONCE = 500;
/** However long jobs wait, after so many times the usual age the sweep looks all the same. */
const MOST_BEHIND = 10;
/** Waiting jobs of a stage behind, above which nothing new is fetched. */
const DEPTH_LIMIT = 5_000;
const BEHIND = ['parse', 'enrich', 'index'] as const;

/** What the fetcher does by the clock: dispatch, due feeds, the sweep of the ledger. Answers how to stop. */
export function startLoops(context: LoopContext): () => Promise<void> {
  const loops = [
    every(DISPATCH_EVERY_MS, IDLE_MOST_MS, () => dispatch(context), context.onError),
    every(FEEDS_EVERY_MS, FEEDS_EVERY_MS, () => offerDueFeeds(context), context.onError),
    every(SWEEP_EVERY_MS, SWEEP_EVERY_MS, () => sweep(context), context.onError),
    every(RECHECK_EVERY_MS, RECHECK_EVERY_MS, () => offerRechecks(context), context.onError),
    every(HUBS_EVERY_MS, HUBS_EVERY_MS, async () => context.hubs !== undefined && askHubs(context.hubs), context.onError),
  ];
  return async () => {
    await Promise.all(loops.map((stop) => stop()));
  };
}

/** Fills the short fetch queue from the frontier: at most twice what can be fetched at a time. Answers whether anything was found. */
async function dispatch(context: LoopContext): Promise<boolean> {
  const { store, queues, concurrency, leaseMs, gapMs } = context;
  const depths = await Promise.all(BEHIND.map(queues.depth));
  if (Math.max(...depths) > DEPTH_LIMIT) return false;
  const room = 2 * concurrency - (await queues.depth('fetch'));
  const items = await store.frontier.dispatch(room, leaseMs, gapMs);
  await Promise.all(items.map((item) => addFetch(context, item)));
  return items.length > 0;
}

/** One that can never be added (a guid too long for a job) ends as a dead letter: it would hold its host for ever. */
async function addFetch({ store, queues, gapMs }: LoopContext, item: FrontierItem): Promise<void> {
  try {
    await queues.add('fetch', item);
  } catch (error) {
    const fault = asFault(error);
    if (!fault.permanent) throw error;
    await queues.add('index', deadLetter('fetch', { ...item, entryKey: null }, fault));
    await store.frontier.done(item, { gapMs });
  }
}

async function offerDueFeeds({ store }: LoopContext): Promise<boolean> {
  const ids = await store.feeds.takeDue(FEEDS_AT_ONCE, POLL_LOST_MS);
  const offers: Offer[] = [];
  for (const id of ids) {
    const config = await store.feeds.config(id);
    if (config === undefined || config.paused) continue;
    const url = (await store.feeds.state(id)).poll_url ?? config.url;
    offers.push({ origin: 'live', url, urlKey: urlKey(url), feedId: id, kind: 'feed', entryKey: null, via: [] });
  }
  await store.frontier.offer(offers, 'again');
  return ids.length > 0;
}

/**
 * What has no outcome long after it was fetched is offered again: after a power cut or a lost job nothing else would notice it.
 * Where the registry has the outcome, only the note in the ledger was lost.
 */
async function sweep({ store, search, queues, sweepAfterMs }: LoopContext): Promise<boolean> {
  const swept = await store.lease('sweep', 60_000, async () => {
    // after an outage the stages are behind: what waits in their queues is late, and would only be fetched once more
    const waits = await queues.oldestWaitingSeconds();
    const behindMs = Math.min(Math.max(...BEHIND.map((stage) => waits[stage])) * 1_000, MOST_BEHIND * sweepAfterMs);
    const overdue = await store.frontier.overdue(sweepAfterMs + behindMs, SWEEP_AT_ONCE);
    const records = await search.registry.get(overdue.map(({ urlKey }) => urlKey));
    const ended = (item: FrontierItem): boolean => {
      const record = records.get(item.urlKey);
      return record !== undefined && record.outcome !== 'pending' && record.n >= item.n;
    };
    await Promise.all(overdue.filter(ended).map((item) => store.frontier.settle(item)));
    const lost = overdue.filter((item) => !ended(item));
    await store.frontier.offer(
      lost.map(({ n: _n, v: _v, ...offer }) => offer),
      'force',
    );
    return lost.length > 0;
  });
  return swept ?? false;
}

/** Runs work again and again; after an idle or failed run it waits longer, up to `mostMs`. */
function every(leastMs: number, mostMs: number, work: () => Promise<boolean>, onError: (error: unknown) => void): () => Promise<void> {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    let waitMs = leastMs;
    while (!stopped.signal.aborted) {
      const found = await work().catch((error: unknown) => {
        onError(error);
        return false;
      });
      waitMs = found ? leastMs : Math.min(waitMs * 2, mostMs);
      await setTimeout(waitMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return async () => {
    stopped.abort();
    await running;
  };
}
