import { createHash } from 'node:crypto';
import {
  asFault,
  type Entry,
  Fault,
  type FeedState,
  type FeedUpdate,
  MAX_URL,
  type Next,
  type ParsedFeed,
  type ParseJob,
  shortText,
} from '@newsmill/contracts';
import { entryUrl, hostOf, parseHttpUrl, urlKey } from '@newsmill/contracts/ids';
import { mention } from '@newsmill/queue';
import type { Search } from '@newsmill/search';
import { type Store, sha256 } from '@newsmill/store';
import { entryKeyOf } from './entry.ts';
import type { ParsePool } from './pool.ts';

export type FeedContext = { store: Store; search: Search; pool: ParsePool; pollIntervalMs: number };
type Known = Map<string, [urlKey: string, hash: string]>;
type Found = { entry: Entry; url: string; urlKey: string; hash: string; entryKey: string };

const MAX_POLL_INTERVAL_MS = 86_400_000;

/** A polled feed: its new entries are offered, one that changed is offered again, one that is known elsewhere gains this feed. */
export async function handleFeed(context: FeedContext, job: ParseJob): Promise<Next<'parse'>[]> {
  const feedId = job.feedId ?? job.urlKey;
  const before = await context.store.feeds.state(feedId);
  try {
    if (job.code !== null) throw new Fault(job.code, job.detail ?? '');
    const polled: FeedState = {
      ...before,
      last_status: job.status,
      last_polled_at: job.fetchedAt,
      last_success_at: job.fetchedAt,
      code: null,
      detail: null,
      errors_in_a_row: 0,
    };
    if (job.exchange === null) return finish(job, { state: withNextPoll(polled, context.pollIntervalMs), known: null });
    return await handleBody(context, job, polled, job.exchange);
  } catch (error) {
    const fault = asFault(error);
    if (!(error instanceof Fault) && fault.code === 'internal') throw error;
    const state = {
      ...before,
      last_status: job.status,
      last_polled_at: job.fetchedAt,
      code: fault.code,
      detail: shortText(fault.detail),
      errors_in_a_row: before.errors_in_a_row + 1,
    };
    return finish(job, { state: withNextPoll(state, context.pollIntervalMs), known: null });
  }
}

async function handleBody(
  { store, search, pool, pollIntervalMs }: FeedContext,
  job: ParseJob,
  polled: FeedState,
  exchangeKey: string,
): Promise<Next<'parse'>[]> {
  // asked before anything is offered: what a server was told just before it died may be lost
  const run = await store.feeds.run();
  const { body, headers, finalUrl } = await store.bodies.getExchange(exchangeKey);
  const feed = await pool.run({ kind: 'feed', bytes: body, contentType: headers['content-type'], url: finalUrl });
  // a root element alone: what was meant to be a feed ended before it said anything
  if (feed.entries.length === 0 && feed.title === null && feed.link === null)
    throw new Fault('not_a_feed', 'neither a title nor an entry in it');
  const found = locateEntries(feed, polled.id, exchangeKey);
  const known: Known = job.origin === 'rebuild' ? new Map() : await store.feeds.known(polled.id);
  const fresh = await notTakenDown(
    store,
    found.filter(({ entry }) => !known.has(entry.id)),
  );
  const changed = await notTakenDown(
    store,
    found.filter(({ entry, hash }) => (known.get(entry.id)?.[1] ?? hash) !== hash),
  );
  const elsewhere = await knownElsewhere(store, search, fresh);

  const offered = [...fresh.filter((one) => !elsewhere.has(one)), ...changed];
  await Promise.all(offered.map(({ entry, entryKey, urlKey: key }) => store.bodies.putScratch(key, entryKey, entry)));
  const offerOf = ({ url, urlKey: key, entryKey }: Found) => ({
    // what an old body still announces is news all the same
    origin: job.origin === 'rebuild' ? ('live' as const) : job.origin,
    url,
    urlKey: key,
    feedId: polled.id,
    entryKey,
    kind: 'page' as const,
    via: [],
  });
  const state: FeedState = {
    ...polled,
    title: fitting(feed.title, 300, 'cut'),
    link: fitting(feed.link, 1_024, 'drop'),
    language: fitting(feed.language, 35, 'drop'),
    etag: fitting(headers['etag'] ?? null, 256, 'drop'),
    last_modified: fitting(headers['last-modified'] ?? null, 64, 'drop'),
    body_sha: sha256(body),
    entries_in_body: feed.entries.length,
    entries_offered: polled.entries_offered + offered.length,
  };
  const wishMs = (feed.ttl_minutes ?? 0) * 60_000;
  return [
    ...fresh
      .filter((one) => !elsewhere.has(one))
      .map((one): Next<'parse'> => ({ to: 'frontier', job: { offer: offerOf(one), mode: 'new' } })),
    ...changed.map((one): Next<'parse'> => ({ to: 'frontier', job: { offer: offerOf(one), mode: 'again' } })),
    ...fresh.filter((one) => elsewhere.has(one)).map((one): Next<'parse'> => ({ to: 'index', job: mention(offerOf(one)) })),
    ...finish(job, { state: withNextPoll(state, Math.max(pollIntervalMs, wishMs)), known: remember(found, known), run }),
  ];
}

