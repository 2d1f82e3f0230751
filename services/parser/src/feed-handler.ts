import { asFault, Fault, type FeedConfig, type FeedState, judgeEntry, type Next, type ParseJob, shortText } from '@newsmill/contracts';
import { mention } from '@newsmill/queue';
import type { Search } from '@newsmill/search';
import { type Store, sha256 } from '@newsmill/store';
import { MAX_ENTRIES } from './feed/types.ts';
import {
  altered,
  type Found,
  type Known,
  knownElsewhere,
  locateEntries,
  notTakenDown,
  oncePerUrl,
  recognise,
  remember,
  turnsOf,
} from './feed-entries.ts';
import { hubOf, watchHub } from './feed-hub.ts';
import { badlyPolled, finish, openPoll, type Poll, type PollSettings, wellPolled } from './feed-plan.ts';
import { searchOn } from './feed-search.ts';
import type { ParsePool } from './pool.ts';
import { rememberEntries } from './recent-entries.ts';

export type FeedContext = { store: Store; search: Search; pool: ParsePool; polling: PollSettings };

/** A polled feed: its new entries are offered, one that changed is offered again, one that is known elsewhere gains this feed. */
export async function handleFeed(context: FeedContext, job: ParseJob): Promise<Next<'parse'>[]> {
  const poll = await openPoll(context.store, job, context.polling);
  try {
    if (job.code !== null) throw new Fault(job.code, job.detail ?? '');
    if (job.exchange === null) return finish(job, { ...wellPolled(poll, { times: null, wishMs: 0, ...versionAgain(poll) }), known: null });
    return await handleBody(context, poll, job.exchange);
  } catch (error) {
    const fault = asFault(error);
    if (!(error instanceof Fault) && fault.code === 'internal') throw error;
    return (await searchOn(context, poll, fault)) ?? finish(job, { ...badlyPolled(poll, fault), known: null });
  }
}

async function handleBody({ store, search, pool }: FeedContext, poll: Poll, exchangeKey: string): Promise<Next<'parse'>[]> {
  const { job, before } = poll;
  // asked before anything is offered: what a server was told just before it died may be lost
  const run = await store.feeds.run();
  const { body, headers, finalUrl } = await store.bodies.getExchange(exchangeKey);
  const feed = await pool.run({ kind: 'feed', bytes: body, contentType: headers['content-type'], url: finalUrl });
  // a root element alone: what was meant to be a feed ended before it said anything
  if (feed.entries.length === 0 && feed.title === null && feed.link === null)
    throw new Fault('not_a_feed', 'neither a title nor an entry in it');
  const rules: Partial<FeedConfig> = (await store.feeds.config(before.id)) ?? {};
  const all = locateEntries(feed, before.id, exchangeKey);
  if (job.origin === 'live') await rememberEntries(store, before.id, all);
  const found = all.filter(({ entry, url }) => judgeEntry(entry, url, rules).taken);
  const known: Known = job.origin === 'rebuild' ? new Map() : await store.feeds.known(before.id);
  const recognised = recognise(found, known);
  const unknown = found.filter((one) => !recognised.has(one));
  const fresh = await notTakenDown(store, oncePerUrl(unknown));
  const changed = await notTakenDown(store, oncePerUrl(altered(recognised)));
  const elsewhere = await knownElsewhere(store, search, fresh);
  if (isPoll(job)) await watchHub(store, before.id, hubOf(feed, headers, finalUrl), poll.subscription, fresh);

  const first = fresh.filter((one) => !elsewhere.has(one));
  const turns = await turnsOf(store, before.id, rules.articles_per_day, first);
  const offered = [...first, ...changed];
  await Promise.all(offered.map(({ entry, entryKey, urlKey: key }) => store.bodies.putScratch(key, entryKey, entry)));
  const offerOf = ({ url, urlKey: key, entryKey }: Found) => ({
    // what an old body still announces is news all the same
    origin: job.origin === 'rebuild' ? ('live' as const) : job.origin,
    url,
    urlKey: key,
    feedId: before.id,
    entryKey,
    kind: 'page' as const,
    via: [],
  });
  const after = wellPolled(poll, {
    times: itemTimes(unknown, poll),
    wishMs: (feed.ttl_minutes ?? 0) * 60_000,
    title: fitting(feed.title, 300, 'cut'),
    link: fitting(feed.link, 1_024, 'drop'),
    language: fitting(feed.language, 35, 'drop'),
    ...(feed.entries.length >= MAX_ENTRIES && { detail: `its first ${MAX_ENTRIES} entries were read, more are not` }),
    // a hub's answer says nothing of the versions of the feed's own address
    ...(job.pushed === undefined && {
      etag: fitting(headers['etag'] ?? null, 256, 'drop'),
      last_modified: fitting(headers['last-modified'] ?? null, 64, 'drop'),
      body_sha: sha256(body),
      entries_in_body: feed.entries.length,
    }),
    entries_offered: before.entries_offered + offered.length,
  });
  return [
    ...first.map((one): Next<'parse'> => {
      const notBefore = turns.get(one) ?? 0;
      return { to: 'frontier', job: { offer: offerOf(one), mode: 'new', ...(notBefore > 0 && { notBefore }) } };
    }),
    ...changed.map((one): Next<'parse'> => ({ to: 'frontier', job: { offer: offerOf(one), mode: 'again' } })),
    ...fresh.filter((one) => elsewhere.has(one)).map((one): Next<'parse'> => ({ to: 'index', job: mention(offerOf(one)) })),
    ...finish(job, { ...after, known: remember(found, known, job.pushed === undefined), run }),
  ];
}

/** A server may call the same body anew by each answer: what it said last is what it is asked with. A 304 need not say all of it again. */
function versionAgain({ job: { validators, status }, before }: Poll): Partial<FeedState> {
  if (validators === undefined || status !== 304) return { ...validators };
  return { etag: validators.etag ?? before.etag, last_modified: validators.last_modified ?? before.last_modified };
}

const isPoll = ({ origin, pushed }: ParseJob): boolean => origin === 'live' && pushed === undefined;

/** When the new items of a poll came, ms: as they say where that is since the last poll, else now. Of a first poll only what says so counts. */
function itemTimes(fresh: readonly Found[], { job, before, memory }: Poll): number[] {
  const now = Date.parse(job.fetchedAt);
  const since = before.last_polled_at === null || memory.rhythm === null ? null : Date.parse(before.last_polled_at);
  return fresh.flatMap(({ entry }) => {
    const at = entry.published === null ? Number.NaN : Date.parse(entry.published);
    if (since === null) return at <= now ? [at] : [];
    return [at > since && at <= now ? at : now];
  });
}

/** The state travels in a job: outside texts are bounded. Half a title is a title; half a validator or link is none. */
function fitting(text: string | null, most: number, otherwise: 'cut' | 'drop'): string | null {
  if (text === null || (otherwise === 'drop' && text.length > most)) return null;
  return shortText(text, most);
}
