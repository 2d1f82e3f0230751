import { type Akin, createAkin } from './akin/akin.ts';
import type { BodyStore } from './bodies/store.ts';
import { createBodyStore } from './bodies/store.ts';
import { type Caps, createCaps } from './caps.ts';
import { createFeedStore, type FeedStore } from './feeds.ts';
import { createFrontier, type Frontier } from './frontier/frontier.ts';
import { memoryGauge } from './frontier/memory.ts';
import { createLeases } from './leases.ts';
import { createRebuildBook, type RebuildBook } from './rebuild.ts';
import { createRechecks, type Rechecks } from './rechecks.ts';
import { connectRedis } from './redis.ts';
import { createRobotsCache, type RobotsCache } from './robots.ts';
import { createSubscriptions, type Subscriptions } from './subscriptions.ts';

export type Store = {
  frontier: Frontier;
  feeds: FeedStore;
  bodies: BodyStore;
  akin: Akin;
  robots: RobotsCache;
  rechecks: Rechecks;
  caps: Caps;
  subscriptions: Subscriptions;
  lease: ReturnType<typeof createLeases>;
  rebuild: RebuildBook;
  /** Redis TIME, milliseconds; each answer of one process is greater than the one before. */
  now: () => Promise<number>;
  /** Share of Redis' maxmemory in use. */
  memoryRatio: () => Promise<number>;
  ping: () => Promise<void>;
  /** Whether Redis can be asked now. */
  up: () => boolean;
  /** Whether a finished rebuild has marked this Redis as filled; it is absent after a loss. */
  epoch: { present: () => Promise<boolean>; set: () => Promise<void> };
  close: () => Promise<void>;
};

/** The settings of the same names (packages/runtime). */
export type StoreSettings = {
  REDIS_URL: string;
  NEWSMILL_PREFIX: string;
  BODIES_DIR: string;
  FRONTIER_PARTITIONS: number;
  FRONTIER_LIMIT: number;
};
export type StoreOptions = {
  /** See connectRedis. */
  failFast: boolean;
  onError: (error: Error) => void;
};

/** Opens Redis and the body store. */
export async function openStore(settings: StoreSettings, options: StoreOptions): Promise<Store> {
  const prefix = settings.NEWSMILL_PREFIX;
  const redis = await connectRedis(settings.REDIS_URL, options);
  const memoryRatio = memoryGauge(redis);
  const frontier = createFrontier(redis, { prefix, partitions: settings.FRONTIER_PARTITIONS, limit: settings.FRONTIER_LIMIT, memoryRatio });
  const feeds = createFeedStore(redis, prefix);
  // one mark beside all that must not be lost unseen: each may lie on another server of a cluster
  const epochs = [`${prefix}{nm:epoch}`, ...[feeds.base, ...frontier.bases].map((base) => `${base}:epoch`)];
  let last = 0;
  return {
    frontier,
    feeds,
    bodies: createBodyStore(settings.BODIES_DIR),
    akin: createAkin(redis, prefix, memoryRatio),
    robots: createRobotsCache(redis, prefix),
    rechecks: createRechecks(redis, prefix),
    caps: createCaps(redis, prefix),
    subscriptions: createSubscriptions(redis, prefix),
    lease: createLeases(redis, prefix),
    rebuild: createRebuildBook(redis, prefix),
    now: async () => {
      const [seconds, micros] = await redis.time();
      last = Math.max(Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000), last + 1);
      return last;
    },
    memoryRatio,
    ping: async () => {
      await redis.ping();
    },
    up: () => redis.status === 'ready',
    epoch: {
      present: async () => (await Promise.all(epochs.map((key) => redis.exists(key)))).every((count) => count === 1),
      set: async () => {
        const at = new Date().toISOString();
        await Promise.all(epochs.map((key) => redis.set(key, at)));
      },
    },
    close: async () => {
      // while Redis is away a QUIT would wait for it, and the shutdown with it
      if (redis.status === 'ready') await redis.quit().catch(() => redis.disconnect());
      else redis.disconnect();
    },
  };
}
