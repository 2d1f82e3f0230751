import { type EnrichedArticle, zEnrichedArticle } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { Door } from './door.ts';

const AT = '2026-11-25T11:00:00.000Z';

/** Puts an article where the index stage puts it. */
export async function indexArticle({ search }: Door, url: string, parts: Partial<EnrichedArticle> = {}): Promise<void> {
  const key = urlKey(url);
  const ids = { urlKey: key, docId: key, contentHash: 'hash', scratch: 'scratch/x', exchange: null };
  const job = { kind: 'article', v: 1, n: Date.now(), origin: 'live', url, feedId: null, ...ids } as const;
  const [result] = await search.createWriter()([{ job, article: article(url, parts), validators: { etag: null, last_modified: null } }]);
  if (result?.status !== 'fulfilled') throw new Error('not indexed', { cause: result?.reason });
}

const article = (url: string, parts: Partial<EnrichedArticle>): EnrichedArticle =>
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
