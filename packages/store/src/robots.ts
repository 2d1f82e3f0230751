import type { Redis } from 'ioredis';

export type RobotsCache = ReturnType<typeof createRobotsCache>;

/** What a host's robots.txt said, as its reader wrote it, for the time it holds. `origin` = scheme, host and port. */
export function createRobotsCache(redis: Redis, prefix: string) {
  const key = (origin: string): string => `${prefix}nm:robots:${origin}`;
  return {
    get: (origin: string): Promise<string | null> => redis.get(key(origin)),
    put: async (origin: string, text: string, ttlMs: number): Promise<void> => {
      await redis.set(key(origin), text, 'PX', ttlMs);
    },
  };
}
