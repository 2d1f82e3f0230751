import type { Code, ParsedArticle, ParseJob } from '@newsmill/contracts';
import { contentHash, hostOf, registrableDomain } from '@newsmill/contracts/ids';
import { type Exchange, type Store, sha256 } from '@newsmill/store';
import type { Page } from './page/index.ts';

/** Raised with every change that reads a kept body differently: stored articles of a lower version are then replaced by a rebuild or replay. */
const PIPELINE_VERSION = '3';

export type Found = {
  exchange: Exchange | null;
  /** Where it was found, after redirects. */
  pageUrl: string;
  canonical: string;
  conflict: boolean;
  /** Why there is no page, where the feed's words are the article. */
  failure: Code | null;
};

/** The article that a page (or an entry in its place) makes, with what its feed adds. */
export async function toArticle(store: Store, job: ParseJob, page: Page, found: Found): Promise<ParsedArticle> {
  const { exchange, canonical, conflict, pageUrl, failure } = found;
  const feed = job.feedId === null ? undefined : await store.feeds.config(job.feedId);
  const feedState = job.feedId === null ? undefined : await store.feeds.state(job.feedId);
  const domain = registrableDomain(hostOf(canonical.startsWith('feed:') ? (feedState?.link ?? feed?.url ?? canonical) : canonical));
  const flags = [...page.quality.flags, ...(conflict ? ['canonical_conflict'] : []), ...(failure === null ? [] : [`page_${failure}`])];
  const title = page.title ?? '';
  return {
    title,
    subtitle: page.subtitle,
    summary: page.summary,
    body: page.body,
    authors: page.authors,
    source: { id: domain, name: page.publisher ?? feedState?.title ?? domain, domain, country: feed?.country ?? null },
    url: pageUrl,
    canonical_url: canonical,
    amp_url: page.amp_url,
    image_url: page.image_url,
    section: page.section,
    keywords: page.keywords,
    published_at: page.published?.at ?? null,
    published_precision: page.published?.precision ?? null,
    modified_at: page.modified?.at ?? null,
    // a kept body knows when its URL was first offered; a replay or rebuild of it is no first sight
    first_seen_at: new Date(exchange?.item.n ?? job.n).toISOString(),
    fetched_at: exchange?.fetchedAt ?? job.fetchedAt,
    is_free: page.is_free,
    corrections: page.corrections,
    body_truncated: page.body_truncated,
    content_hash: contentHash({ title, subtitle: page.subtitle, body: page.body }),
    body_sha: exchange === null ? null : sha256(exchange.body),
    quality: { score: page.quality.score, flags },
    feeds: feed === undefined ? [] : [{ id: feed.id, url: feed.url }],
    pipeline: { version: PIPELINE_VERSION, extractor: page.extractor },
    extra: {},
    declared_language: page.language ?? feedState?.language ?? null,
    set_language: feed?.language ?? null,
  };
}
