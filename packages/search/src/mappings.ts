import type { estypes } from '@elastic/elasticsearch';

type Property = estypes.MappingProperty;

// above 32,766 bytes a keyword makes Elasticsearch refuse the whole document: every one has a limit
const keyword = (ignore_above: number): Property => ({ type: 'keyword', ignore_above });
const stored = (ignore_above: number): Property => ({ type: 'keyword', ignore_above, index: false, doc_values: false });
const named = (ignore_above: number): Property => ({ type: 'keyword', ignore_above, fields: { text: { type: 'text' } } });
// phrases ask for stop words where they are kept, single words nowhere (see analysis.ts)
const byline: Property = {
  type: 'keyword',
  ignore_above: 256,
  fields: { text: { type: 'text', analyzer: 'standard', search_analyzer: 'news_name', search_quote_analyzer: 'standard' } },
};
const date: Property = { type: 'date' };
const integer: Property = { type: 'integer' };
const boolean: Property = { type: 'boolean' };
// offsets: one body over a million characters would otherwise fail every highlighted search that meets it
const text = (analyzer: string, fields?: Record<string, Property>): estypes.MappingTextProperty => ({
  type: 'text',
  analyzer,
  index_options: 'offsets',
  ...(fields === undefined ? {} : { fields }),
});
const headline = (fields?: Record<string, Property>): Property => ({
  ...text('news_title', fields),
  search_analyzer: 'news_text',
  search_quote_analyzer: 'news_title',
});
// kept, and neither searched nor limited in its names
const opaque: Property = { type: 'object', enabled: false };
const feedRefs: Property = { properties: { id: keyword(64), url: keyword(2_048) } };

/** The article (contracts/article.ts), in every home. */
export const ARTICLE_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    '@timestamp': date,
    // `words`: as written, for spellings and beginnings
    title: headline({ raw: keyword(512), words: { type: 'text', analyzer: 'standard', index_options: 'docs', norms: false } }),
    subtitle: headline(),
    summary: text('news_text'),
    body: text('news_text'),
    authors: byline,
    source: { properties: { id: keyword(256), name: byline, domain: keyword(256), country: keyword(8) } },
    url: keyword(2_048),
    canonical_url: keyword(2_048),
    amp_url: stored(2_048),
    image_url: stored(2_048),
    section: keyword(256),
    topics: keyword(128),
    topic_names: keyword(128),
    keywords: byline,
    keyphrases: keyword(128),
    entities: {
      properties: {
        name: keyword(256),
        people: keyword(256),
        organizations: keyword(256),
        places: keyword(256),
        other: keyword(256),
        ids: keyword(256),
      },
    },
    location: { type: 'geo_point' },
    language: keyword(16),
    language_confidence: { type: 'half_float' },
    published_at: date,
    published_precision: keyword(16),
    modified_at: date,
    first_seen_at: date,
    fetched_at: date,
    indexed_at: date,
    word_count: integer,
    reading_minutes: integer,
    is_free: boolean,
    body_truncated: boolean,
    story_id: keyword(64),
    story_size: integer,
    duplicate_of: keyword(64),
    derived_from: keyword(64),
    story_label: keyword(512),
    story_publisher: keyword(256),
    // asked by term only, and of many articles: neither counted nor sorted by
    sketch: { properties: { keys: { type: 'keyword', ignore_above: 16, doc_values: false }, packed: { type: 'binary' } } },
    embedding: { type: 'binary' },
    content_hash: stored(128),
    body_sha: stored(128),
    revision: integer,
    corrected: boolean,
    corrections: text('news_text'),
    quality: { properties: { score: { type: 'half_float' }, flags: keyword(64) } },
    feeds: feedRefs,
    pipeline: { properties: { version: keyword(32), extractor: keyword(32), enricher: integer } },
    extra: { type: 'flattened', ignore_above: 1_024 },
  },
};

/** Free text without a field name (Kibana, query_string) goes here, boosted, and not to every field there is. */
export const DEFAULT_FIELDS = ['title^3', 'subtitle^2', 'summary^1.5', 'body', 'authors.text', 'source.name.text', 'keywords.text'];

