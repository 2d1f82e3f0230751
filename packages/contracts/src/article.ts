import { z } from 'zod';
import { zInstant, zUrlKey } from './scalars.ts';

const names = z.array(z.string());

/** Degrees, WGS 84. */
export const zPoint = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });

/** The publisher. `id` is its registrable domain. */
export const zSource = z.object({
  id: z.string(),
  name: z.string(),
  domain: z.string(),
  country: z.string().nullable(),
});

export const zFeedRef = z.object({ id: zUrlKey, url: z.string() });
export type FeedRef = z.infer<typeof zFeedRef>;

/**
 * An article as it is stored. Field meanings are schema.org NewsArticle's where it has the notion
 * (title = headline, summary = description, body = articleBody, published_at = datePublished).
 * Absent values are null or []; instants are UTC ISO 8601.
 */
export const zArticle = z.object({
  '@timestamp': zInstant,
  title: z.string(),
  subtitle: z.string().nullable(),
  summary: z.string().nullable(),
  body: z.string(),
  authors: names,
  source: zSource,
  url: z.string(),
  canonical_url: z.string(),
  /** Its AMP edition. */
  amp_url: z.string().nullable().optional(),
  image_url: z.string().nullable(),
  section: z.string().nullable(),
  /** IPTC Media Topics, as qcodes (`medtop:20000574`), the surest first, each followed by those above it. */
  topics: names,
  /** The same by their English names. */
  topic_names: names.optional(),
  keywords: names,
  keyphrases: names,
  /** Names as people read them, and the same as ids: `geonames:524901`, `iso:RU`, `name:nato` (a name that was not looked up), an operator's own. */
  entities: z.object({ name: names, people: names, organizations: names, places: names, other: names, ids: names.optional() }),
  /** Where the places named lie. */
  location: z.array(zPoint).optional(),
  language: z.string(),
  language_confidence: z.number().min(0).max(1),
  published_at: zInstant.nullable(),
  published_precision: z.enum(['day', 'minute']).nullable(),
  modified_at: zInstant.nullable(),
  first_seen_at: zInstant,
  fetched_at: zInstant,
  indexed_at: zInstant,
  word_count: z.number().int().nonnegative(),
  reading_minutes: z.number().int().nonnegative(),
  is_free: z.boolean().nullable(),
  body_truncated: z.boolean(),
  story_id: z.string().nullable(),
  story_size: z.number().int().nullable(),
  duplicate_of: z.string().nullable(),
  derived_from: z.string().nullable(),
  /** Title and publisher of the story's first article. */
  story_label: z.string().nullable().optional(),
  story_publisher: z.string().nullable().optional(),
  /** By which copies of the text are found: some of its shingles' hashes, and all that were sampled, packed (packages/store/src/akin/codec.ts). */
  sketch: z.object({ keys: names, packed: z.base64() }).optional(),
  /** The vector of an English text's beginning, packed (packages/vectors/src/packed.ts). */
  embedding: z.base64().optional(),
  content_hash: z.string(),
  body_sha: z.string().nullable(),
  revision: z.number().int().positive(),
  corrected: z.boolean(),
  /** Notices of correction, as the publisher words them; `corrected` is what was seen here. */
  corrections: names.optional(),
  quality: z.object({ score: z.number().min(0).max(1), flags: names }),
  feeds: z.array(zFeedRef),
  pipeline: z.object({ version: z.string(), extractor: z.string(), enricher: z.number().int().optional() }),
  extra: z.record(z.string(), z.unknown()),
});
export type Article = z.infer<typeof zArticle>;

/** What the parser knows of an article; the other fields are filled by later stages or by the indexer. */
export const zParsedArticle = zArticle
  .pick({
    title: true,
    subtitle: true,
    summary: true,
    body: true,
    authors: true,
    source: true,
    url: true,
    canonical_url: true,
    amp_url: true,
    image_url: true,
    section: true,
    keywords: true,
    published_at: true,
    published_precision: true,
    modified_at: true,
    first_seen_at: true,
    fetched_at: true,
    is_free: true,
    corrections: true,
    body_truncated: true,
    content_hash: true,
    body_sha: true,
    quality: true,
    feeds: true,
    pipeline: true,
    extra: true,
  })
  .extend({
    /** The language the page or feed declares, primary subtag, if any. */
    declared_language: z.string().nullable(),
    /** The language that a person set for its feed: nothing is detected then. */
    set_language: z.string().nullable().default(null),
  });
export type ParsedArticle = z.infer<typeof zParsedArticle>;

/** What an article is to others. It changes when they come in, after it was stored. Absent: not known; null: to none. */
export const zFacts = zArticle
  .pick({ duplicate_of: true, derived_from: true, story_id: true, story_size: true, story_label: true, story_publisher: true })
  .partial();
export type Facts = z.infer<typeof zFacts>;

/** What the enricher adds. */
export const zEnrichedArticle = zParsedArticle.omit({ declared_language: true, set_language: true }).extend({
  ...zArticle.pick({
    language: true,
    language_confidence: true,
    word_count: true,
    reading_minutes: true,
    topics: true,
    topic_names: true,
    keyphrases: true,
    entities: true,
    location: true,
    sketch: true,
    embedding: true,
  }).shape,
  ...zFacts.shape,
});
export type EnrichedArticle = z.infer<typeof zEnrichedArticle>;
