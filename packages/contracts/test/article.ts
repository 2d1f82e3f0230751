import { type EnrichedArticle, type ParsedArticle, zEnrichedArticle, zParsedArticle } from '../src/index.ts';

const AT = '2026-11-25T11:00:00.000Z';
const URL = 'https://news.example/a';

const BASE = {
  title: 'A title',
  subtitle: null,
  summary: null,
  body: 'A body.',
  authors: [],
  source: { id: 'news.example', name: 'News', domain: 'news.example', country: null },
  image_url: null,
  section: null,
  keywords: [],
  published_at: AT,
  published_precision: 'minute',
  modified_at: null,
  first_seen_at: AT,
  fetched_at: AT,
  is_free: null,
  body_truncated: false,
  content_hash: 'hash',
  body_sha: null,
  quality: { score: 1, flags: [] },
  feeds: [],
  pipeline: { version: '1', extractor: 'test' },
  extra: {},
};

/** An article as the parser hands it on, for the tests and benches of any room. */
export const parsedArticle = (parts: Partial<ParsedArticle> = {}): ParsedArticle =>
  zParsedArticle.parse({ ...BASE, url: URL, canonical_url: URL, declared_language: null, ...parts });

/** An article as the enricher hands it on. */
export const enrichedArticle = (url: string, parts: Partial<EnrichedArticle> = {}): EnrichedArticle =>
  zEnrichedArticle.parse({
    ...BASE,
    url,
    canonical_url: url,
    topics: [],
    keyphrases: [],
    entities: { name: [], people: [], organizations: [], places: [], other: [] },
    language: 'en',
    language_confidence: 1,
    word_count: 2,
    reading_minutes: 1,
    ...parts,
  });
