import type { Alert, EnrichedArticle } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { enrichedArticle } from '@newsmill/contracts/test';
import { openQueues, type Queues } from '@newsmill/queue';
import { readSettings, SEARCH_SETTINGS } from '@newsmill/runtime';
import { openSearch, type Search } from '@newsmill/search';
import { randomPrefix, testServers } from '@newsmill/testkit';
import { ALERT_SETTINGS } from '../src/settings.ts';

const AT = '2026-11-25T11:00:00.000Z';
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export type Installation = {
  env: Record<string, string>;
  settings: ReturnType<typeof settingsOf>;
  search: Search;
  queues: Queues;
  /** Puts an article where the index stage puts it; answers its alert job. */
  index: (url: string, parts?: Partial<EnrichedArticle>, facts?: object) => Promise<ReturnType<typeof alertJob>>;
  close: () => Promise<void>;
};

const settingsOf = (env: Record<string, string>) => readSettings(['REDIS_URL', ...SEARCH_SETTINGS, ...ALERT_SETTINGS], env);

/** Stores of its own, on the servers of the tests unless `more` names others. Receivers may be on loopback. */
export async function install(more: Record<string, string> = {}): Promise<Installation> {
  const { redisUrl, elasticsearchUrl } = testServers(more['ELASTICSEARCH_URL'] === undefined ? undefined : more);
  const env = {
    REDIS_URL: redisUrl,
    ELASTICSEARCH_URL: elasticsearchUrl,
    NEWSMILL_PREFIX: randomPrefix(),
    FETCH_ALLOW_ADDRESSES: '127.0.0.1',
    ALERT_BATCH_WAIT_MS: '20',
    ...more,
  };
  const settings = settingsOf(env);
  const search = openSearch(settings);
  const queues = openQueues(settings, () => undefined);
  await search.setUp();
  const write = search.createWriter();
  return {
    env,
    settings,
    search,
    queues,
    index: async (url, parts = {}, facts) => {
      const job = alertJob(url);
      const trail = { ...job, scratch: 'scratch/x', exchange: null };
      const [written] = await write([
        { job: { kind: 'article', ...trail }, article: enrichedArticle(url, parts), validators: { etag: null, last_modified: null } },
      ]);
      if (written?.status !== 'fulfilled') throw new Error('not indexed', { cause: written?.reason });
      // what later stages find out of it
      if (facts !== undefined) await update(`${env.ELASTICSEARCH_URL}/${env.NEWSMILL_PREFIX}news-en-2026/_update/${job.docId}`, facts);
      return job;
    },
    close: async () => {
      await queues.close();
      await fetch(`${elasticsearchUrl}/${env.NEWSMILL_PREFIX}*?expand_wildcards=all`, { method: 'DELETE' });
      await search.close();
    },
  };
}

async function update(address: string, doc: object): Promise<void> {
  const body = JSON.stringify({ doc });
  const answer = await fetch(address, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  if (!answer.ok) throw new Error(await answer.text());
}

const alertJob = (url: string) =>
  ({ v: 1, n: Date.now(), origin: 'live', url, urlKey: urlKey(url), feedId: null, docId: urlKey(url), contentHash: 'hash' }) as const;

export const alertOf = (name: string, more: Partial<Alert> = {}): Alert => ({
  v: 1,
  id: urlKey(`https://alerts.example/${name}`),
  owner: 'ada',
  name,
  q: name,
  language: null,
  source: null,
  feed: null,
  webhook: null,
  email: null,
  enabled: true,
  created_at: AT,
  since: '2020-01-01T00:00:00.000Z',
  ...more,
});

export const webhook = (url: string): Alert['webhook'] => ({ url, secret: SECRET, off_since: null });
