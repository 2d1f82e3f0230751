/**
 * The frontier's Lua. One script changes seen set, ledger, lists and ready set together, so that no crash can split them.
 * Time is Redis TIME (immune to clock skew between machines) plus an offset that only tests set.
 * KEYS[1] is the partition's base key; every other key shares its hash tag, so a script runs in one slot of a cluster.
 *
 *   <base>:items   the ledger: hash urlKey -> item (codec.ts), from its offer to its final outcome; its last number is the generation
 *   <base>:seen:<c>  sets of urlKeys, by their first character, of pages whose outcome was final once: together with `items` all that were ever
 *                  offered. In parts, since a set that grows has two tables for a while: as one it took a sixth of a small Redis at a stroke
 *   <base>:h:<host>, <base>:l:<host>   lists of urlKeys that wait for the host, high and low priority
 *   <base>:hosts   zset host -> when it may be asked next (ms)
 *   <base>:leases  hash host -> urlKey|n|expiry|gap|start (once it is being fetched); the second and later of a host that takes several at a time under "host 2", "host 3"
 *   <base>:out     zset urlKey -> when it left its list for the stages behind
 *   <base>:gates   hash host -> gap|concurrency, where an operator set them
 *   <base>:strikes hash host -> failures in a row
 */
const HEAD = `
local base = KEYS[1]
local items, hosts, leases = base .. ':items', base .. ':hosts', base .. ':leases'
local size, out, gates, strikes = base .. ':size', base .. ':out', base .. ':gates', base .. ':strikes'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(redis.call('GET', base .. ':offset') or 0)
local function seen(key) return base .. ':seen:' .. string.sub(key, 1, 1) end
local function whole(number) return string.format('%.0f', number) end
local function generation(item) return string.match(item, ',(%d+)]$') end
local function drop(host, key)
  local gone = redis.call('LREM', base .. ':h:' .. host, 1, key)
  if gone == 0 then gone = redis.call('LREM', base .. ':l:' .. host, 1, key) end
  if gone > 0 then redis.call('DECRBY', size, gone) end
  return gone
end
-- the item, unless it was settled, removed or offered anew since generation n
local function current(key, n)
  local item = redis.call('HGET', items, key)
  return item and generation(item) == n and item
end
-- gap (nil: the caller's) and concurrency of a host
local function gateOf(host)
  local gate = redis.call('HGET', gates, host)
  if not gate then return nil, 1 end
  local gap, concurrency = string.match(gate, '^(%d*)|(%d+)$')
  return tonumber(gap), tonumber(concurrency)
end
local function slot(host, at) return at == 1 and host or host .. ' ' .. at end
-- the field of the lease that this URL and generation hold
local function holds(host, key, n, concurrency)
  for at = 1, concurrency do
    local field = slot(host, at)
    local lease = redis.call('HGET', leases, field)
    if lease and string.sub(lease, 1, #key + #n + 2) == key .. '|' .. n .. '|' then return field end
  end
end
`;

/**
 * ARGV: limit, then five per offer: host, urlKey, item without generation, mode, list (h | l). Answers a word per offer.
 * Modes: new (refused if ever offered), again (refused while on its way), force, open (goes past the lists to the stages behind: answers its generation).
 */
export const OFFER = `${HEAD}
local answers = {}
local limit = tonumber(ARGV[1])
for i = 2, #ARGV, 5 do
  local host, key, item, mode, list = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local before = redis.call('HGET', items, key)
  if mode == 'new' and (before or redis.call('SISMEMBER', seen(key), key) == 1) then
    answers[#answers + 1] = 'seen'
  elseif mode == 'again' and before then
    answers[#answers + 1] = 'pending'
  elseif (mode == 'new' or mode == 'again') and tonumber(redis.call('GET', size) or 0) >= limit then
    answers[#answers + 1] = 'full'
  else
    local n = now
    if before then
      n = math.max(n, tonumber(generation(before)) + 1)
      -- what is behind the list is not in it: no need to search
      if redis.call('ZREM', out, key) == 0 then drop(host, key) end
    end
    redis.call('HSET', items, key, item .. ',' .. whole(n) .. ']')
    if mode == 'open' then
      redis.call('ZADD', out, now, key)
      answers[#answers + 1] = whole(n)
    else
      redis.call('RPUSH', base .. ':' .. list .. ':' .. host, key)
      redis.call('INCR', size)
      redis.call('ZADD', hosts, 'NX', now, host)
      answers[#answers + 1] = 'offered'
    end
  end
end
return answers`;

