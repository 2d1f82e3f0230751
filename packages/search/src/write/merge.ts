import { isDeepStrictEqual } from 'node:util';
import { type Article, type EnrichedArticle, type Facts, type FeedRef, isBodyKept, timestampOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { sameToReaders } from './noise.ts';

/** Feeds of both, each once, in the order of their first mention. */
export function uniteFeeds(one: readonly FeedRef[], other: readonly FeedRef[]): FeedRef[] {
  const byId = new Map([...other, ...one].map((feed) => [feed.id, feed]));
  return [...new Set([...one, ...other].map(({ id }) => id))].flatMap((id) => byId.get(id) ?? []);
}

/** A first article. What enrichers did not find out is empty still. */
export function firstArticle(incoming: EnrichedArticle, now: string): Article {
  const { facts, content } = partsOf(incoming);
  const first = { ...content, ...NO_FACTS, '@timestamp': timestampOf(incoming), indexed_at: now, revision: 1, corrected: false };
  return mergeFacts(first, facts, urlKey(incoming.canonical_url));
}

/**
 * The stored article with what an incoming one adds. Pure, and the same whatever the order of arrival:
 * feeds are united and the earliest first_seen_at stays; content is replaced only by a body fetched later, or by the same body read
 * by a newer pipeline (never a revision); a body fetched from the canonical URL is never replaced by one from a variant. Where the publisher
 * forbids, or allows again, to keep a text, the later fetch has its way: no revision either, one of the texts is not known.
 * Facts (story, duplicates) are kept where the incoming one knows none. Answers `stored` itself when nothing changes.
 */
export function mergeArticle(stored: Article, incoming: EnrichedArticle, now: string): Article {
  const { facts, content } = partsOf(incoming);
  const feeds = uniteFeeds(stored.feeds, incoming.feeds);
  const [first_seen_at = stored.first_seen_at] = [stored.first_seen_at, incoming.first_seen_at].sort();
  const docId = urlKey(incoming.canonical_url);
  if (!replacesContent(stored, incoming)) {
    const told = mergeFacts(stored, facts, docId);
    if (told === stored && feeds.length === stored.feeds.length && first_seen_at === stored.first_seen_at) return stored;
    const kept = { ...told, feeds, first_seen_at };
    return { ...kept, '@timestamp': timestampOf(kept), indexed_at: now };
  }
  const changed = incoming.content_hash !== stored.content_hash;
  const isKnown = isBodyKept(stored) && isBodyKept(incoming);
  const revised = changed && isKnown && !isSameBody(stored, incoming) && !sameToReaders(stored, incoming);
  // another text has other copies, or none
  const about = changed
    ? { sketch: content.sketch, embedding: content.embedding, duplicate_of: facts.duplicate_of === undefined ? stored.duplicate_of : null }
    : {};
  const merged: Article = {
    ...stored,
    ...content,
    ...about,
    feeds,
    first_seen_at,
    indexed_at: now,
    revision: stored.revision + (revised ? 1 : 0),
    corrected: stored.corrected || revised,
  };
  return mergeFacts({ ...merged, '@timestamp': timestampOf(merged) }, facts, docId);
}

/**
 * The stored article with newer facts of it. What is not known erases nothing; an article stays in its story for good, only the story
 * grows; none is a copy of itself.
 */
export function mergeFacts(stored: Article, facts: Facts, docId: string): Article {
  const { duplicate_of, derived_from, story_id, story_size, story_label, story_publisher } = known(facts);
  const isItsStory = story_id !== undefined && (stored.story_id === null || stored.story_id === story_id);
  const told = known({
    ...(duplicate_of === docId ? {} : { duplicate_of }),
    ...(derived_from === docId ? {} : { derived_from }),
    ...(isItsStory ? { story_id, story_size, story_label, story_publisher } : {}),
  });
  const isNew = Object.entries(told).some(([name, value]) => stored[name as keyof Facts] !== value);
  return isNew ? { ...stored, ...told } : stored;
}

/** The stored article with what enrichers find in the same text now. What the parser found, and the text, stay. */
export function mergeAgain(stored: Article, again: EnrichedArticle, docId: string): Article {
  if (again.content_hash !== stored.content_hash) return stored;
  const {
    language,
    language_confidence,
    word_count,
    reading_minutes,
    topics,
    topic_names,
    keyphrases,
    entities,
    location,
    sketch,
    embedding,
  } = again;
  const found = known({
    ...{ language, language_confidence, word_count, reading_minutes, topics, topic_names, keyphrases, entities, location, sketch },
    embedding,
    quality: again.quality,
    // told even where nothing else differs: what is done is not done again
    pipeline: { ...stored.pipeline, ...known({ enricher: again.pipeline.enricher }) },
  });
  const told = mergeFacts(stored, partsOf(again).facts, docId);
  const differs = Object.entries(found).some(([name, value]) => !isDeepStrictEqual(stored[name as keyof Article], value));
  return differs ? { ...told, ...found } : told;
}

/** The stored article with a vector that came later; none where its text is another by now. */
export const mergeVector = (stored: Article, { contentHash, embedding }: { contentHash: string; embedding: string }): Article =>
  stored.content_hash !== contentHash || stored.embedding === embedding ? stored : { ...stored, embedding };

const NO_FACTS = { story_id: null, story_size: null, duplicate_of: null, derived_from: null };

function partsOf<T extends Facts>(incoming: T): { facts: Facts; content: Omit<T, keyof Facts> } {
  const { duplicate_of, derived_from, story_id, story_size, story_label, story_publisher, ...content } = incoming;
  return { facts: { duplicate_of, derived_from, story_id, story_size, story_label, story_publisher }, content };
}

/** An article read again from its body, with the facts of the one that was stored before where that had any. */
export const carryFacts = (fresh: Article, old: Article): Article => ({
  ...(fresh.content_hash === old.content_hash ? known({ embedding: old.embedding }) : {}),
  ...fresh,
  ...known(partsOf(old).facts),
});

type Known<T> = { [K in keyof T]?: NonNullable<T[K]> };
const known = <T extends object>(parts: T): Known<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined && value !== null)) as Known<T>;

function replacesContent(stored: Article, incoming: EnrichedArticle): boolean {
  const forbids = isBodyKept(stored) && !isBodyKept(incoming);
  if (isBodyKept(stored) === isBodyKept(incoming) && isSameBody(stored, incoming)) {
    const newer = compareVersions(incoming.pipeline.version, stored.pipeline.version);
    return newer > 0 || (newer === 0 && (incoming.pipeline.enricher ?? 0) > (stored.pipeline.enricher ?? 0));
  }
  if (isCanonicalFetch(stored) && !isCanonicalFetch(incoming)) return false;
  if (isCanonicalFetch(incoming) && !isCanonicalFetch(stored)) return true;
  return forbids ? incoming.fetched_at >= stored.fetched_at : incoming.fetched_at > stored.fetched_at;
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
