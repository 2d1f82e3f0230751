import { type ParsedArticle, zParsedArticle } from '@newsmill/contracts';

const AT = '2026-11-25T11:00:00.000Z';

/** A parsed article with these parts. */
export const article = (parts: Partial<ParsedArticle> = {}): ParsedArticle =>
  zParsedArticle.parse({
    title: 'A title',
    subtitle: null,
    summary: null,
    body: '',
    authors: [],
    source: { id: 'news.example', name: 'News', domain: 'news.example', country: null },
    url: 'https://news.example/a',
    canonical_url: 'https://news.example/a',
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
    declared_language: null,
    ...parts,
  });
