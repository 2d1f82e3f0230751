import { type Article, type EnrichedArticle, type FeedRef, timestampOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { sameToReaders } from './noise.ts';

/** Feeds of both, each once, in the order of their first mention. */
export function uniteFeeds(one: readonly FeedRef[], other: readonly FeedRef[]): FeedRef[] {
  const byId = new Map([...other, ...one].map((feed) => [feed.id, feed]));
  return [...new Set([...one, ...other].map(({ id }) => id))].flatMap((id) => byId.get(id) ?? []);
}

/** A first article. What later stages find out is empty still. */
export function firstArticle(incoming: EnrichedArticle, now: string): Article {
  return {
    ...incoming,
    '@timestamp': timestampOf(incoming),
    indexed_at: now,
    story_id: null,
    story_size: null,
    duplicate_of: null,
    derived_from: null,
    revision: 1,
    corrected: false,
  };
}

/**
 * The stored article with what an incoming one adds. Pure, and the same whatever the order of arrival:
 * feeds are united and the earliest first_seen_at stays; content is replaced only by a body fetched later, or by the same body read
 * by a newer pipeline (never a revision); a body fetched from the canonical URL is never replaced by one from a variant.
 * Facts of later stages (story, duplicates) are kept. Answers `stored` itself when nothing changes.
 */
export function mergeArticle(stored: Article, incoming: EnrichedArticle, now: string): Article {
  const feeds = uniteFeeds(stored.feeds, incoming.feeds);
  const [first_seen_at = stored.first_seen_at] = [stored.first_seen_at, incoming.first_seen_at].sort();
  const replaces = replacesContent(stored, incoming);
  if (!replaces && feeds.length === stored.feeds.length && first_seen_at === stored.first_seen_at) return stored;
  if (!replaces) {
    const kept = { ...stored, feeds, first_seen_at };
    return { ...kept, '@timestamp': timestampOf(kept), indexed_at: now };
  }
  const revised = incoming.content_hash !== stored.content_hash && !isSameBody(stored, incoming) && !sameToReaders(stored, incoming);
  const merged: Article = {
    ...stored,
    ...incoming,
    feeds,
    first_seen_at,
    indexed_at: now,
    revision: stored.revision + (revised ? 1 : 0),
    corrected: stored.corrected || revised,
  };
  return { ...merged, '@timestamp': timestampOf(merged) };
}

function replacesContent(stored: Article, incoming: EnrichedArticle): boolean {
  if (isSameBody(stored, incoming)) return compareVersions(incoming.pipeline.version, stored.pipeline.version) > 0;
  if (isCanonicalFetch(stored) && !isCanonicalFetch(incoming)) return false;
  if (isCanonicalFetch(incoming) && !isCanonicalFetch(stored)) return true;
  return incoming.fetched_at > stored.fetched_at;
}

/** An article out of a feed entry has no body of its own: then its text tells. */
function isSameBody(stored: Article, incoming: EnrichedArticle): boolean {
  if (stored.body_sha === null && incoming.body_sha === null) return stored.content_hash === incoming.content_hash;
  return stored.body_sha === incoming.body_sha;
}

const isCanonicalFetch = (article: { url: string; canonical_url: string }): boolean =>
  urlKey(article.url) === urlKey(article.canonical_url);

/** Order of dotted numeric versions: "1.10" is above "1.9". */
function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