/** ARGV: how many, lease in ms, gap in ms. Answers urlKey and item of one URL for each host that may be asked now. */
export const DISPATCH = `${HEAD}
local found = {}
local want, lease, usual = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
-- the first entry that is under way already in no slot; entries without an item are passed over, in bites: the next call goes on
local function head(list, busy)
  local at = 0
  for _ = 1, 1000 do
    local key = redis.call('LINDEX', list, at)
    if not key then return nil end
    if busy[key] then
      at = at + 1
    else
      local item = redis.call('HGET', items, key)
      if item then return key, item end
      redis.call('LREM', list, 1, key)
      redis.call('DECR', size)
    end
  end
  return 'later'
end
local gated = redis.call('EXISTS', gates) == 1
for _, host in ipairs(redis.call('ZRANGEBYSCORE', hosts, '-inf', now, 'LIMIT', 0, want)) do
  local gap, concurrency = nil, 1
  if gated then gap, concurrency = gateOf(host) end
  local busy, free, frees, soonest = {}, nil, 0, nil
  for at = 1, concurrency do
    local held = concurrency > 1 and redis.call('HGET', leases, slot(host, at))
    local key, ends = nil, 0
    if held then
      key, ends = string.match(held, '^([^|]+)|%d+|(%d+)')
      ends = tonumber(ends)
    end
    if ends > now then
      busy[key] = true
      soonest = math.min(soonest or ends, ends)
    else
      free = free or slot(host, at)
      frees = frees + 1
    end
  end
  local key, item
  if free then
    key, item = head(base .. ':h:' .. host, busy)
    if not key then key, item = head(base .. ':l:' .. host, busy) end
  end
  if item then
    local ends = now + lease
    redis.call('HSET', leases, free, key .. '|' .. generation(item) .. '|' .. whole(ends) .. '|' .. whole(gap or usual))
    if frees > 1 then ends = now + (gap or usual) elseif soonest then ends = math.min(ends, soonest) end
    redis.call('ZADD', hosts, whole(ends), host)
    found[#found + 1] = key
    found[#found + 1] = item
  elseif soonest then
    redis.call('ZADD', hosts, whole(soonest), host)
  elseif not key then
    redis.call('HDEL', leases, host)
    redis.call('ZREM', hosts, host)
  end
end
return found`;

/**
 * The start gate. ARGV: host, urlKey, n, lease in ms. 1 when this URL and generation hold the host and nothing overtook them: the lease then begins
 * anew. Below 0 for a second start within the gap of the first (whose worker lost the job, or a store went away): to be asked again in so many ms.
 */
export const START = `${HEAD}
local host, key, n = ARGV[1], ARGV[2], ARGV[3]
local _, concurrency = gateOf(host)
local field = holds(host, key, n, concurrency)
if not field or not current(key, n) then return 0 end
local gap, started = string.match(redis.call('HGET', leases, field), '^[^|]+|%d+|%d+|(%d+)|?(%d*)$')
gap, started = tonumber(gap), tonumber(started)
local ends
if started and now < started + gap then
  local waits = started + gap - now
  ends = whole(now + waits + tonumber(ARGV[4]))
  redis.call('HSET', leases, field, key .. '|' .. n .. '|' .. ends .. '|' .. whole(gap) .. '|' .. whole(started))
  if concurrency == 1 then redis.call('ZADD', hosts, ends, host) end
  return -waits
end
ends = whole(now + tonumber(ARGV[4]))
redis.call('HSET', leases, field, key .. '|' .. n .. '|' .. ends .. '|' .. whole(gap or 0) .. '|' .. whole(now))
if concurrency == 1 then redis.call('ZADD', hosts, ends, host) end
return 1`;

