import { Cluster, Redis } from 'ioredis';

/**
 * Opens a connection; when Redis is away it goes on trying. Several addresses, comma separated, are nodes of one Redis Cluster.
 * `failFast`: commands fail at once while Redis is away (an HTTP handler must answer 503, not hang); else they wait for it.
 */
export async function connectRedis(
  url: string,
  { failFast, onError }: { failFast: boolean; onError: (error: Error) => void },
): Promise<Redis> {
  // the default backs off to 20 s: measured 13 s until a worker moved again
  const retryStrategy = (times: number): number => Math.min(50 * 2 ** times, 1_000);
  const enableOfflineQueue = !failFast;
  const each = { maxRetriesPerRequest: failFast ? 1 : null, ...(failFast ? { commandTimeout: 2_000 } : {}) };
  const redis = url.includes(',')
    ? cluster(url.split(','), { ...each, clusterRetryStrategy: retryStrategy, enableOfflineQueue })
    : new Redis(url, { ...each, lazyConnect: true, retryStrategy, enableOfflineQueue });
  redis.on('error', onError);
  // away at the start is no different from away later: it goes on trying, and the caller's commands fail or wait as asked
  await redis.connect().catch(onError);
  return redis;
}

type ClusterSettings = {
  maxRetriesPerRequest: number | null;
  commandTimeout?: number;
  clusterRetryStrategy: (times: number) => number;
  enableOfflineQueue: boolean;
};

/** Every script and transaction of ours stays within one hash tag, so that a cluster is asked like a single server. */
function cluster(urls: readonly string[], { clusterRetryStrategy, enableOfflineQueue, ...redisOptions }: ClusterSettings): Redis {
  const nodes = urls.map((text) => {
    const { hostname, port, username, password } = new URL(text.trim());
    return { host: hostname, port: Number(port || 6379), username: decodeURIComponent(username), password: decodeURIComponent(password) };
  });
  const [{ username = '', password = '' } = {}] = nodes;
  const tls = urls[0]?.startsWith('rediss:') ? { tls: {} } : {};
  const login = { ...tls, ...(password === '' ? {} : { password, ...(username === '' ? {} : { username }) }) };
  const options = { lazyConnect: true, redisOptions: { ...redisOptions, ...login }, clusterRetryStrategy, enableOfflineQueue };
  // both send the same commands; that they share no class is ioredis' own affair
  return new Cluster(
    nodes.map(({ host, port }) => ({ host, port })),
    options,
  ) as unknown as Redis;
}

/** The servers that hold keys: one, or the masters of a cluster. */
export const masters = (redis: Redis): Redis[] => (redis.isCluster ? (redis as unknown as Cluster).nodes('master') : [redis]);
