import { type Fault, type IndexJob, type Next, zEnrichedArticle } from '@newsmill/contracts';
import { createBatcher, deadLetter } from '@newsmill/queue';
import type { Settings } from '@newsmill/runtime';
import type { Search, WriteItem, Written } from '@newsmill/search';
import type { Store } from '@newsmill/store';
import { z } from 'zod';

const zScratch = z.object({
  article: zEnrichedArticle,
  validators: z.object({ etag: z.string().nullable(), last_modified: z.string().nullable() }),
});

export const BATCH_SETTINGS = ['INDEX_BATCH_ITEMS', 'INDEX_BATCH_BYTES', 'INDEX_BATCH_WAIT_MS'] as const;

export type IndexContext = { store: Store; search: Search; settings: Settings<(typeof BATCH_SETTINGS)[number]> };

/** The index stage: many jobs share one bulk request, each is acknowledged on its own item, and only then its ledger entry is cleared. */
export function createIndexHandler({ store, search, settings }: IndexContext) {
  const batcher = createBatcher<WriteItem, Written>(
    { items: settings.INDEX_BATCH_ITEMS, bytes: settings.INDEX_BATCH_BYTES, waitMs: settings.INDEX_BATCH_WAIT_MS },
    (item) => ('article' in item ? item.article.body.length + 2_000 : 1_000),
    search.createWriter(),
  );

  async function itemOf(job: IndexJob): Promise<WriteItem> {
    if (job.kind === 'article') return { job, ...zScratch.parse(await store.bodies.getScratch(job.scratch)) };
    if (job.kind === 'feed') return { job };
    const feed = job.feedId === null || job.feedId === job.urlKey ? undefined : await store.feeds.config(job.feedId);
    return { job, feeds: feed === undefined ? [] : [{ id: feed.id, url: feed.url }] };
  }

  /** A mention of a known URL says nothing of its outcome: the ledger waits for that. */
  async function settle(job: IndexJob): Promise<void> {
    if (job.kind === 'url' && job.outcome === null) return;
    await store.frontier.settle(job);
  }

  return {
    handle: async (job: IndexJob): Promise<Next<'index'>[]> => {
      await batcher.push(await itemOf(job));
      await settle(job);
      return [];
    },
    onDead: async (job: IndexJob, fault: Fault): Promise<void> => {
      await batcher.push({ job: deadLetter('index', job, fault), feeds: [] });
      await settle(job);
    },
    drain: batcher.drain,
  };
}
