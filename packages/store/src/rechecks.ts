import type { Offer } from '@newsmill/contracts';
import type { Redis } from 'ioredis';
import { strings } from './script.ts';

/** What is remembered of an article's page, so that it is looked at again. */
export type KeptPage = {
  offer: Offer;
  etag: string | null;
  last_modified: string | null;
  /** Of its body. */
  sha: string;
  /** What its headers wished of robots (wordedWishes), where that is known. */
  wishes?: string;
  /** When it was first read, ms: the re-checks are counted from then. */
  since: number;
  /** Whether a re-check of it is on its way. */
  asked: boolean;
};

export type Rechecks = ReturnType<typeof createRechecks>;

/** After the last re-check the page is remembered so long, that its answer still finds what to compare with. */
const AFTERWARDS_MS = 86_400_000;

/** Pages of articles that are fetched again some times after they were first read, for the sake of corrections. Lost with Redis: then they are not. */
export function createRechecks(redis: Redis, prefix: string) {
  const base = `${prefix}{nm:rechecks}`;
  const due = `${base}:due`;
  const items = `${base}:items`;
  const get = async (urlKey: string): Promise<KeptPage | undefined> => {
    const json = await redis.hget(items, urlKey);
    return json === null ? undefined : JSON.parse(json);
  };
  const put = (urlKey: string, page: KeptPage): Promise<number> => redis.hset(items, urlKey, JSON.stringify(page));
  const nextAt = (since: number, afterMs: readonly number[], now: number): number | undefined =>
    afterMs.map((ms) => since + ms).find((at) => at > now);

  return {
    get,
    /** A page was read: `afterMs` (rising) says when it is looked at again. What is known already keeps its times. */
    note: async (page: Omit<KeptPage, 'since' | 'asked'>, afterMs: readonly number[], now = Date.now()): Promise<void> => {
      const { urlKey } = page.offer;
      const since = (await get(urlKey))?.since ?? now;
      const at = nextAt(since, afterMs, now);
      if (at === undefined && (await redis.zscore(due, urlKey)) === null) return;
      await put(urlKey, { ...page, since, asked: false });
      if (at !== undefined) await redis.zadd(due, 'NX', at, urlKey);
    },
    /** The answer of a re-check is dealt with. */
    answered: async (urlKey: string): Promise<void> => {
      const page = await get(urlKey);
      if (page?.asked === true) await put(urlKey, { ...page, asked: false });
    },
    /** The next fetch asks for the whole page, whatever version is known of it. */
    forgetVersion: async (urlKey: string): Promise<void> => {
      const page = await get(urlKey);
      if (page !== undefined) await put(urlKey, { ...page, etag: null, last_modified: null });
    },
    /** Pages whose time has come, each set to its next time. To be called by one process at a time. */
    takeDue: async (count: number, afterMs: readonly number[], now = Date.now()): Promise<KeptPage[]> => {
      const keys = strings(await redis.zrangebyscore(due, '-inf', now, 'LIMIT', 0, count));
      const taken: KeptPage[] = [];
      for (const key of keys) {
        const page = await get(key);
        const last = page === undefined ? undefined : page.since + (afterMs.at(-1) ?? 0);
        if (page === undefined || last === undefined || now >= last + AFTERWARDS_MS) {
          await redis.multi().zrem(due, key).hdel(items, key).exec();
          continue;
        }
        await redis.zadd(due, nextAt(page.since, afterMs, now) ?? last + AFTERWARDS_MS, key);
        taken.push(page);
      }
      return taken;
    },
    /** The re-check of these is on its way. */
    ask: async (pages: readonly KeptPage[]): Promise<void> => {
      for (const page of pages) await put(page.offer.urlKey, { ...page, asked: true });
    },
  };
}
