import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnrichedArticle, IndexJob, IndexJobOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { enrichedArticle as article } from '@newsmill/contracts/test';
import { type JobEvent, openQueues, type Queues, startWorker } from '@newsmill/queue';
import { readSettings, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch, type Search } from '@newsmill/search';
import { openStore, type Store } from '@newsmill/store';
import { randomPrefix, testServers } from '@newsmill/testkit';
import { onTestFinished } from 'vitest';
import { BATCH_SETTINGS, createIndexHandler } from '../src/handler.ts';

const AT = '2026-11-25T11:00:00.000Z';

export type Stage = {
  store: Store;
  search: Search;
  queues: Queues;
  /** `handle` goes on to what comes after it, as the worker does. */
  index: ReturnType<typeof createIndexHandler> & { begin: ReturnType<typeof createIndexHandler>['handle'] };
  env: Record<string, string>;
  /** Takes jobs from the queue from now on; answers what becomes of them. */
  work: () => JobEvent[];
};

const fail = (error: unknown): void => {
  throw error;
};

/** The index stage with stores that go with the test. */
export async function testStage(more: Record<string, string> = {}): Promise<Stage> {
  const stage = await openStage(more);
  onTestFinished(stage.close);
  return stage;
}

/** The index stage with stores of its own. */
export async function openStage(more: Record<string, string> = {}): Promise<Stage & { close: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'indexer-'));
  const { redisUrl, elasticsearchUrl } = testServers();
  const env = { REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir, ...more };
  const settings = readSettings([...STORE_SETTINGS, ...SEARCH_SETTINGS, ...BATCH_SETTINGS], env);
  const store = await openStore(settings, { failFast: false, onError: fail });
  const search = openSearch(settings);
  const queues = openQueues(settings, fail);
  const stageHandler = createIndexHandler({ store, search, settings });
  const index = {
    ...stageHandler,
    begin: stageHandler.handle,
    handle: async (job: IndexJob) => {
      const next = await stageHandler.handle(job);
      await stageHandler.after(job);
      return next;
    },
  };
  const work = (): JobEvent[] => {
    const events: JobEvent[] = [];
    const { handle: handler, after, onDead } = stageHandler;
    const onEvent = (event: JobEvent): void => void events.push(event);
    onTestFinished(
      startWorker({ stage: 'index', settings, concurrency: 50, queues, handler, sinks: {}, after, onDead, onEvent, onError: fail }).close,
    );
    return events;
  };
  const close = async (): Promise<void> => {
    for (const one of [queues, search, store]) await one.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { store, search, queues, index, env, work, close };
}

/** Offers a URL, so that the ledger waits for its outcome; answers what travels with it. */
export async function offered({ store }: Stage, url: string, feedId: string | null = null): Promise<Trail> {
  await store.frontier.offer([{ origin: 'live', url, urlKey: urlKey(url), feedId, entryKey: null, kind: 'page', via: [] }], 'new');
  const { pendingSince } = await store.frontier.look({ url, urlKey: urlKey(url) });
  if (pendingSince === null) throw new Error(`${url} was not offered`);
  return { v: 1, n: pendingSince, origin: 'live', url, urlKey: urlKey(url), feedId };
}
type Trail = Pick<IndexJob, 'v' | 'n' | 'origin' | 'url' | 'urlKey' | 'feedId'>;

export const pending = async ({ store }: Stage, url: string): Promise<boolean> =>
  (await store.frontier.look({ url, urlKey: urlKey(url) })).pendingSince !== null;

/** An article job whose article is kept, unless `kept` is false. */
export async function articleJob(
  { store }: Stage,
  trail: Trail,
  parts: Partial<EnrichedArticle> = {},
  kept = true,
): Promise<IndexJobOf<'article'>> {
  const value = { article: article(trail.url, parts), validators: { etag: null, last_modified: null } };
  const key = await store.bodies.putScratch(trail.urlKey, 'enriched', value);
  const scratch = kept ? key : key.replace(/[0-9a-f]{8}\.json/, '00000000.json');
  return { kind: 'article', ...trail, docId: trail.urlKey, contentHash: 'hash', scratch, exchange: null };
}

export const urlJob = (trail: Trail, parts: Partial<IndexJobOf<'url'>>): IndexJobOf<'url'> => ({
  kind: 'url',
  ...trail,
  outcome: null,
  code: null,
  detail: null,
  stage: 'parse',
  status: null,
  exchange: null,
  entryKey: null,
  jobId: null,
  at: AT,
  ...parts,
});
