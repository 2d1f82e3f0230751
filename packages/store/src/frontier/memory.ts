import type { Redis } from 'ioredis';
import { masters } from '../redis.ts';

/** Share of Redis' maxmemory in use (0 when no limit is set; of a cluster the fullest server's), asked at most every 250 ms. */
export function memoryGauge(redis: Redis): () => Promise<number> {
  let askedAt = 0;
  let ratio = 0;
  return async () => {
    if (Date.now() - askedAt < 250) return ratio;
    askedAt = Date.now();
    ratio = Math.max(...(await Promise.all(masters(redis).map(async (server) => ratioOf(await server.info('memory'))))));
    return ratio;
  };
}

function ratioOf(info: string): number {
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  const limit = field('maxmemory');
  return limit === 0 ? 0 : field('used_memory') / limit;
}
