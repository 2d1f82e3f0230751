import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { luaScript } from './script.ts';

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/** Runs work in one process of the fleet at a time. Answers undefined when another holds the lease; it ends by itself after `ttlMs`. */
export function createLeases(redis: Redis, prefix: string) {
  const release = luaScript(redis, RELEASE);
  return async <T>(name: string, ttlMs: number, work: () => Promise<T>): Promise<T | undefined> => {
    const key = `${prefix}{nm:leases}:${name}`;
    const token = randomUUID();
    if ((await redis.set(key, token, 'PX', ttlMs, 'NX')) !== 'OK') return undefined;
    try {
      return await work();
    } finally {
      await release(key, token);
    }
  };
}
