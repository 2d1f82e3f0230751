import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { luaScript } from './script.ts';

const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

/**
 * Runs work in one process of the fleet at a time. Answers undefined when another holds the lease. It is renewed for as long as the work goes on,
 * and ends by itself `ttlMs` after its process died.
 */
export function createLeases(redis: Redis, prefix: string) {
  const renew = luaScript(redis, RENEW);
  const release = luaScript(redis, RELEASE);
  return async <T>(name: string, ttlMs: number, work: () => Promise<T>): Promise<T | undefined> => {
    const key = `${prefix}{nm:leases}:${name}`;
    const token = randomUUID();
    if ((await redis.set(key, token, 'PX', ttlMs, 'NX')) !== 'OK') return undefined;
    // a renewal that fails is made up for by the next one, in time
    const renewing = setInterval(() => void renew(key, token, ttlMs).catch(() => undefined), ttlMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(renewing);
      await release(key, token);
    }
  };
}
