import { type EnrichedArticle, zEnrichedArticle } from '@newsmill/contracts';

const AT = '2026-11-25T11:00:00.000Z';

/** An article as the enricher hands it on. */
export const article = (url: string, parts: Partial<EnrichedArticle> = {}): EnrichedArticle =>
  zEnrichedArticle.parse({
    title: 'A title',
    subtitle: null,
    summary: null,
    body: 'A body.',
    authors: [],
    source: { id: 'news.example', name: 'News', domain: 'news.example', country: null },
    url,
    canonical_url: url,
    image_url: null,
    section: null,
    topics: [],
    keywords: [],
    keyphrases: [],
    entities: { name: [], people: [], organizations: [], places: [], other: [] },
    language: 'en',
    language_confidence: 1,
    published_at: AT,
    published_precision: 'minute',
    modified_at: null,
    first_seen_at: AT,
    fetched_at: AT,
    word_count: 2,
    reading_minutes: 1,
    is_free: null,
    body_truncated: false,
    content_hash: 'hash',
    body_sha: null,
    quality: { score: 1, flags: [] },
    feeds: [],
    pipeline: { version: '1', extractor: 'test' },
    extra: {},
    ...parts,
  });
