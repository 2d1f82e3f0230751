import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openQueues, type Queues } from '@newsmill/queue';
import { type Metrics, readSettings, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch, type Search } from '@newsmill/search';
import { openStore, type Store } from '@newsmill/store';
import { randomPrefix, testServers } from '@newsmill/testkit';
import type { FastifyBaseLogger } from 'fastify';
import type { ApiContext } from '../src/context.ts';
import { buildServer } from '../src/server.ts';

type Answer = { status: number; headers: Record<string, unknown>; text: string; body: Body };
/** Whatever an answer holds: tests compare, they do not compute. */
// biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test is about
type Body = any;
type Request = { payload?: unknown; headers?: Record<string, string> };

export type Door = {
  store: Store;
  search: Search;
  queues: Queues;
  env: Record<string, string>;
  ask: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD', url: string, request?: Request) => Promise<Answer>;
  close: () => Promise<void>;
};

const nothing = (): undefined => undefined;
const silent: FastifyBaseLogger = {
  level: 'silent',
  fatal: nothing,
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  trace: nothing,
  silent: nothing,
  child: () => silent,
};
const metrics: Metrics = { job: nothing, gauge: nothing, contentType: 'text/plain; version=0.0.4; charset=utf-8', text: async () => '' };

/** The API on stores of its own, asked without a socket; `embed` stands for a model. */
export async function openDoor(more: Record<string, string> = {}, embed?: ApiContext['embed']): Promise<Door> {
  const dir = await mkdtemp(join(tmpdir(), 'api-'));
  const { redisUrl, elasticsearchUrl } = testServers();
  const env = { REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir, ...more };
  const settings = readSettings(
    [...STORE_SETTINGS, ...SEARCH_SETTINGS, 'API_HOST', 'API_PORT', 'API_TOKEN', 'FETCH_ALLOW_ADDRESSES', 'FETCH_CONNECT_TO'],
    env,
  );
  const store = await openStore(settings, { failFast: true, onError: nothing });
  const search = openSearch(settings);
  const queues = openQueues(settings, nothing);
  const api = await buildServer(
    { store, search, queues, metrics, settings, embed },
    { redis: store.ping, elasticsearch: search.ping },
    silent,
  );
  return {
    store,
    search,
    queues,
    env,
    ask: async (method, url, { payload, headers = {} } = {}) => {
      const given = payload === undefined ? {} : { payload: payload as object };
      const response = await api.inject({ method, url, headers: { host: 'localhost:3000', ...headers }, ...given });
      const isJson = String(response.headers['content-type']).startsWith('application/json');
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        body: isJson ? JSON.parse(response.body) : undefined,
      };
    },
    close: async () => {
      await api.close();
      await queues.close();
      await search.close();
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