/** The state travels in a job: outside texts are bounded. Half a title is a title; half a validator or link is none. */
function fitting(text: string | null, most: number, otherwise: 'cut' | 'drop'): string | null {
  if (text === null || (otherwise === 'drop' && text.length > most)) return null;
  return shortText(text, most);
}

/** Each entry with the URL that stands for it: its link, else an address of its own within the feed. */
function locateEntries(feed: ParsedFeed, feedId: string, exchangeKey: string): Found[] {
  return feed.entries.map((entry) => {
    const link = entry.link === null ? undefined : parseHttpUrl(entry.link)?.href;
    const url = link !== undefined && link.length <= MAX_URL ? link : entryUrl(feedId, entry.id);
    // what a reader would see of it: feeds that stamp each poll with new tracking do not count as changed
    const { title, summary, content, published, updated } = entry;
    const hash = createHash('sha256')
      .update(JSON.stringify([title, summary, content, published, updated]))
      .digest('base64url')
      .slice(0, 16);
    return { entry, url, urlKey: urlKey(url), hash, entryKey: entryKeyOf(exchangeKey, entry.id) };
  });
}

/** A takedown outlives Redis and Elasticsearch: its tombstones lie with the bodies. */
async function notTakenDown(store: Store, found: Found[]): Promise<Found[]> {
  const buried = await Promise.all(found.map(({ url, urlKey: key }) => store.bodies.isBuried(key, hostOf(url))));
  return found.filter((_, at) => buried[at] === false);
}

/** Which new entries are URLs that the registry has an outcome for, though Redis does not remember them. */
async function knownElsewhere(store: Store, search: Search, fresh: Found[]): Promise<Set<Found>> {
  const seen = await store.frontier.seen(fresh);
  const unseen = fresh.filter((_, at) => seen[at] !== true);
  const records = await search.registry.get(unseen.map((one) => one.urlKey));
  const ended = unseen.filter((one) => (records.get(one.urlKey)?.outcome ?? 'pending') !== 'pending');
  return new Set([...ended, ...fresh.filter((_, at) => seen[at] === true)]);
}

function remember(found: Found[], known: Known): FeedUpdate['known'] {
  // an entry that drops out of the feed and returns is not new: the last body's are kept beside this one's, bounded by both sizes
  const entries = found.map(({ entry, urlKey: key, hash }) => [entry.id, [key, hash]] as const);
  const current = new Set(found.map(({ entry }) => entry.id));
  const recent = [...known].filter(([id]) => !current.has(id)).slice(-found.length);
  return Object.fromEntries([...recent, ...entries]) as FeedUpdate['known'];
}

function withNextPoll(state: FeedState, intervalMs: number): FeedState {
  const backedOff = Math.min(intervalMs * (1 + state.errors_in_a_row), Math.max(MAX_POLL_INTERVAL_MS, intervalMs));
  return { ...state, next_poll_at: new Date(Date.now() + backedOff).toISOString() };
}

/**
 * The state is saved after all that the body promised is handed on, and told to Elasticsearch last. An older body that is read again
 * after a loss offers its entries and says nothing of the feed.
 */
function finish(job: ParseJob, update: FeedUpdate): Next<'parse'>[] {
  const { v, n, origin, url, urlKey: key, feedId } = job;
  if (origin === 'rebuild') return [];
  return [
    { to: 'feed', job: update },
    { to: 'index', job: { kind: 'feed', v, n, origin, url, urlKey: key, feedId, state: update.state } },
  ];
}
