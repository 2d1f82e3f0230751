import { createHash } from 'node:crypto';
import { type Entry, type FeedUpdate, MAX_URL, type ParsedFeed } from '@newsmill/contracts';
import { entryUrl, hostOf, isEntryUrl, parseHttpUrl, unwrapUrl, urlKey } from '@newsmill/contracts/ids';
import type { Search } from '@newsmill/search';
import type { Store } from '@newsmill/store';
import { entryKeyOf } from './entry.ts';

export type Known = Map<string, [urlKey: string, hash: string]>;
export type Found = { entry: Entry; url: string; urlKey: string; hash: string; entryKey: string };

/** Each entry with the URL that stands for it: its link, or the target of one that wraps it, else an address of its own within the feed. */
export function locateEntries(feed: ParsedFeed, feedId: string, exchangeKey: string): Found[] {
  // what a feed or sitemap says twice, word for word, is one entry
  const met = new Set<string>();
  const entries = feed.entries.filter(({ id }) => met.size < met.add(id).size);
  return entries.map((entry) => {
    const link = entry.link === null ? undefined : parseHttpUrl(unwrapUrl(entry.link))?.href;
    const url = link !== undefined && link.length <= MAX_URL ? link : entryUrl(feedId, entry.id);
    const hash = hashOf(entry);
    return { entry, url, urlKey: urlKey(url), hash, entryKey: entryKeyOf(exchangeKey, entry.id) };
  });
}

/** What a reader would see of it, and behind the dot its words alone: feeds that stamp each poll with new tracking do not count as changed. */
function hashOf({ title, summary, content, published, updated }: Entry): string {
  const digest = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `${digest(title, summary, content, published, updated).slice(0, 16)}.${digest(title, summary, content).slice(0, 8)}`;
}

const whole = (hash: string): string | undefined => hash.split('.')[0];
const words = (hash: string): string | undefined => hash.split('.')[1];

/**
 * The entries that the last body held, each with its hash there. By id, and where that is new and another has gone: by URL, since guids rotate
 * when an article is edited, or are bad for a while; without a link, by what the entry says.
 */
export function recognise(found: readonly Found[], known: Known): Map<Found, string> {
  const current = new Set(found.map(({ entry }) => entry.id));
  const gone = [...known].filter(([id]) => !current.has(id)).map(([, was]) => was);
  const byUrl = Map.groupBy(gone, ([key]) => key);
  const byHash = new Set(gone.map(([, hash]) => whole(hash)));
  return new Map(
    found.flatMap((one): [Found, string][] => {
      const was = known.get(one.entry.id)?.[1];
      if (was !== undefined) return [[one, was]];
      const hashes = byUrl.get(one.urlKey)?.map(([, hash]) => hash) ?? [];
      const same = hashes.find((hash) => whole(hash) === whole(one.hash)) ?? hashes[0];
      if (same !== undefined) return [[one, same]];
      return isEntryUrl(one.url) && byHash.has(whole(one.hash)) ? [[one, one.hash]] : [];
    }),
  );
}

/** This share of the entries must have changed, and so many of them in their dates alone, before those are taken for stamps. */
const STAMPED = { share: 0.9, least: 3 };

/**
 * The entries that are not as they were. A new date alone says that a page was updated; but where nearly all entries of a body have one, the
 * feed dates them by the poll, and believing it would fetch every page again each time.
 */
export function altered(recognised: ReadonlyMap<Found, string>): Found[] {
  const changed = [...recognised].filter(([{ hash }, was]) => whole(hash) !== whole(was));
  const dated = new Set(changed.filter(([{ hash }, was]) => words(hash) === words(was)).map(([one]) => one));
  const isStamped = dated.size >= STAMPED.least && changed.length >= STAMPED.share * recognised.size;
  return changed.map(([one]) => one).filter((one) => !(isStamped && dated.has(one)));
}

/** One offer a URL: several entries may share a link. */
export const oncePerUrl = (found: readonly Found[]): Found[] =>
  [...new Map(found.toReversed().map((one) => [one.urlKey, one])).values()].reverse();

/** A takedown outlives Redis and Elasticsearch: its tombstones lie with the bodies. */
export async function notTakenDown(store: Store, found: Found[]): Promise<Found[]> {
  const buried = await Promise.all(found.map(({ url, urlKey: key }) => store.bodies.isBuried(key, hostOf(url))));
  return found.filter((_, at) => buried[at] === false);
}

/** Which new entries are URLs that the registry has an outcome for, though Redis does not remember them. */
export async function knownElsewhere(store: Store, search: Search, fresh: Found[]): Promise<Set<Found>> {
  const seen = await store.frontier.seen(fresh);
  const unseen = fresh.filter((_, at) => seen[at] !== true);
  const records = await search.registry.get(unseen.map((one) => one.urlKey));
  const ended = unseen.filter((one) => (records.get(one.urlKey)?.outcome ?? 'pending') !== 'pending');
  return new Set([...ended, ...fresh.filter((_, at) => seen[at] === true)]);
}

/**
 * When each of these new entries may be fetched (ms; 0: now) where the feed brings so many articles a day. An entry without a link is its own
 * article: its words are here, and it need not wait.
 */
export async function turnsOf(
  store: Store,
  feedId: string,
  aDay: number | undefined,
  fresh: readonly Found[],
): Promise<Map<Found, number>> {
  if (aDay === undefined) return new Map();
  const hasLink = ({ url }: Found): boolean => !isEntryUrl(url);
  const ordered = [...fresh.filter((one) => !hasLink(one)), ...fresh.filter(hasLink)];
  const days = await store.caps.reserve(
    feedId,
    aDay,
    ordered.map(({ urlKey: key }) => key),
  );
  return new Map(ordered.map((one, at) => [one, hasLink(one) ? (days[at] ?? 0) : 0]));
}

const MOST_REMEMBERED = 1_000;

/** The entries of this body and the last, as the next poll compares them. A body that is a part of the feed (a push) leaves the others as they are. */
export function remember(found: Found[], known: Known, isWhole = true): FeedUpdate['known'] {
  // an entry that drops out of the feed and returns is not new: the last body's are kept beside this one's, bounded by both sizes
  const entries = found.map(({ entry, urlKey: key, hash }) => [entry.id, [key, hash]] as const);
  const current = new Set(found.map(({ entry }) => entry.id));
  const recent = [...known].filter(([id]) => !current.has(id)).slice(-(isWhole ? found.length : MOST_REMEMBERED));
  return Object.fromEntries([...recent, ...entries]) as FeedUpdate['known'];
}
