import { HEAD } from './head.ts';

// A URL's way into the frontier and out of it, and what is known of it meanwhile.

/**
 * ARGV: shift, limit, then six per offer: host, urlKey, item without generation, mode, list (h | l), when it may join that list (ms, 0: now).
 * Answers a word per offer.
 * Modes: new (refused if ever offered), again (refused while on its way), force, open (goes past the lists to the stages behind: answers its generation).
 */
export const OFFER = `${HEAD}
local answers = {}
local limit = tonumber(ARGV[2])
for i = 3, #ARGV, 6 do
  local host, key, item, mode, list, from = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
  local before = redis.call('HGET', items, key)
  if mode == 'new' and (before or redis.call('SISMEMBER', seen(key), key) == 1) then
    answers[#answers + 1] = 'seen'
  elseif mode == 'again' and before then
    answers[#answers + 1] = 'pending'
  elseif (mode == 'new' or mode == 'again') and redis.call('HLEN', items) - redis.call('ZCARD', out) >= limit then
    answers[#answers + 1] = 'full'
  else
    local n = now
    if before then
      n = math.max(n, tonumber(generation(before)) + 1)
      -- what is behind the list is not in it: no need to search
      if redis.call('ZREM', out, key) == 0 then withdraw(host, key) end
    end
    redis.call('HSET', items, key, item .. ',' .. whole(n) .. ']')
    if mode == 'open' then
      redis.call('ZADD', out, now, key)
      answers[#answers + 1] = whole(n)
    else
      if tonumber(from) > now then
        redis.call('ZADD', parked, from, placeOf(list, host, key))
      else
        redis.call('RPUSH', listOf(list, host), key)
        redis.call('ZADD', hosts, 'NX', now, host)
      end
      answers[#answers + 1] = 'offered'
    end
  end
end
return answers`;

/** Clears the ledger after final outcomes. ARGV: shift, then three for each: host, urlKey, n. A newer generation stays. Answers 1 for each that was open. */
export const SETTLE = `${HEAD}
local answers = {}
for i = 2, #ARGV, 3 do
  local host, key, n = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local item = redis.call('HGET', items, key)
  if string.sub(item or '["p', 3, 3) == 'p' then redis.call('SADD', seen(key), key) end
  if not item or tonumber(generation(item)) > tonumber(n) then
    answers[#answers + 1] = 0
  else
    redis.call('HDEL', items, key)
    -- the outcome may come before \`done\`: what stayed in the list would be fetched once more beside the next offer
    if redis.call('ZREM', out, key) == 0 then withdraw(host, key) end
    answers[#answers + 1] = 1
  end
end
return answers`;

/** ARGV: shift, host, urlKey, 1 for a page. Takes a URL out of all but the seen set. */
export const REMOVE = `${HEAD}
local host, key = ARGV[2], ARGV[3]
if redis.call('ZREM', out, key) == 0 then withdraw(host, key) end
if ARGV[4] == '1' then redis.call('SADD', seen(key), key) end
redis.call('HDEL', items, key)
return 1`;

/** How an operator wants a host to be treated. ARGV: shift, host, gap, concurrency and requests a day, empty for the settings'. What is under way learns of it. */
export const GATE = `${HEAD}
local host, gap, concurrency, daily = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local before = redis.call('HGET', gates, host)
local _, slots, failures, limited = gateOf(before)
local _, room = gateOf(putGate(host, gap, concurrency, failures, daily))
-- one that had its requests of today is looked at again; a minute is as polite as any usual gap
if limited and tonumber(redis.call('ZSCORE', hosts, host) or 0) >= midnight then
  redis.call('ZADD', hosts, 'XX', whole(now + math.max(tonumber(gap) or 0, 60000)), host)
end
for at = 1, math.max(slots, room) do
  local field = slot(host, at)
  local lease = redis.call('GET', field)
  if lease and at > room then
    -- nobody looks into this slot any more: its URL goes back
    lease = parsed(lease)
    if lease.list ~= '-' then redis.call('LPUSH', listOf(lease.list, host), lease.key) end
    redis.call('DEL', field)
  elseif lease then
    lease = parsed(lease)
    lease.concurrency, lease.set, lease.daily = room, gap ~= '', tonumber(daily)
    if gap ~= '' then lease.gap = tonumber(gap) end
    redis.call('SET', field, written(lease))
  end
end
return 1`;

/** ARGV: shift, least age in ms, how many. Answers urlKey and item of those that left their list so long ago and have no outcome yet. What still waits there is late, not lost. */
export const OVERDUE = `${HEAD}
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', out, '-inf', now - tonumber(ARGV[2]), 'LIMIT', 0, tonumber(ARGV[3]))) do
  local item = redis.call('HGET', items, key)
  if item then
    found[#found + 1] = key
    found[#found + 1] = item
  else
    redis.call('ZREM', out, key)
  end
end
return found`;

/** ARGV: shift, host, urlKey. What the frontier knows of one URL: seen, item, host's next time, holder of the first lease, when it left its list, until when it is parked, now, the host's requests of today and
 * how many it may have. */
export const LOOK = `${HEAD}
local host, key = ARGV[2], ARGV[3]
return {
  whole(redis.call('SISMEMBER', seen(key), key)),
  redis.call('HGET', items, key) or '',
  redis.call('ZSCORE', hosts, host) or '',
  redis.call('GET', slot(host, 1)) or '',
  redis.call('ZSCORE', out, key) or '',
  redis.call('ZSCORE', parked, placeOf('h', host, key)) or redis.call('ZSCORE', parked, placeOf('l', host, key)) or '',
  whole(now),
  redis.call('HGET', asked, host) or '0',
  select(4, gateOf(redis.call('HGET', gates, host))) or '',
}`;
