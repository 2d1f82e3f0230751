import type { Offer } from '@newsmill/contracts';
import { hostOf, urlKey } from '@newsmill/contracts/ids';
import { randomPrefix, testServers } from '@newsmill/testkit';
import type { Redis } from 'ioredis';
import { onTestFinished, vi } from 'vitest';
import { createFrontier } from '../src/frontier/frontier.ts';
import { connectRedis } from '../src/redis.ts';

vi.setConfig({ testTimeout: 20_000 });

export const HOUR = 3_600_000;

/** A connection that ends with the test. */
export async function openRedis(): Promise<Redis> {
  const onError = (error: Error): void => console.error(error);
  const redis = await connectRedis(testServers().redisUrl, { failFast: false, onError });
  onTestFinished(async () => {
    await redis.quit();
  });
  return redis;
}

type Limits = Partial<{ partitions: number; limit: number; memoryRatio: () => Promise<number> }>;

/** A frontier of its own name space whose clock is moved by hand. */
export async function openFrontier(limits: Limits = {}) {
  const redis = await openRedis();
  const prefix = randomPrefix();
  const { partitions = 1, limit = 10_000, memoryRatio = async () => 0 } = limits;
  let shift = 0;
  const frontier = createFrontier(redis, { prefix, partitions, limit, memoryRatio, shiftMs: () => shift });
  const advance = async (ms: number): Promise<void> => {
    shift += ms;
  };
  return { frontier, advance, redis, prefix };
}

/** An offer of a page as the parser makes it. */
export function page(url: string, more: Partial<Offer> = {}): Offer {
  return { origin: 'live', url, urlKey: urlKey(url), feedId: null, kind: 'page', entryKey: null, via: [], ...more };
}

/** The only element of an answer. */
export function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`expected one item, found ${items.length}`);
  return item;
}

export const hostsOf = (items: readonly { url: string }[]): string[] => items.map(({ url }) => hostOf(url)).sort();
export const urlsOf = (items: readonly { url: string }[]): string[] => items.map(({ url }) => url).sort();
