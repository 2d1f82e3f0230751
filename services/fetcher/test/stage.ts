import { type FetchJob, type Offer, PIPELINE, type Stage } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { openQueues, type Queues } from '@newsmill/queue';
import { createEgress, readSettings, STORE_SETTINGS } from '@newsmill/runtime';
import { openStore, type Store } from '@newsmill/store';
import { randomPrefix, testServers, type Web } from '@newsmill/testkit';
import { onTestFinished } from 'vitest';
import { createFetchHandler, FETCH_SETTINGS } from '../src/handler.ts';
import { testFolder, testWeb } from './web.ts';

export const LEASE_MS = 60_000;

const fail = (error: unknown): void => {
  throw error;
};

/** A store and queues of this test alone. */
export async function testStore(): Promise<{ store: Store; queues: Queues; env: Record<string, string> }> {
  const { redisUrl, elasticsearchUrl } = testServers();
  const env = { REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: await testFolder() };
  const settings = readSettings(STORE_SETTINGS, env);
  const store = await openStore(settings, { failFast: false, onError: fail });
  onTestFinished(store.close);
  const queues = openQueues(settings, fail);
  onTestFinished(queues.close);
  return { store, queues, env };
}

/** The fetch stage against a web of its own. */
export async function testStage(env: Record<string, string> = {}): Promise<TestedStage> {
  const web = await testWeb();
  const { store, queues } = await testStore();
  const settings = readSettings(FETCH_SETTINGS, {
    FETCH_CONNECT_TO: web.address,
    HOST_GAP_MS: '2000',
    ROBOTS: 'ignore',
    FETCH_LOG: 'off',
    ...env,
  });
  const egress = createEgress(settings);
  onTestFinished(egress.close);
  return { web, store, queues, fetch: createFetchHandler({ store, queues, egress, settings, leaseMs: LEASE_MS }) };
}
type TestedStage = { web: Web; store: Store; queues: Queues; fetch: ReturnType<typeof createFetchHandler> };

export const page = (url: string, more: Partial<Offer> = {}): Offer => ({
  origin: 'live',
  url,
  urlKey: urlKey(url),
  feedId: null,
  kind: 'page',
  entryKey: null,
  via: [],
  ...more,
});

export const feed = (url: string): Offer => page(url, { kind: 'feed', feedId: urlKey(url) });

/** Offers a URL and leases it, as the dispatch loop does. */
export async function leased({ store }: { store: Store }, offer: Offer): Promise<FetchJob> {
  await store.frontier.offer([offer], offer.kind === 'feed' ? 'again' : 'new');
  const job = (await store.frontier.dispatch(10, LEASE_MS)).find(({ urlKey: key }) => key === offer.urlKey);
  if (job === undefined) throw new Error(`${offer.url} was not dispatched`);
  return job;
}

export const signal = new AbortController().signal;

/** The data of the jobs that wait in a stage. */
export async function waiting(queues: Queues, stage: Stage): Promise<unknown[]> {
  const queue = queues.boardQueues().find(({ name }) => name === stage);
  const jobs = (await queue?.getJobs(['waiting', 'prioritized', 'delayed'])) ?? [];
  return jobs.map(({ data }) => PIPELINE[stage].job.parse(data));
}
