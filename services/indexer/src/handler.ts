import {
  type AlertJob,
  Fault,
  type IndexJob,
  type IndexJobOf,
  type Next,
  Postponed,
  shortText,
  zEnrichedArticle,
} from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import { createBatcher, deadLetter } from '@newsmill/queue';
import type { Settings } from '@newsmill/runtime';
import type { Search, WriteItem, Written } from '@newsmill/search';
import type { Store } from '@newsmill/store';
import { z } from 'zod';
import { createFactsKeeper } from './facts.ts';
import { createRebuildWriter } from './rebuild.ts';
import { beforeWithdrawal } from './withdrawn.ts';

const zScratch = z.object({
  article: zEnrichedArticle,
  validators: z.object({ etag: z.string().nullable(), last_modified: z.string().nullable() }),
});

export const BATCH_SETTINGS = ['INDEX_BATCH_ITEMS', 'INDEX_BATCH_BYTES', 'INDEX_BATCH_WAIT_MS'] as const;

/** A vector may come before its article, which is tried again: it asks so often, for so long. */
const ARTICLE_LATE_MS = 30_000;
const ARTICLE_WAITED_FOR_MS = 3_600_000;
const isFresh = ({ n }: IndexJob): boolean => Date.now() - n < ARTICLE_WAITED_FOR_MS;

export type IndexContext = { store: Store; search: Search; settings: Settings<(typeof BATCH_SETTINGS)[number]> };

/** The index stage: many jobs share one bulk request, each is acknowledged on its own item, and only then its ledger entry is cleared. */
export function createIndexHandler({ store, search, settings }: IndexContext) {
  const limits = { items: settings.INDEX_BATCH_ITEMS, bytes: settings.INDEX_BATCH_BYTES, waitMs: settings.INDEX_BATCH_WAIT_MS };
  const sizeOf = (item: WriteItem): number => ('article' in item ? item.article.body.length + 2_000 : 1_000);
  const live = createBatcher<WriteItem, Written>(limits, sizeOf, search.createWriter());
  const rebuilt = createBatcher<WriteItem, Written>(limits, sizeOf, createRebuildWriter(store, search));
  const facts = createFactsKeeper(store, live.push);

  async function itemOf(job: Exclude<IndexJob, { kind: 'facts' }>): Promise<WriteItem> {
    if (job.kind === 'feed') return { job };
    if (job.kind === 'fetch') return { job };
    if (job.kind === 'vector') return { job };
    if (job.kind === 'article') {
      const scratch = readScratch(await store.bodies.getScratch(job.scratch));
      const buried =
        (await store.bodies.isBuried(job.urlKey, hostOf(job.url))) ||
        (await store.bodies.isBuried(job.docId, hostOf(scratch.article.canonical_url)));
      if (buried) return { job: removed(job), feeds: [] };
      return { job, ...scratch, article: await facts.current(job.docId, scratch.article) };
    }
    const feed = job.feedId === null || job.feedId === job.urlKey ? undefined : await store.feeds.config(job.feedId);
    return { job, feeds: feed === undefined ? [] : [{ id: feed.id, url: feed.url }] };
  }

  /** A mention of a known URL, or that one was met or fetched, says nothing of its outcome: the ledger waits for that. */
  const isFinal = (job: IndexJob): boolean =>
    !['fetch', 'facts', 'vector'].includes(job.kind) && (job.kind !== 'url' || (job.outcome !== null && job.outcome !== 'pending'));

  async function write(item: WriteItem): Promise<Written> {
    const { job } = item;
    const isRebuilt = job.origin === 'rebuild' && !(job.kind === 'article' && job.again) && job.kind !== 'vector';
    const afterWithdrawal = isRebuilt ? undefined : await beforeWithdrawal({ store, search }, job);
    const written = await (isRebuilt ? rebuilt : live).push(item);
    await afterWithdrawal?.();
    // a job that meets a takedown takes what it brought along with it
    if (written === 'removed' || (job.kind === 'url' && job.outcome === 'removed')) await forget(job);
    else if ('article' in item && !isRebuilt) await facts.settle(job, item.job.docId, item.article);
    return written;
  }

  async function forget(job: IndexJob): Promise<void> {
    await store.bodies.deleteOf(new Set([job.urlKey]));
    await store.akin.remove('docId' in job ? job.docId : job.urlKey);
  }

  async function settle(job: IndexJob): Promise<void> {
    if (job.origin !== 'rebuild') await store.frontier.settle(job);
    else if ('exchange' in job && job.exchange !== null) await store.rebuild.finish(job.exchange);
  }

  return {
    handle: async (job: IndexJob): Promise<Next<'index'>[]> => {
      if (job.kind === 'facts') {
        await facts.write(job);
        return [];
      }
      // the last word of a feed that was deleted meanwhile would bring its state back
      const isOrphan = job.kind === 'feed' && (await store.feeds.config(job.state.id)) === undefined;
      if (isOrphan) return [];
      const item = await itemOf(job);
      const written = await write(item);
      if (job.kind === 'vector' && written === 'absent' && isFresh(job))
        throw new Postponed(ARTICLE_LATE_MS, 'its article is not stored yet');
      return item.job.kind === 'article' && isNews(item.job, written) ? [{ to: 'alert', job: alertJob(item.job) }] : [];
    },
    /** The ledger is cleared when all is handed on: what is lost before is offered again. */
    after: async (job: IndexJob): Promise<void> => {
      if (isFinal(job)) await settle(job);
    },
    onDead: async (job: IndexJob, fault: Fault, jobId: string | null = null): Promise<void> => {
      // the failed set keeps it: its URL has, or will have, an outcome of its own
      if (!isFinal(job)) return;
      await write({ job: deadLetter('index', job, fault, jobId), feeds: [] });
      await settle(job);
    },
    drain: async (): Promise<void> => {
      await Promise.all([live.drain(), rebuilt.drain()]);
    },
  };
}

/**
 * Whether alerts may ring for it: a live article that is new or has a new text. One that is stored already may be the work of a process that
 * died before it handed on; where it is not, alerts have told of it before.
 */
const isNews = ({ origin }: IndexJobOf<'article'>, written: Written): boolean =>
  origin === 'live' && (written === 'created' || written === 'revised' || written === 'same');

const alertJob = ({ v, n, origin, url, urlKey, feedId, docId, contentHash }: IndexJobOf<'article'>): AlertJob => ({
  v,
  n,
  origin,
  url,
  urlKey,
  feedId,
  docId,
  contentHash,
});

/** Throws invalid_job, with the fields that are wrong. */
function readScratch(value: unknown): z.infer<typeof zScratch> {
  const read = zScratch.safeParse(value);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`);
  throw new Fault('invalid_job', shortText(faults.join('; ')), { cause: read.error });
}

function removed({ v, n, origin, url, urlKey, feedId, exchange }: IndexJobOf<'article'>): IndexJobOf<'url'> {
  const nothing = { code: null, detail: null, status: null, entryKey: null, jobId: null } as const;
  return {
    kind: 'url',
    v,
    n,
    origin,
    url,
    urlKey,
    feedId,
    outcome: 'removed',
    stage: 'index',
    exchange,
    at: new Date().toISOString(),
    ...nothing,
  };
}
