import type { Redis } from 'ioredis';
import { luaScript, strings } from './script.ts';

const DAY_MS = 86_400_000;
/** A feed that brings more than its share for so long has it all at the end of them. */
const MOST_DAYS = 366;

/**
 * A day for each new article of a feed: the first, from today on, that has room. One that was given a day keeps it.
 * KEYS[1]: zset urlKey -> day, since 1970 (UTC), of the feed; ARGV: articles a day, days at most, urlKeys. Answers their days. Days that are over go.
 */
const RESERVE = `
local days, cap, most = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local today = math.floor(redis.call('TIME')[1] / 86400)
redis.call('ZREMRANGEBYSCORE', days, '-inf', today - 1)
local from, found = today, {}
for at = 3, #ARGV do
  local day = tonumber(redis.call('ZSCORE', days, ARGV[at]) or nil)
  if not day then
    while from < today + most and redis.call('ZCOUNT', days, from, from) >= cap do from = from + 1 end
    day = from
    redis.call('ZADD', days, day, ARGV[at])
  end
  found[#found + 1] = day
end
redis.call('EXPIREAT', days, (today + most + 2) * 86400)
return found`;

/** Takes back the days after today. KEYS[1]: the feed's. Answers the urlKeys that had them, the first day's first. */
const RELEASE = `
local today = math.floor(redis.call('TIME')[1] / 86400)
local keys = redis.call('ZRANGEBYSCORE', KEYS[1], today + 1, '+inf')
redis.call('ZREMRANGEBYSCORE', KEYS[1], today + 1, '+inf')
return keys`;

/** KEYS[1]: the feed's. Answers how many articles have today, and how many a later day. */
const COUNT = `
local today = math.floor(redis.call('TIME')[1] / 86400)
return { redis.call('ZCOUNT', KEYS[1], today, today), redis.call('ZCOUNT', KEYS[1], today + 1, '+inf') }`;

export type Caps = ReturnType<typeof createCaps>;

/** How many new articles a feed brings a day, where that is limited: what is over it has a later day, and none is lost. */
export function createCaps(redis: Redis, prefix: string) {
  const base = (feedId: string): string => `${prefix}{nm:feeds}:caps:${feedId}`;
  const [reserve, release, count] = [RESERVE, RELEASE, COUNT].map((lua) => luaScript(redis, lua));
  return {
    /** From when on (ms) each of these may be fetched; of those that have today, 0. */
    reserve: async (feedId: string, aDay: number, urlKeys: readonly string[]): Promise<number[]> => {
      if (urlKeys.length === 0) return [];
      const days = strings(await reserve?.(base(feedId), aDay, MOST_DAYS, ...urlKeys)).map(Number);
      const now = Date.now();
      return days.map((day) => (day * DAY_MS > now ? day * DAY_MS : 0));
    },
    /** The articles that had a later day, for another limit to give them one. */
    release: async (feedId: string): Promise<string[]> => strings(await release?.(base(feedId))),
    count: async (feedId: string): Promise<{ today: number; later: number }> => {
      const [today = 0, later = 0] = strings(await count?.(base(feedId))).map(Number);
      return { today, later };
    },
  };
}
