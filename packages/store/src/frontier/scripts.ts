/**
 * The frontier's Lua. One script changes seen set, ledger, items, lists and ready set together, so that no crash can split them.
 * Time is Redis TIME (immune to clock skew between machines) plus an offset that only tests set.
 * KEYS[1] is the partition's base key; every other key shares its hash tag, so a script runs in one slot of a cluster.
 *
 *   <base>:seen     set of urlKeys ever offered             <base>:items   hash urlKey -> item JSON, until its final outcome
 *   <base>:pending  the ledger: zset urlKey -> generation   <base>:hosts   zset host -> when it may be asked next (ms)
 *   <base>:leases   hash host -> urlKey|n|expiry            <base>:out     zset urlKey -> when it left its list for the stages behind
 *   <base>:h:<host>, <base>:l:<host>  lists of urlKeys, high and low priority
 */
const HEAD = `
local base = KEYS[1]
local seen, pending, items = base .. ':seen', base .. ':pending', base .. ':items'
local hosts, leases, size, out = base .. ':hosts', base .. ':leases', base .. ':size', base .. ':out'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(redis.call('GET', base .. ':offset') or 0)
local function drop(host, key)
  local gone = redis.call('LREM', base .. ':h:' .. host, 1, key)
  if gone == 0 then gone = redis.call('LREM', base .. ':l:' .. host, 1, key) end
  if gone > 0 then redis.call('DECRBY', size, gone) end
  return gone
end
local function holds(host, key, n)
  local lease = redis.call('HGET', leases, host)
  return lease and string.sub(lease, 1, #key + #n + 2) == key .. '|' .. n .. '|' and lease
end
`;

/** ARGV: limit, then five per offer: host, urlKey, item JSON without n, mode (new | again | force), list (h | l). Answers a word per offer, then the generation. */
export const OFFER = `${HEAD}
local answers = {}
local limit = tonumber(ARGV[1])
for i = 2, #ARGV, 5 do
  local host, key, json, mode, list = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local since = redis.call('ZSCORE', pending, key)
  if mode == 'new' and redis.call('SISMEMBER', seen, key) == 1 then
    answers[#answers + 1] = 'seen'
  elseif mode == 'again' and since then
    answers[#answers + 1] = 'pending'
  elseif mode ~= 'force' and tonumber(redis.call('GET', size) or 0) >= limit then
    answers[#answers + 1] = 'full'
  else
    local n = now
    if since and tonumber(since) >= n then n = tonumber(since) + 1 end
    if mode ~= 'again' then redis.call('SADD', seen, key) end
    if since then
      drop(host, key)
      redis.call('ZREM', out, key)
    end
    redis.call('ZADD', pending, n, key)
    redis.call('HSET', items, key, string.sub(json, 1, -2) .. ',"n":' .. string.format('%.0f', n) .. '}')
    redis.call('RPUSH', base .. ':' .. list .. ':' .. host, key)
    redis.call('INCR', size)
    redis.call('ZADD', hosts, 'NX', now, host)
    answers[#answers + 1] = 'offered'
  end
end
return answers`;

/** ARGV: how many, lease in ms. Answers item JSON of one URL for each host that may be asked now. */
export const DISPATCH = `${HEAD}
local found = {}
local want, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
for _, host in ipairs(redis.call('ZRANGEBYSCORE', hosts, '-inf', now, 'LIMIT', 0, want)) do
  local json, key
  for _ = 1, 1000 do
    local list = base .. ':h:' .. host
    key = redis.call('LINDEX', list, 0)
    if not key then
      list = base .. ':l:' .. host
      key = redis.call('LINDEX', list, 0)
    end
    if not key then break end
    json = redis.call('HGET', items, key)
    if json then break end
    redis.call('LPOP', list)
    redis.call('DECR', size)
  end
  if json then
    redis.call('HSET', leases, host, key .. '|' .. string.match(json, '"n":(%d+)}$') .. '|' .. string.format('%.0f', now + lease))
    redis.call('ZADD', hosts, now + lease, host)
    found[#found + 1] = json
  else
    redis.call('HDEL', leases, host)
    redis.call('ZREM', hosts, host)
  end
end
return found`;

/** The start gate. ARGV: host, urlKey, n, lease in ms. 1 when this URL and generation hold the host: the lease then begins anew. */
export const START = `${HEAD}
local host, key, n = ARGV[1], ARGV[2], ARGV[3]
if not holds(host, key, n) then return 0 end
local ends = string.format('%.0f', now + tonumber(ARGV[4]))
redis.call('HSET', leases, host, key .. '|' .. n .. '|' .. ends)
redis.call('ZADD', hosts, ends, host)
return 1`;

/** Ends a lease. ARGV: host, urlKey, n, ms until the host may be asked again, and for a URL that waits for another try its new item JSON. */
export const DONE = `${HEAD}
local host, key, n = ARGV[1], ARGV[2], ARGV[3]
if not holds(host, key, n) then return 0 end
redis.call('HDEL', leases, host)
redis.call('ZADD', hosts, now + tonumber(ARGV[4]), host)
local json = redis.call('HGET', items, key)
-- offered again while it was out: the list entry belongs to the newer generation
if json and string.match(json, '"n":(%d+)}$') ~= n then return 1 end
local list = redis.call('LINDEX', base .. ':h:' .. host, 0) == key and 'h' or 'l'
drop(host, key)
if ARGV[5] then
  redis.call('HSET', items, key, ARGV[5])
  redis.call('RPUSH', base .. ':' .. list .. ':' .. host, key)
  redis.call('INCR', size)
elseif json then
  redis.call('ZADD', out, now, key)
end
return 1`;

/** Clears the ledger after the final outcome. ARGV: pairs urlKey, n. A newer generation stays. */
export const SETTLE = `${HEAD}
for i = 1, #ARGV, 2 do
  local since = redis.call('ZSCORE', pending, ARGV[i])
  if since and tonumber(since) <= tonumber(ARGV[i + 1]) then
    redis.call('ZREM', pending, ARGV[i])
    redis.call('ZREM', out, ARGV[i])
    redis.call('HDEL', items, ARGV[i])
  end
end
return 1`;

/** ARGV: host, urlKey. Takes a URL out of all but the seen set. */
export const REMOVE = `${HEAD}
local host, key = ARGV[1], ARGV[2]
drop(host, key)
redis.call('ZREM', pending, key)
redis.call('ZREM', out, key)
redis.call('HDEL', items, key)
return 1`;

/** ARGV: least age in ms, how many. Answers item JSON of those that left their list so long ago and have no outcome yet. What still waits there is late, not lost. */
export const OVERDUE = `${HEAD}
local found = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', out, '-inf', now - tonumber(ARGV[1]), 'LIMIT', 0, tonumber(ARGV[2]))) do
  local json = redis.call('HGET', items, key)
  if json then found[#found + 1] = json else redis.call('ZREM', out, key) end
end
return found`;

/** ARGV: host, urlKey. What the frontier knows of one URL: seen, pending since, item, host's next time, holder of the lease, when it left its list, now. */
export const LOOK = `${HEAD}
local host, key = ARGV[1], ARGV[2]
return {
  redis.call('SISMEMBER', seen, key),
  redis.call('ZSCORE', pending, key) or '',
  redis.call('HGET', items, key) or '',
  redis.call('ZSCORE', hosts, host) or '',
  redis.call('HGET', leases, host) or '',
  redis.call('ZSCORE', out, key) or '',
  string.format('%.0f', now),
}`;
