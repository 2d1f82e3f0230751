import type { RedisOptions } from 'bullmq';
import { slotConnector } from './slot.ts';

/** The settings of the same names (packages/runtime). */
export type QueueSettings = { REDIS_URL: string; NEWSMILL_PREFIX: string };

/** What all keys of the queues begin with: one hash tag, for BullMQ's scripts change several queues' keys at once. */
export const queuePrefix = (prefix: string): string => `${prefix}{nm:q}`;

/** Connection options for BullMQ, which makes its own connections of them. Never with a keyPrefix: it breaks BullMQ's scripts. */
function options({ REDIS_URL: text, NEWSMILL_PREFIX: prefix }: QueueSettings): RedisOptions {
  const urls = text.split(',').map((url) => new URL(url.trim()));
  const [{ hostname, port, username, password, pathname, protocol } = new URL(text)] = urls;
  const login = { username: decodeURIComponent(username), password: decodeURIComponent(password), tls: protocol === 'rediss:' };
  return {
    host: hostname,
    port: Number(port || 6379),
    ...(username === '' ? {} : { username: login.username }),
    ...(password === '' ? {} : { password: login.password }),
    ...(pathname.length > 1 ? { db: Number(pathname.slice(1)) } : {}),
    ...(login.tls ? { tls: {} } : {}),
    ...(urls.length > 1 ? inCluster(urls, login, queuePrefix(prefix)) : {}),
    // measured: the default back-off (cap 20 s) left workers idle 13 s after Redis was back
    retryStrategy: (times: number) => Math.min(50 * 2 ** times, 1_000),
  };
}

function inCluster(urls: readonly URL[], login: Parameters<typeof slotConnector>[1], key: string): RedisOptions {
  return {
    Connector: slotConnector(
      urls.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6379) })),
      login,
      key,
    ),
    // the slot is with another node now: a new connection goes there, and the command is sent again
    reconnectOnError: ({ message }: Error): 2 | false => (/^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN) ?/.test(message) ? 2 : false),
  };
}

/** Adding must fail at once while Redis is away: an HTTP handler answers 503 and does not hang. */
export const producerConnection = (settings: QueueSettings): RedisOptions => ({
  ...options(settings),
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
});

/** Workers wait for Redis however long it takes. */
export const workerConnection = (settings: QueueSettings): RedisOptions => ({ ...options(settings), maxRetriesPerRequest: null });