/** The registry: what has become of each URL, and the home of each document. One record serves both roles where URL and canonical are one. */
export const URL_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    url: keyword(8_191),
    host: keyword(256),
    doc_id: keyword(64),
    feeds: feedRefs,
    first_seen_at: date,
    updated_at: date,
    outcome: keyword(16),
    code: keyword(32),
    detail: stored(1_024),
    stage: keyword(16),
    status: integer,
    via: stored(64),
    n: { type: 'long' },
    origin: keyword(16),
    exchange: stored(256),
    etag: stored(1_024),
    last_modified: stored(256),
    next_check_at: date,
    home: keyword(64),
    content_hash: stored(128),
    revision: integer,
    deleted: boolean,
  },
};

export const FEED_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    id: keyword(64),
    url: keyword(8_191),
    name: named(512),
    tags: keyword(512),
    request: opaque,
    include: opaque,
    exclude: opaque,
    gap_seconds: { type: 'float' },
    articles_per_day: integer,
    language: keyword(16),
    country: keyword(16),
    paused: boolean,
    created_at: date,
  },
};

export const FEED_STATE_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    id: keyword(64),
    title: named(1_024),
    link: keyword(2_048),
    language: keyword(16),
    last_polled_at: date,
    next_poll_at: date,
    last_success_at: date,
    last_status: integer,
    code: keyword(32),
    detail: stored(1_024),
    errors_in_a_row: integer,
    etag: stored(1_024),
    last_modified: stored(256),
    body_sha: stored(128),
    entries_in_body: integer,
    entries_offered: integer,
    poll_url: keyword(2_048),
  },
};

/** Texts that were replaced by newer ones. Read by article, never searched: the newest text is what a search must find. */
export const REVISION_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    doc_id: keyword(64),
    revision: integer,
    url: keyword(2_048),
    title: { type: 'text', index: false },
    subtitle: { type: 'text', index: false },
    body: { type: 'text', index: false },
    content_hash: stored(128),
    fetched_at: date,
    replaced_at: date,
    changed: keyword(16),
    diff: { type: 'object', enabled: false },
  },
};

export const DEAD_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    url: keyword(8_191),
    host: keyword(256),
    feed_id: keyword(64),
    stage: keyword(16),
    code: keyword(32),
    detail: { type: 'text' },
    status: integer,
    exchange: stored(256),
    entry_key: stored(512),
    job_id: stored(128),
    n: { type: 'long' },
    at: date,
    replayed_at: date,
  },
};

/** The fetch log: a document a fetch. */
export const FETCH_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    '@timestamp': date,
    url: keyword(2_048),
    host: keyword(256),
    feed_id: keyword(64),
    kind: keyword(16),
    status: integer,
    code: keyword(32),
    wire_bytes: { type: 'long' },
    body_bytes: { type: 'long' },
    ms: integer,
    redirects: integer,
    tries: integer,
    etag: stored(1_024),
    last_modified: stored(256),
    next_poll_at: date,
    n: { type: 'long' },
  },
};

/** Saved searches. What may hold a secret is neither searched nor taken apart. */
export const ALERT_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    id: keyword(64),
    owner: keyword(256),
    name: named(512),
    q: stored(8_191),
    language: keyword(16),
    source: keyword(256),
    feed: keyword(64),
    webhook: opaque,
    email: opaque,
    enabled: boolean,
    created_at: date,
    since: date,
  },
};

const sent: Property = {
  properties: { state: keyword(16), attempts: integer, status: integer, code: keyword(32), detail: stored(1_024), at: date },
};

/** What alerts rang for, a document a story, and how each way of delivery fares. */
export const DELIVERY_MAPPING: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: {
    v: integer,
    id: keyword(64),
    alert_id: keyword(64),
    story: keyword(64),
    doc_id: keyword(64),
    test: boolean,
    created_at: date,
    webhook: sent,
    email: sent,
  },
};
