import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeedConfig, FeedMemory, FeedState, Next, ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { readSettings, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore, type Store } from '@newsmill/store';
import { randomPrefix, testServers } from '@newsmill/testkit';
import { type FeedContext, handleFeed } from '../src/feed-handler.ts';
import { createParsePool } from '../src/pool.ts';

export type FeedStage = {
  store: Store;
  /** Submits a feed; answers its id. */
  submit: (url: string) => Promise<string>;
  /** A poll that got this answer; what the parser hands on, its state saved as the sink does. */
  answer: (feedId: string, url: string, answer: Answer) => Promise<Next<'parse'>[]>;
  state: (id: string) => Promise<FeedState>;
  memory: (id: string) => Promise<FeedMemory>;
  close: () => Promise<void>;
};
type Answer = { body?: string; headers?: Record<string, string> } & Partial<
  Pick<ParseJob, 'status' | 'code' | 'restMs' | 'via' | 'fetchedAt' | 'pushed' | 'validators'>
>;

const fail = (error: unknown): void => {
  throw error;
};

/** The feed half of the parse stage with stores of its own. */
export async function openFeedStage(polling: FeedContext['polling'] = { cost: 36, fixedMs: undefined }): Promise<FeedStage> {
  const dir = await mkdtemp(join(tmpdir(), 'parser-'));
  const { redisUrl, elasticsearchUrl } = testServers();
  const env = { REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir };
  const settings = readSettings([...STORE_SETTINGS, ...SEARCH_SETTINGS], env);
  const store = await openStore(settings, { failFast: false, onError: fail });
  const search = openSearch(settings);
  await search.setUp();
  const pool = createParsePool({ threads: 1, timeoutMs: 15_000 });

  const answer = async (feedId: string, url: string, { body, headers = {}, ...more }: Answer): Promise<Next<'parse'>[]> => {
    const item = { v: 1, origin: 'live', url, urlKey: urlKey(url), feedId, entryKey: null, kind: 'feed', via: more.via ?? [] } as const;
    const job: ParseJob = {
      ...{ ...item, n: await store.now(), tries: 0, exchange: null, status: 200, code: null, detail: null },
      fetchedAt: new Date().toISOString(),
      ...more,
      via: [...item.via],
    };
    if (body !== undefined) {
      const kept = { ...job, entryKey: null };
      job.exchange = await store.bodies.putExchange({
        finalUrl: url,
        status: 200,
        headers,
        body: Buffer.from(body),
        fetchedAt: job.fetchedAt,
        item: { ...item, n: kept.n, tries: 0, via: [...item.via] },
      });
    }
    const next = await handleFeed({ store, search, pool, polling }, job);
    for (const one of next) if (one.to === 'feed') await store.feeds.saveState(one.job);
    return next;
  };
  return {
    store,
    answer,
    submit: async (url) => {
      const config: FeedConfig = { v: 1, id: urlKey(url), url, name: null, paused: false, created_at: new Date().toISOString() };
      await store.feeds.putConfig(config, { wake: true });
      return config.id;
    },
    state: store.feeds.state,
    memory: store.feeds.memory,
    close: async () => {
      for (const one of [pool, search, store]) await one.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The addresses that are offered to the frontier. */
export const offersIn = (next: readonly Next<'parse'>[]): string[] =>
  next.flatMap((one) => (one.to === 'frontier' ? [one.job.offer.url] : []));
