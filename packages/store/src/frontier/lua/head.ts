/**
 * The frontier's Lua. One script changes seen set, ledger, lists and ready set together, so that no crash can split them.
 * Time is Redis TIME (immune to clock skew between machines) plus ARGV[1], ms, which is 0 but in tests.
 * KEYS[1] is the partition's base key; every other key shares its hash tag, so a script runs in one slot of a cluster.
 * Each command costs the one thread that all share: what a script does for several URLs it asks in one command where Redis has one for it.
 *
 *   <base>:items   the ledger: hash urlKey -> item (codec.ts), from its offer to its final outcome; its last number is the generation
 *   <base>:seen:<c>  sets of urlKeys, by their first character, of pages whose outcome was final once: together with `items` all that were ever
 *                  offered. In parts, since a set that grows has two tables for a while: as one it took a sixth of a small Redis at a stroke
 *   <base>:h:<host>, <base>:l:<host>   lists of urlKeys that wait for the host, high and low priority
 *   <base>:hosts   zset host -> when it is to be looked at next (ms): it may be asked then, or a lease of it ends
 *   <base>:lease:<host>   urlKey|n|expiry|gap|1 where an operator set that gap|concurrency|1 where the host failed last|list|start (once it is being
 *                  fetched)|requests a day where an operator limits them. Holds the urlKey in its list's place. List `-`: settled, removed or offered anew since. The second and later of
 *                  a host that takes several at a time under "host 2", "host 3"
 *   <base>:parked  zset "<h|l> host urlKey" -> when it may join that list (ms); until then it waits for no host
 *   <base>:out     zset urlKey -> when it left its list for the stages behind
 *   <base>:gates   hash host -> gap|concurrency|failures in a row|requests a day; the first two empty, the last left out where no operator set them
 *   <base>:asked:<day>   hash host -> requests of that day (UTC) to hosts whose requests are limited
 */
export const HEAD = `
local base = KEYS[1]
local items, hosts, out, gates, parked = base .. ':items', base .. ':hosts', base .. ':out', base .. ':gates', base .. ':parked'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
local function seen(key) return base .. ':seen:' .. string.sub(key, 1, 1) end
local function whole(number) return string.format('%.0f', number) end
local function generation(item) return string.match(item, ',(%d+)]$') end
local function listOf(list, host) return base .. ':' .. list .. ':' .. host end
local function placeOf(list, host, key) return list .. ' ' .. host .. ' ' .. key end
local function slot(host, at) return base .. ':lease:' .. (at == 1 and host or host .. ' ' .. at) end
local day = math.floor(now / 86400000)
local asked, midnight = base .. ':asked:' .. whole(day), (day + 1) * 86400000
local function count(host, requests)
  redis.call('HINCRBY', asked, host, requests)
  redis.call('EXPIRE', asked, 172800)
end
local GATE = '^(%d*)|(%d*)|?(%d*)|?(%d*)$'
-- gap (nil: the caller's), concurrency, failures in a row and requests a day (nil: any) of a host
local function gateOf(text)
  local gap, concurrency, failures, daily = string.match(text or '', GATE)
  return tonumber(gap), tonumber(concurrency) or 1, tonumber(failures) or 0, tonumber(daily)
end
local function putGate(host, gap, concurrency, failures, daily)
  local text = gap .. '|' .. concurrency .. '|' .. failures .. (daily == '' and '' or '|' .. daily)
  if text == '||0' then redis.call('HDEL', gates, host) else redis.call('HSET', gates, host, text) end
  return text
end
local function parsed(lease)
  local key, n, ends, gap, set, concurrency, failed, list, started, daily =
    string.match(lease, '^([^|]+)|(%d+)|(%d+)|(%d+)|(%d)|(%d+)|(%d)|([hl-])|(%d*)|?(%d*)$')
  return { key = key, n = n, ends = tonumber(ends), gap = tonumber(gap), set = set == '1', concurrency = tonumber(concurrency),
    failed = failed == '1', list = list, started = tonumber(started), daily = tonumber(daily) }
end
local function written(lease)
  return table.concat({ lease.key, lease.n, whole(lease.ends), whole(lease.gap), lease.set and 1 or 0, lease.concurrency, lease.failed and 1 or 0,
    lease.list, lease.started and whole(lease.started) or '', lease.daily }, '|')
end
-- the leases of many hosts (the first of each), in one command
local function firstLeases(names)
  local fields = {}
  for at, host in ipairs(names) do fields[at] = slot(host, 1) end
  return redis.call('MGET', unpack(fields))
end
-- the lease that this URL and generation hold; first: what lies in the host's first slot
local function holding(host, key, n, first)
  local own = key .. '|' .. n .. '|'
  if first and string.sub(first, 1, #own) == own then return slot(host, 1), parsed(first) end
  local _, concurrency = gateOf(redis.call('HGET', gates, host))
  for at = 2, concurrency do
    local lease = redis.call('GET', slot(host, at))
    if lease and string.sub(lease, 1, #own) == own then return slot(host, at), parsed(lease) end
  end
end
-- takes a URL out of its list; one that is under way finds when it ends that it is no longer asked for
local function withdraw(host, key)
  local _, concurrency = gateOf(redis.call('HGET', gates, host))
  for at = 1, concurrency do
    local lease = redis.call('GET', slot(host, at))
    lease = lease and parsed(lease)
    if lease and lease.key == key and lease.list ~= '-' then
      lease.list = '-'
      redis.call('SET', slot(host, at), written(lease))
      return
    end
  end
  if redis.call('ZREM', parked, placeOf('h', host, key), placeOf('l', host, key)) > 0 then return end
  if redis.call('LREM', listOf('h', host), 1, key) == 0 then redis.call('LREM', listOf('l', host), 1, key) end
end
`;
