import {
  CODES,
  type Code,
  type Entry,
  Fault,
  type IndexJobOf,
  type Next,
  type ParsedArticle,
  type ParseJob,
  zEntry,
} from '@newsmill/contracts';
import { contentHash, hostOf, isHomePage, registrableDomain, urlKey } from '@newsmill/contracts/ids';
import type { Search } from '@newsmill/search';
import { type Exchange, type Store, scratchKey, sha256 } from '@newsmill/store';
import { chooseCanonical } from './canonical.ts';
import type { Page } from './page/index.ts';
import { mergeEntry } from './page/merge-entry.ts';
import type { ParsePool } from './pool.ts';

/** Raised with every change that reads a kept body differently: stored articles of a lower version are then replaced by a replay. */
export const PIPELINE_VERSION = '1';

export type PageContext = { store: Store; search: Search; pool: ParsePool };

const MAX_BODY_FETCHES = 3;

/** A fetched page: its article goes on to enrich; where there is none, the reason is the URL's outcome. */
export async function handlePage(context: PageContext, job: ParseJob): Promise<Next<'parse'>[]> {
  const entry = await readEntry(context.store, job.entryKey);
  // a page that cannot be had: the feed's own text may be the whole article
  if (job.exchange === null) return finish(context, job, mergeEntry(undefined, entry), null, job.code ?? 'no_article');
  let exchange: Exchange;
  try {
    exchange = await context.store.bodies.getExchange(job.exchange);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'body_missing' || job.tries >= MAX_BODY_FETCHES) throw error;
    return [fetchAgain(job)];
  }
  if (job.url.startsWith('feed:'))
    return finish(
      context,
      job,
      mergeEntry(undefined, entry ?? zEntry.parse(JSON.parse(Buffer.from(exchange.body).toString()))),
      exchange,
      'no_article',
    );
  if (isHomePage(exchange.finalUrl) && !isHomePage(job.url))
    return finish(context, job, mergeEntry(undefined, entry), exchange, 'soft_404');
  const contentType = exchange.headers['content-type'];
  if (!isPage(contentType, exchange.body)) return finish(context, job, mergeEntry(undefined, entry), exchange, 'unsupported_type');
  const page = await context.pool.run({ kind: 'page', bytes: exchange.body, contentType, url: exchange.finalUrl, entry });
  return finish(context, job, page, exchange, page.quality.flags.includes('soft_404') ? 'soft_404' : 'no_article');
}

async function finish(
  context: PageContext,
  job: ParseJob,
  page: Page | undefined,
  exchange: Exchange | null,
  otherwise: Code,
): Promise<Next<'parse'>[]> {
  if (page === undefined || page.body === '' || page.title === null || page.title === '')
    return [{ to: 'index', job: outcomeJob(job, otherwise) }];
  const pageUrl = exchange?.finalUrl ?? job.url;
  const { url: canonical, conflict } = await chooseCanonical(context.search, page, pageUrl, job.urlKey);
  const article = await toArticle(context, job, page, {
    exchange,
    canonical,
    conflict,
    pageUrl,
    failure: exchange === null ? otherwise : null,
  });
  const validators = { etag: exchange?.headers['etag'] ?? null, last_modified: exchange?.headers['last-modified'] ?? null };
  const scratch = await context.store.bodies.putScratch(`parsed ${job.urlKey} ${article.content_hash} ${job.n}`, { article, validators });
  const { v, n, origin, url, urlKey: key, feedId } = job;
  return [
    {
      to: 'enrich',
      job: {
        v,
        n,
        origin,
        url,
        urlKey: key,
        feedId,
        docId: urlKey(canonical),
        contentHash: article.content_hash,
        scratch,
        exchange: job.exchange,
      },
    },
  ];
}

type Found = { exchange: Exchange | null; canonical: string; conflict: boolean; pageUrl: string; failure: Code | null };

async function toArticle({ store }: PageContext, job: ParseJob, page: Page, found: Found): Promise<ParsedArticle> {
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
    source: { id: domain, name: page.publisher ?? feedState?.title ?? domain, domain, country: null },
    url: pageUrl,
    canonical_url: canonical,
    image_url: page.image_url,
    section: page.section,
    keywords: page.keywords,
    published_at: page.published?.at ?? null,
    published_precision: page.published?.precision ?? null,
    modified_at: page.modified?.at ?? null,
    first_seen_at: new Date(job.n).toISOString(),
    fetched_at: job.fetchedAt,
    is_free: page.is_free,
    body_truncated: page.body_truncated,
    content_hash: contentHash({ title, subtitle: page.subtitle, body: page.body }),
    body_sha: exchange === null ? null : sha256(exchange.body),
    quality: { score: page.quality.score, flags },
    feeds: feed === undefined ? [] : [{ id: feed.id, url: feed.url }],
    pipeline: { version: PIPELINE_VERSION, extractor: page.extractor },
    extra: {},
    declared_language: page.language ?? feedState?.language ?? null,
  };
}

async function readEntry(store: Store, entryKey: string | null): Promise<Entry | undefined> {
  if (entryKey === null) return undefined;
  try {
    return zEntry.parse(await store.bodies.getScratch(scratchKey(entryKey)));
  } catch (error) {
    // the feed's words are a help, not a need
    if (error instanceof Fault && error.code === 'body_missing') return undefined;
    throw error;
  }
}

/** Whether an answer can be a page: servers name types wrongly, so bytes that begin as mark-up are taken too. */
function isPage(contentType: string | undefined, body: Uint8Array): boolean {
  if (contentType === undefined || /html|xml|text\/plain/i.test(contentType)) return true;
  return /^\s*</.test(Buffer.from(body.subarray(0, 256)).toString('latin1'));
}

function fetchAgain(job: ParseJob): Next<'parse'> {
  const { origin, url, urlKey: key, feedId, entryKey, kind, via, tries } = job;
  return { to: 'frontier', job: { offer: { origin, url, urlKey: key, feedId, entryKey, kind, via, tries: tries + 1 }, mode: 'force' } };
}

function outcomeJob(job: ParseJob, code: Code): IndexJobOf<'url'> {
  const { v, n, origin, url, urlKey: key, feedId, detail, status, exchange } = job;
  const stage = job.exchange === null ? 'fetch' : 'parse';
  return {
    kind: 'url',
    v,
    n,
    origin,
    url,
    urlKey: key,
    feedId,
    outcome: CODES[code].ends,
    code,
    detail,
    stage,
    status,
    exchange,
    at: job.fetchedAt,
  };
}
