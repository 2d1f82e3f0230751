import type { Redis } from 'ioredis';
import { luaScript, strings } from './script.ts';

const DAY_MS = 86_400_000;
/** A feed that brings more than its share for so long has it all at the end of them. */
const MOST_DAYS = 366;

/**
 * A day for each new article of a feed: the first, from today on, that has room. One that was given a day keeps it.
 * KEYS[1]: base of the feed; ARGV: articles a day, days at most, urlKeys. Answers days since 1970, UTC. Sets by day go by themselves.
 */
const RESERVE = `
local base, cap, most = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local today = math.floor(redis.call('TIME')[1] / 86400)
local function of(day) return base .. string.format(':%.0f', day) end
local last = math.max(today, tonumber(redis.call('GET', base .. ':last')) or today)
local from, days = today, {}
for at = 3, #ARGV do
  local found
  for day = today, last do
    if redis.call('SISMEMBER', of(day), ARGV[at]) == 1 then found = day break end
  end
  if not found then
    while from < today + most and redis.call('SCARD', of(from)) >= cap do from = from + 1 end
    found = from
    redis.call('SADD', of(found), ARGV[at])
    redis.call('EXPIREAT', of(found), (found + 2) * 86400)
    last = math.max(last, found)
  end
  days[#days + 1] = found
end
redis.call('SET', base .. ':last', string.format('%.0f', last), 'EXAT', (last + 2) * 86400)
return days`;

/** Takes back the days after today. KEYS[1]: base of the feed. Answers the urlKeys that had them, the first day's first. */
const RELEASE = `
local base = KEYS[1]
local today = math.floor(redis.call('TIME')[1] / 86400)
local last = tonumber(redis.call('GET', base .. ':last')) or today
local keys = {}
for day = today + 1, last do
  local name = base .. string.format(':%.0f', day)
  for _, key in ipairs(redis.call('SMEMBERS', name)) do keys[#keys + 1] = key end
  redis.call('DEL', name)
end
redis.call('DEL', base .. ':last')
return keys`;

/** KEYS[1]: base of the feed. Answers how many articles have today, and how many a later day. */
const COUNT = `
local base = KEYS[1]
local today = math.floor(redis.call('TIME')[1] / 86400)
local later = 0
for day = today + 1, tonumber(redis.call('GET', base .. ':last')) or today do
  later = later + redis.call('SCARD', base .. string.format(':%.0f', day))
end
return { redis.call('SCARD', base .. string.format(':%.0f', today)), later }`;

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
