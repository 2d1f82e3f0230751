import { setTimeout } from 'node:timers/promises';
import type { Offer, ParseJob } from '@newsmill/contracts';
import type { ApiContext } from '../context.ts';

const FULL_MS = 3_600_000;
const FULL_WAIT_MS = 500;

type Context = Pick<ApiContext, 'store' | 'search' | 'queues'>;

/**
 * What an emptied Redis has lost comes back: feeds and their states from Elasticsearch; what was on its way, from the kept feed bodies (each is
 * read again, and every entry without an outcome is offered) and from the registry's open records. Indexed pages are not fetched again.
 */
export async function rebuildRedis(context: Context): Promise<{ feeds: number; bodies: number; urls: number }> {
  const { store, search } = context;
  await search.setUp();
  for (const state of await search.feeds.states()) await store.feeds.restoreState(state);
  const configs = await search.feeds.list();
  for (const config of configs) await store.feeds.putConfig(config, { wake: false });
  const bodies = await readFeedsAgain(context, new Set(configs.map(({ id }) => id)));
  const urls = await offerPending(context);
  await store.epoch.set();
  return { feeds: configs.length, bodies, urls };
}

/** The newest body of a feed speaks for its state, the older ones only offer their entries, as do those that its hub pushed. */
async function readFeedsAgain({ store, queues }: Context, feedIds: ReadonlySet<string>): Promise<number> {
  const newest = new Set<string>();
  let count = 0;
  for (const day of (await store.bodies.days('feeds')).reverse()) {
    const dated = await Promise.all(
      (await store.bodies.listDay('feeds', day)).map(async (kept) => ({
        kept,
        exchange: await store.bodies.getExchange(kept.key).catch(() => undefined),
      })),
    );
    dated.sort((one, other) => (other.exchange?.fetchedAt ?? '').localeCompare(one.exchange?.fetchedAt ?? ''));
    for (const { kept, exchange } of dated) {
      const feedId = exchange?.item.feedId ?? null;
      if (exchange === undefined || feedId === null || !feedIds.has(feedId)) continue;
      const { item, status, fetchedAt, pushed } = exchange;
      const speaks = !pushed && !newest.has(feedId);
      if (speaks) newest.add(feedId);
      const job: ParseJob = {
        ...item,
        n: await store.now(),
        origin: speaks ? 'live' : 'rebuild',
        tries: 0,
        exchange: kept.key,
        status,
        fetchedAt,
        code: null,
        detail: null,
      };
      await queues.add('parse', job);
      count++;
    }
  }
  return count;
}

/** A full frontier is waited for, so long as it drains; after an hour the rebuild fails, and is begun again by the next round. */
async function offerAll(store: Context['store'], offers: readonly Offer[]): Promise<number> {
  let count = 0;
  let left = offers;
  for (const until = Date.now() + FULL_MS; left.length > 0; ) {
    const answers = await store.frontier.offer(left, 'new');
    count += answers.filter((answer) => answer === 'offered').length;
    left = left.filter((_, at) => answers[at] === 'full');
    if (left.length === 0) break;
    if (Date.now() > until) throw new Error(`the frontier has been full for an hour: ${left.length} URLs without an outcome wait for it`);
    await setTimeout(FULL_WAIT_MS);
  }
  return count;
}

async function offerPending({ store, search }: Context): Promise<number> {
  let count = 0;
  for await (const page of search.registry.pending()) {
    const offers = page.map(
      ({ urlKey, record }): Offer => ({
        origin: 'live',
        url: record.url,
        urlKey,
        feedId: record.feeds[0]?.id ?? null,
        entryKey: null,
        kind: 'page',
        via: [],
      }),
    );
    count += await offerAll(store, offers);
  }
  return count;
}
