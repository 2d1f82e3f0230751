import type { Redis } from 'ioredis';

/** Share of Redis' maxmemory in use (0 when no limit is set), asked at most every 250 ms. */
export function memoryGauge(redis: Redis): () => Promise<number> {
  let askedAt = 0;
  let ratio = 0;
  return async () => {
    if (Date.now() - askedAt < 250) return ratio;
    askedAt = Date.now();
    const info = await redis.info('memory');
    const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
    const limit = field('maxmemory');
    ratio = limit === 0 ? 0 : field('used_memory') / limit;
    return ratio;
  };
}
