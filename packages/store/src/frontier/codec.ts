import { Fault, type FrontierItem, MAX_URL, type Offer, type Origin, zFrontierItem } from '@newsmill/contracts';

const ORIGINS = { l: 'live', r: 'replay', b: 'rebuild', i: 'import' } as const satisfies Record<string, Origin>;
const LETTER = new Map(Object.entries(ORIGINS).map(([letter, origin]) => [origin, letter]));
/** An entry key that names its own feed, which the item holds already. */
const OWN_FEED = /^feeds\/(\d{4}-\d\d-\d\d)\/([A-Za-z0-9_-]{27})-([0-9a-f]{12})\.warc\.zst#/;

/**
 * An item as it lies in Redis, without its urlKey (the hash field) and its generation (added by the script, last): a JSON array, half the
 * size of the object. The first letter tells pages from feeds, and the scripts look at it.
 */
export function encodeItem(item: Offer): string {
  const { kind, origin, tries = 0, url, feedId, entryKey, via } = item;
  // refused where it comes in: it could never become a job, and would hold its host for ever
  if (url.length > MAX_URL) throw new Fault('bad_url', `longer than ${MAX_URL} characters`);
  const own = entryKey === null ? null : OWN_FEED.exec(entryKey);
  const entry = own !== null && own[2] === feedId ? `${own[1]}/${own[3]}#${entryKey?.slice(own[0].length)}` : entryKey;
  return JSON.stringify([`${kind === 'page' ? 'p' : 'f'}${LETTER.get(origin)}`, tries, url, feedId ?? 0, entry ?? 0, ...via]).slice(0, -1);
}

/** With its generation, as the scripts keep it. */
export const withGeneration = (encoded: string, n: number): string => `${encoded},${n}]`;

export function decodeItem(urlKey: string, stored: string): FrontierItem {
  const [letters, tries, url, feedId, entry, ...rest] = JSON.parse(stored);
  const own = typeof entry === 'string' ? /^(\d{4}-\d\d-\d\d)\/([0-9a-f]{12})#/.exec(entry) : null;
  return zFrontierItem.parse({
    v: 1,
    n: rest.pop(),
    kind: letters[0] === 'p' ? 'page' : 'feed',
    origin: ORIGINS[letters[1] as keyof typeof ORIGINS],
    url,
    urlKey,
    feedId: feedId === 0 ? null : feedId,
    entryKey: entry === 0 ? null : own === null ? entry : `feeds/${own[1]}/${feedId}-${own[2]}.warc.zst#${entry.slice(own[0].length)}`,
    via: rest,
    tries,
  });
}
