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
 *                  fetched). Holds the urlKey in its list's place. List `-`: settled, removed or offered anew since. The second and later of
 *                  a host that takes several at a time under "host 2", "host 3"
 *   <base>:out     zset urlKey -> when it left its list for the stages behind
 *   <base>:gates   hash host -> gap|concurrency|failures in a row; the first two empty where no operator set them
 */
const HEAD = `
local base = KEYS[1]
local items, hosts, out, gates = base .. ':items', base .. ':hosts', base .. ':out', base .. ':gates'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
local function seen(key) return base .. ':seen:' .. string.sub(key, 1, 1) end
local function whole(number) return string.format('%.0f', number) end
local function generation(item) return string.match(item, ',(%d+)]$') end
local function listOf(list, host) return base .. ':' .. list .. ':' .. host end
local function slot(host, at) return base .. ':lease:' .. (at == 1 and host or host .. ' ' .. at) end
-- gap (nil: the caller's), concurrency and failures in a row of a host
local function gateOf(text)
  local gap, concurrency, failures = string.match(text or '', '^(%d*)|(%d*)|?(%d*)$')
  return tonumber(gap), tonumber(concurrency) or 1, tonumber(failures) or 0
end
local function parsed(lease)
  local key, n, ends, gap, set, concurrency, failed, list, started =
    string.match(lease, '^([^|]+)|(%d+)|(%d+)|(%d+)|(%d)|(%d+)|(%d)|([hl-])|(%d*)$')
  return { key = key, n = n, ends = tonumber(ends), gap = tonumber(gap), set = set == '1', concurrency = tonumber(concurrency),
    failed = failed == '1', list = list, started = tonumber(started) }
end
local function written(lease)
  return table.concat({ lease.key, lease.n, whole(lease.ends), whole(lease.gap), lease.set and 1 or 0, lease.concurrency, lease.failed and 1 or 0,
    lease.list, lease.started and whole(lease.started) or '' }, '|')
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
  if redis.call('LREM', listOf('h', host), 1, key) == 0 then redis.call('LREM', listOf('l', host), 1, key) end
end
`;

/**
 * ARGV: shift, limit, then five per offer: host, urlKey, item without generation, mode, list (h | l). Answers a word per offer.
 * Modes: new (refused if ever offered), again (refused while on its way), force, open (goes past the lists to the stages behind: answers its generation).
 */
export const OFFER = `${HEAD}
local answers = {}
local limit = tonumber(ARGV[2])
for i = 3, #ARGV, 5 do
  local host, key, item, mode, list = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
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
      redis.call('RPUSH', listOf(list, host), key)
      redis.call('ZADD', hosts, 'NX', now, host)
      answers[#answers + 1] = 'offered'
    end
  end
end
return answers`;

