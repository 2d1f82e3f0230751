import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Queues } from '@newsmill/queue';
import type { Metrics, Settings } from '@newsmill/runtime';
import type { Search } from '@newsmill/search';
import type { Store } from '@newsmill/store';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

export type ApiSettings = Settings<'API_HOST' | 'API_PORT' | 'API_TOKEN' | 'FETCH_ALLOW_ADDRESSES' | 'FETCH_CONNECT_TO'>;

/** What every route may use. */
export type ApiContext = {
  store: Store;
  search: Search;
  queues: Queues;
  metrics: Metrics;
  settings: ApiSettings;
  /** The vector of a question, where there is a model. */
  embed?: ((text: string) => Promise<string>) | undefined;
  /** Told at /ready: what this process has, or has not, without being less ready. */
  details?: Record<string, string>;
};

export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;