/**
 * Ends a lease. ARGV: host, urlKey, n, usual gap (ms), rest that the answer asks for (ms), 1 if the host failed, the longest rest (ms), and for a
 * URL that waits for another try its new item. Each failure in a row doubles the host's rest.
 */
export const DONE = `${HEAD}
local host, key, n = ARGV[1], ARGV[2], ARGV[3]
local gap, concurrency = gateOf(host)
local field = holds(host, key, n, concurrency)
if not field then return 0 end
gap = gap or tonumber(ARGV[4])
local rest = math.max(gap, tonumber(ARGV[5]))
if ARGV[6] == '1' then
  local failures = redis.call('HINCRBY', strikes, host, 1)
  rest = math.max(rest, math.min(gap * 2 ^ math.min(failures, 20), tonumber(ARGV[7])))
else
  redis.call('HDEL', strikes, host)
end
redis.call('HDEL', leases, field)
-- of a host that takes several at a time the next start is set already, unless this answer asks for more rest than usual
local next = tonumber(redis.call('ZSCORE', hosts, host) or 0)
if concurrency == 1 or rest > gap or next > now + rest then redis.call('ZADD', hosts, whole(now + rest), host) end
-- settled or removed while it was out: it is in no list; offered anew: the list entry belongs to the newer generation
if not current(key, n) then return 1 end
local list = redis.call('LINDEX', base .. ':h:' .. host, 0) == key and 'h' or 'l'
drop(host, key)
if ARGV[8] then
  redis.call('HSET', items, key, ARGV[8])
  redis.call('RPUSH', base .. ':' .. list .. ':' .. host, key)
  redis.call('INCR', size)
else
  redis.call('ZADD', out, now, key)
end
return 1`;

/** Clears the ledger after the final outcome. ARGV: host, urlKey, n. A newer generation stays. */
export const SETTLE = `${HEAD}
local host, key, n = ARGV[1], ARGV[2], ARGV[3]
local item = redis.call('HGET', items, key)
if string.sub(item or '["p', 3, 3) == 'p' then redis.call('SADD', seen(key), key) end
if not item or tonumber(generation(item)) > tonumber(n) then return 0 end
redis.call('HDEL', items, key)
-- the outcome may come before \`done\`: what stayed in the list would be fetched once more beside the next offer
if redis.call('ZREM', out, key) == 0 then drop(host, key) end
return 1`;

/** ARGV: host, urlKey, 1 for a page. Takes a URL out of all but the seen set. */
export const REMOVE = `${HEAD}
local host, key = ARGV[1], ARGV[2]
drop(host, key)
if ARGV[3] == '1' then redis.call('SADD', seen(key), key) end
redis.call('ZREM', out, key)
redis.call('HDEL', items, key)
return 1`;

/** ARGV: least age in ms, how many. Answers urlKey and item of those that left their list so long ago and have no outcome yet. What still waits there is late, not lost. */
export const OVERDUE = `${HEAD}
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', out, '-inf', now - tonumber(ARGV[1]), 'LIMIT', 0, tonumber(ARGV[2]))) do
  local item = redis.call('HGET', items, key)
  if item then
    found[#found + 1] = key
    found[#found + 1] = item
  else
    redis.call('ZREM', out, key)
  end
end
return found`;

/** ARGV: host, urlKey. What the frontier knows of one URL: seen, item, host's next time, holder of the first lease, when it left its list, now. */
export const LOOK = `${HEAD}
local host, key = ARGV[1], ARGV[2]
return {
  whole(redis.call('SISMEMBER', seen(key), key)),
  redis.call('HGET', items, key) or '',
  redis.call('ZSCORE', hosts, host) or '',
  redis.call('HGET', leases, host) or '',
  redis.call('ZSCORE', out, key) or '',
  whole(now),
}`;