/** ARGV: shift, how many, lease in ms, gap in ms. Answers urlKey and item of one URL for each host that may be asked now. */
export const DISPATCH = `${HEAD}
local want, lasts, usual = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local due = redis.call('ZRANGEBYSCORE', hosts, '-inf', now, 'LIMIT', 0, want)
if #due == 0 then return {} end
local leases, gate = firstLeases(due), redis.call('HMGET', gates, unpack(due))
local function pop(host)
  local high = listOf('h', host)
  local found = redis.call('LMPOP', 2, high, listOf('l', host), 'LEFT')
  if found then return found[2][1], found[1] == high and 'h' or 'l' end
end
-- the host's leases that hold, and its first free slot; a lease that ended gives its URL back to the head of its list
local function look(host, first, text)
  local gap, concurrency, failures = gateOf(text)
  local found = { host = host, gap = gap or usual, set = gap ~= nil, concurrency = concurrency, failed = failures > 0, frees = 0 }
  for at = 1, concurrency do
    local lease = first
    if at > 1 then lease = redis.call('GET', slot(host, at)) end
    lease = lease and parsed(lease)
    if lease and lease.ends > now then
      found.soonest = math.min(found.soonest or lease.ends, lease.ends)
    else
      if lease then
        if lease.list ~= '-' then redis.call('LPUSH', listOf(lease.list, host), lease.key) end
        redis.call('DEL', slot(host, at))
      end
      found.free = found.free or slot(host, at)
      found.frees = found.frees + 1
    end
  end
  return found
end
local looked, taken, keys = {}, {}, {}
for at, host in ipairs(due) do
  local found = look(host, leases[at], gate[at])
  looked[at] = found
  if found.free then found.key, found.list = pop(host) end
  if found.key then
    taken[#taken + 1] = found
    keys[#keys + 1] = found.key
  end
end
if #keys > 0 then
  for at, item in ipairs(redis.call('HMGET', items, unpack(keys))) do taken[at].item = item end
end
-- entries without an item are passed over, in bites: the next call goes on
for _, found in ipairs(taken) do
  local passed = 0
  while found.key and not found.item and passed < 1000 do
    passed = passed + 1
    found.key, found.list = pop(found.host)
    found.item = found.key and redis.call('HGET', items, found.key)
  end
  if found.key and not found.item then found.later = true end
end
local answer, writes, times, over = {}, {}, {}, {}
local function lookAt(host, at)
  times[#times + 1] = whole(at)
  times[#times + 1] = host
end
for _, found in ipairs(looked) do
  if found.item then
    local ends = now + lasts
    found.n, found.ends = generation(found.item), ends
    writes[#writes + 1] = found.free
    writes[#writes + 1] = written(found)
    if found.frees > 1 then ends = now + found.gap elseif found.soonest then ends = math.min(ends, found.soonest) end
    lookAt(found.host, ends)
    answer[#answer + 1] = found.key
    answer[#answer + 1] = found.item
  elseif found.soonest then
    lookAt(found.host, found.soonest)
  elseif not found.later then
    over[#over + 1] = found.host
  end
end
if #writes > 0 then redis.call('MSET', unpack(writes)) end
if #times > 0 then redis.call('ZADD', hosts, unpack(times)) end
if #over > 0 then redis.call('ZREM', hosts, unpack(over)) end
return answer`;

/**
 * The start gate. ARGV: shift, then four for each start: host, urlKey, n, lease in ms. Answers for each: 1 when this URL and generation hold the host and
 * nothing overtook them: the lease then begins anew. Below 0 for a second start within the gap of the first (whose worker lost the job, or a store went
 * away): to be asked again in so many ms. 0: nothing may be fetched.
 */
export const START = `${HEAD}
local names, answers, fresh, writes = {}, {}, {}, {}
for i = 2, #ARGV, 4 do names[#names + 1] = ARGV[i] end
local first = firstLeases(names)
for at, host in ipairs(names) do
  local i = 4 * at - 2
  local field, lease = holding(host, ARGV[i + 1], ARGV[i + 2], fresh[slot(host, 1)] or first[at])
  if not field or lease.list == '-' then
    answers[at] = 0
  else
    local waits = lease.started and math.max(0, lease.started + lease.gap - now) or 0
    answers[at] = waits > 0 and -waits or 1
    if waits == 0 then lease.started = now end
    lease.ends = now + waits + tonumber(ARGV[i + 3])
    local text = written(lease)
    if field == slot(host, 1) then
      fresh[field] = text
      writes[#writes + 1] = field
      writes[#writes + 1] = text
    else
      redis.call('SET', field, text)
    end
  end
end
if #writes > 0 then redis.call('MSET', unpack(writes)) end
return answers`;

/**
 * Ends leases. ARGV: shift, the longest rest (ms), then seven for each: host, urlKey, n, usual gap (ms), rest that the answer asks for (ms), 1 if the
 * host failed, and for a URL that waits for another try its new item, else empty. Each failure in a row doubles the host's rest. Answers 1 for each
 * lease that was still held.
 */
