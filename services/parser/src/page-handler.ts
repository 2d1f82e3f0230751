import { type Code, Fault, type Next, type ParseJob, wordedWishes } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { Search } from '@newsmill/search';
import { type Exchange, type Store, sha256 } from '@newsmill/store';
import { toArticle } from './article.ts';
import { chooseCanonical } from './canonical.ts';
import { keepEntry, readEntry } from './entry.ts';
import { ledHome, movedOn } from './moved.ts';
import { asksNoCopy, asksNoIndex, withHeaderWishes, withoutText } from './obey.ts';
import type { Page } from './page/index.ts';
import { mergeEntry } from './page/merge-entry.ts';
import { fetchAgain, outcomeJob } from './page-ends.ts';
import type { ParsePool } from './pool.ts';

export type PageContext = {
  store: Store;
  search: Search;
  pool: ParsePool;
  /** When the page of an article is looked at again, rising. */
  recheckAfterMs: readonly number[];
  /** The setting PUBLISHER_WISHES. */
  wishes: 'flag' | 'obey';
  /** Product token of our User-Agent. */
  agent: string;
};

const MAX_BODY_FETCHES = 3;

/** The parse stage of pages: `handle` reads one; `after`, when all is handed on, forgets the body that must not be kept. */
export function createPageHandler(context: PageContext) {
  const unkept: Unkept = new WeakMap();
  return {
    handle: (job: ParseJob): Promise<Next<'parse'>[]> => handlePage({ ...context, unkept }, job),
    after: async (job: ParseJob): Promise<void> => {
      const forget = unkept.get(job);
      if (forget === 'all') await context.store.bodies.deleteExchangesOf(new Set([job.urlKey]));
      else if (forget === 'this' && job.exchange !== null) await context.store.bodies.deleteExchange(job.exchange);
    },
  };
}

/** Which kept bodies of a job's page are to go. */
type Unkept = WeakMap<ParseJob, 'this' | 'all'>;
type Context = PageContext & { unkept: Unkept };

/** A fetched page: its article goes on to enrich; where there is none, the reason is the URL's outcome. */
async function handlePage(context: Context, job: ParseJob): Promise<Next<'parse'>[]> {
  const entry = await readEntry(context, job);
  if (job.exchange === null && job.code === null && entry !== undefined)
    return handlePage(context, { ...job, exchange: await keepEntry(context.store, job, entry) });
  // a page that cannot be had: the feed's own text may be the whole article
  if (job.exchange === null) return finish(context, job, mergeEntry(undefined, entry), null, job.code ?? 'no_article');
  let exchange: Exchange;
  try {
    exchange = await context.store.bodies.getExchange(job.exchange);
  } catch (error) {
    // a rebuild reads what is kept and asks no host
    const again = error instanceof Fault && error.code === 'body_missing' && job.tries < MAX_BODY_FETCHES && job.origin !== 'rebuild';
    if (!again) throw error;
    return [fetchAgain(job)];
  }
  const words = job.url.startsWith('feed:') ? (entry ?? JSON.parse(Buffer.from(exchange.body).toString())) : entry;
  const reason = noPage(job, exchange) ?? ((await ledHome(context.search, job, exchange.finalUrl)) ? 'soft_404' : null);
  if (reason !== null) return finish(context, job, mergeEntry(undefined, words), exchange, reason);
  const contentType = exchange.headers['content-type'];
  const { agent } = context;
  const read = await context.pool.run({ kind: 'page', bytes: exchange.body, contentType, url: exchange.finalUrl, entry, agent });
  const moved = read.moved_to === null ? undefined : movedOn(job, read.moved_to, outcomeJob(job, 'no_article'));
  if (moved !== undefined) return moved;
  const page = withHeaderWishes(read, exchange.headers, agent);
  if (context.wishes === 'obey' && asksNoCopy(page)) context.unkept.set(job, await whatToForget(context, job));
  return finish(context, job, page, exchange, page.quality.flags.includes('soft_404') ? 'soft_404' : 'no_article');
}

/** Why an answer is no page of an article, told without reading it. */
function noPage(job: ParseJob, { headers, body }: Exchange): Code | null {
  if (job.url.startsWith('feed:')) return 'no_article';
  const type = headers['content-type'];
  // servers name types wrongly: bytes that begin as mark-up are taken too
  const looksRight =
    type === undefined || /html|xml|text\/plain/i.test(type) || /^\s*</.test(Buffer.from(body.subarray(0, 256)).toString('latin1'));
  return looksRight ? null : 'unsupported_type';
}

async function finish(
  context: Context,
  job: ParseJob,
  page: Page | undefined,
  exchange: Exchange | null,
  otherwise: Code,
): Promise<Next<'parse'>[]> {
  if (page === undefined || page.body === '' || page.title === null || page.title === '')
    return [{ to: 'index', job: outcomeJob(job, otherwise) }];
  const obeys = context.wishes === 'obey';
  if (obeys && asksNoIndex(page)) return [{ to: 'index', job: outcomeJob(job, 'noindex') }];
  const pageUrl = exchange?.finalUrl ?? job.url;
  const { url: canonical, conflict } = await chooseCanonical(context.search, page, pageUrl, job.urlKey);
  const failure = exchange === null ? otherwise : null;
  const kept = obeys && asksNoCopy(page) ? withoutText(page) : page;
  const article = await toArticle(context.store, job, kept, { exchange, canonical, conflict, pageUrl, failure });
  const validators = { etag: exchange?.headers['etag'] ?? null, last_modified: exchange?.headers['last-modified'] ?? null };
  const scratch = await context.store.bodies.putScratch(job.urlKey, `parsed ${article.content_hash} ${job.n}`, { article, validators });
  if (exchange !== null && job.origin === 'live' && !job.url.startsWith('feed:')) await noteForRechecks(context, job, exchange, validators);
  const { v, n, origin, url, urlKey: key, feedId } = job;
  const docId = urlKey(canonical);
  return [
    {
      to: 'enrich',
      job: { v, n, origin, url, urlKey: key, feedId, docId, contentHash: article.content_hash, scratch, exchange: job.exchange },
    },
  ];
}

/** A page that asks for no copy only now may have been kept before. A rebuild or an import says nothing of what is newer. */
async function whatToForget({ search }: Context, { urlKey: key, origin, exchange }: ParseJob): Promise<'this' | 'all'> {
  if (origin === 'rebuild' || origin === 'import') return 'this';
  const before = (await search.registry.get([key])).get(key)?.exchange ?? null;
  return before === null || before === exchange ? 'this' : 'all';
}

/** Corrections come later: the page is looked at again, and compared with what it was now. */
async function noteForRechecks(
  { store, recheckAfterMs }: PageContext,
  { url, urlKey: key, feedId, entryKey, via }: ParseJob,
  { body, headers }: Exchange,
  validators: { etag: string | null; last_modified: string | null },
): Promise<void> {
  if (recheckAfterMs.length === 0) return;
  const offer = { origin: 'live', url, urlKey: key, feedId, entryKey, kind: 'page', via } as const;
  const [etag, last_modified] = [validators.etag, validators.last_modified].map((one) => (one !== null && one.length <= 256 ? one : null));
  const known = { etag: etag ?? null, last_modified: last_modified ?? null, sha: sha256(body), wishes: wordedWishes(headers) };
  await store.rechecks.note({ offer, ...known }, recheckAfterMs);
}
