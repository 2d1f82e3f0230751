import type { EnrichedArticle, FeedRef, IndexJobOf } from '@newsmill/contracts';
import { contentHash, hostOf, urlKey } from '@newsmill/contracts/ids';
import { enrichedArticle } from '@newsmill/contracts/test';
import type { WriteItem } from '../src/index.ts';

export const N = 1_770_000_000_000;
const at = (n: number): string => new Date(n).toISOString();

export const feed = (name: string): FeedRef => ({ id: urlKey(`https://${name}.example/rss`), url: `https://${name}.example/rss` });

/** An article as the enricher hands it on, fetched from `url`. Its hashes follow from its texts unless given. */
export function article(url: string, more: Partial<EnrichedArticle> = {}): EnrichedArticle {
  const { title = `Title of ${url}`, body = `Body of ${url}`, subtitle = null } = more;
  const domain = hostOf(url);
  return {
    ...enrichedArticle(url),
    title,
    subtitle,
    body,
    authors: ['Ada Byron'],
    source: { id: domain, name: 'The Example', domain, country: null },
    language_confidence: 0.99,
    published_at: '2026-01-15T10:00:00.000Z',
    first_seen_at: '2026-01-15T11:00:00.000Z',
    fetched_at: '2026-01-15T11:00:01.000Z',
    content_hash: contentHash({ title, subtitle, body }),
    body_sha: `sha of ${title} ${body}`,
    ...more,
  };
}

/** The item of an article. `url`: the URL that was asked for, where it is not the article's own. */
export function articleItem(given: EnrichedArticle, { n = N, url = given.url }: { n?: number; url?: string } = {}): WriteItem {
  const job: IndexJobOf<'article'> = {
    kind: 'article',
    v: 1,
    n,
    origin: 'live',
    url,
    urlKey: urlKey(url),
    feedId: given.feeds[0]?.id ?? null,
    docId: urlKey(given.canonical_url),
    contentHash: given.content_hash,
    scratch: `scratch/${'a'.repeat(64)}.json.zst`,
    exchange: `bodies/2026-01-15/${urlKey(url)}-0123456789ab.warc.zst`,
  };
  return { job, article: given, validators: { etag: '"e"', last_modified: null } };
}

/** The item of an outcome that brings no article; `outcome` null: one more feed. */
export function urlItem(url: string, more: Partial<IndexJobOf<'url'>> = {}, feeds: FeedRef[] = []): WriteItem {
  const job: IndexJobOf<'url'> = {
    kind: 'url',
    v: 1,
    n: N,
    origin: 'live',
    url,
    urlKey: urlKey(url),
    feedId: feeds[0]?.id ?? null,
    outcome: 'unchanged',
    code: null,
    detail: null,
    stage: 'parse',
    status: null,
    exchange: null,
    entryKey: null,
    jobId: null,
    at: at(N),
    ...more,
  };
  return { job, feeds };
}