export const DONE = `${HEAD}
local names, answers, ended, fields, times, left = {}, {}, {}, {}, {}, {}
for i = 3, #ARGV, 7 do names[#names + 1] = ARGV[i] end
local first = firstLeases(names)
-- counts failures in a row; answers the rest that they ask for
local function judge(host, lease, failed, gap)
  if not failed and not lease.failed and lease.concurrency == 1 then return 0 end
  local text = redis.call('HGET', gates, host) or '||0'
  local _, _, failures = gateOf(text)
  failures = failed and failures + 1 or 0
  text = string.match(text, '^%d*|%d*') .. '|' .. failures
  if text == '||0' then redis.call('HDEL', gates, host) else redis.call('HSET', gates, host, text) end
  return failed and math.min(gap * 2 ^ math.min(failures, 20), tonumber(ARGV[2])) or 0
end
for at, host in ipairs(names) do
  local i = 7 * at - 4
  local key, n, again = ARGV[i + 1], ARGV[i + 2], ARGV[i + 6]
  local field, lease = holding(host, key, n, not ended[slot(host, 1)] and first[at])
  if not field or ended[field] then
    answers[at] = 0
  else
    answers[at] = 1
    ended[field] = true
    fields[#fields + 1] = field
    local gap = lease.set and lease.gap or tonumber(ARGV[i + 3])
    local rest = math.max(gap, tonumber(ARGV[i + 4]))
    rest = math.max(rest, judge(host, lease, ARGV[i + 5] == '1', gap))
    -- of a host that takes several at a time the next start is set already, unless this answer asks for more rest than usual
    if lease.concurrency == 1 then
      times[#times + 1] = whole(now + rest)
      times[#times + 1] = host
    elseif rest > gap or tonumber(redis.call('ZSCORE', hosts, host) or 0) > now + rest then
      redis.call('ZADD', hosts, whole(now + rest), host)
    end
    if lease.list ~= '-' and again ~= '' then
      redis.call('HSET', items, key, again)
      redis.call('RPUSH', listOf(lease.list, host), key)
    elseif lease.list ~= '-' then
      left[#left + 1] = now
      left[#left + 1] = key
    end
  end
end
if #fields > 0 then redis.call('DEL', unpack(fields)) end
if #times > 0 then redis.call('ZADD', hosts, unpack(times)) end
if #left > 0 then redis.call('ZADD', out, unpack(left)) end
return answers`;

/** Clears the ledger after the final outcome. ARGV: shift, host, urlKey, n. A newer generation stays. */
export const SETTLE = `${HEAD}
local host, key, n = ARGV[2], ARGV[3], ARGV[4]
local item = redis.call('HGET', items, key)
if string.sub(item or '["p', 3, 3) == 'p' then redis.call('SADD', seen(key), key) end
if not item or tonumber(generation(item)) > tonumber(n) then return 0 end
redis.call('HDEL', items, key)
-- the outcome may come before \`done\`: what stayed in the list would be fetched once more beside the next offer
if redis.call('ZREM', out, key) == 0 then withdraw(host, key) end
return 1`;

/** ARGV: shift, host, urlKey, 1 for a page. Takes a URL out of all but the seen set. */
export const REMOVE = `${HEAD}
local host, key = ARGV[2], ARGV[3]
if redis.call('ZREM', out, key) == 0 then withdraw(host, key) end
if ARGV[4] == '1' then redis.call('SADD', seen(key), key) end
redis.call('HDEL', items, key)
return 1`;

/** How an operator wants a host to be treated. ARGV: shift, host, gap and concurrency, empty for the settings'. What is under way learns of it. */
export const GATE = `${HEAD}
local host, gap, concurrency = ARGV[2], ARGV[3], ARGV[4]
local before = redis.call('HGET', gates, host)
local _, slots, failures = gateOf(before)
local text = gap .. '|' .. concurrency .. '|' .. failures
if text == '||0' then redis.call('HDEL', gates, host) else redis.call('HSET', gates, host, text) end
local _, room = gateOf(text)
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
    lease.concurrency, lease.set = room, gap ~= ''
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

/** ARGV: shift, host, urlKey. What the frontier knows of one URL: seen, item, host's next time, holder of the first lease, when it left its list, now. */
export const LOOK = `${HEAD}
local host, key = ARGV[2], ARGV[3]
return {
  whole(redis.call('SISMEMBER', seen(key), key)),
  redis.call('HGET', items, key) or '',
  redis.call('ZSCORE', hosts, host) or '',
  redis.call('GET', slot(host, 1)) or '',
  redis.call('ZSCORE', out, key) or '',
  whole(now),
}`;
