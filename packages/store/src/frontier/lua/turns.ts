import { HEAD } from './head.ts';

// A host's turn: leased to one of its URLs, begun, ended.

/** ARGV: shift, how many, lease in ms, gap in ms. Answers urlKey and item of one URL for each host that may be asked now. */
export const DISPATCH = `${HEAD}
local want, lasts, usual = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
-- what was parked joins its list
for _, place in ipairs(redis.call('ZRANGEBYSCORE', parked, '-inf', now, 'LIMIT', 0, 500)) do
  local list, host, key = string.match(place, '^([hl]) (%S+) (%S+)$')
  redis.call('ZREM', parked, place)
  redis.call('RPUSH', listOf(list, host), key)
  redis.call('ZADD', hosts, 'NX', now, host)
end
local due = redis.call('ZRANGEBYSCORE', hosts, '-inf', now, 'LIMIT', 0, want)
if #due == 0 then return {} end
local leases, gate = firstLeases(due), redis.call('HMGET', gates, unpack(due))
local function pop(host)
  local key = redis.call('LPOP', listOf('h', host))
  if key then return key, 'h' end
  -- not LMPOP, which is one command: Redis 6.2 has none
  key = redis.call('LPOP', listOf('l', host))
  if key then return key, 'l' end
end
-- the host's leases that hold, and its first free slot; a lease that ended gives its URL back to the head of its list
local function look(host, first, text)
  local gap, concurrency, failures, daily = gateOf(text)
  local found = { host = host, gap = gap or usual, set = gap ~= nil, concurrency = concurrency, failed = failures > 0, frees = 0, daily = daily }
  local toAsk = 0
  for at = 1, concurrency do
    local lease = first
    if at > 1 then lease = redis.call('GET', slot(host, at)) end
    lease = lease and parsed(lease)
    if lease and lease.ends > now then
      found.soonest = math.min(found.soonest or lease.ends, lease.ends)
      if not lease.started then toAsk = toAsk + 1 end
    else
      if lease then
        if lease.list ~= '-' then redis.call('LPUSH', listOf(lease.list, host), lease.key) end
        redis.call('DEL', slot(host, at))
      end
      found.free = found.free or slot(host, at)
      found.frees = found.frees + 1
    end
  end
  -- it had its requests of today: what waits for it waits for tomorrow
  if daily and tonumber(redis.call('HGET', asked, host) or 0) + toAsk >= daily then
    found.free = nil
    found.soonest = math.min(found.soonest or midnight, midnight)
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
    if waits == 0 then
      lease.started = now
      if lease.daily then count(host, 1) end
    end
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
 * Ends leases. ARGV: shift, the longest rest (ms), then eight for each: host, urlKey, n, usual gap (ms), rest that the answer asks for (ms), 1 if the
 * host failed, for a URL that waits for another try its new item, else empty, and how many requests more than the one that was begun were made. Each failure in a row doubles the host's rest. Answers 1 for each
 * lease that was still held.
 */
export const DONE = `${HEAD}
local names, answers, ended, fields, times, left = {}, {}, {}, {}, {}, {}
for i = 3, #ARGV, 8 do names[#names + 1] = ARGV[i] end
local first = firstLeases(names)
-- counts failures in a row; answers the rest that they ask for
local function judge(host, lease, failed, gap)
  if not failed and not lease.failed and lease.concurrency == 1 then return 0 end
  local text = redis.call('HGET', gates, host) or '||0'
  local set, concurrency, failures, daily = string.match(text, GATE)
  failures = failed and (tonumber(failures) or 0) + 1 or 0
  putGate(host, set, concurrency, failures, daily)
  return failed and math.min(gap * 2 ^ math.min(failures, 20), tonumber(ARGV[2])) or 0
end
for at, host in ipairs(names) do
  local i = 8 * at - 5
  local key, n, again = ARGV[i + 1], ARGV[i + 2], ARGV[i + 6]
  local field, lease = holding(host, key, n, not ended[slot(host, 1)] and first[at])
  if not field or ended[field] then
    answers[at] = 0
  else
    answers[at] = 1
    ended[field] = true
    fields[#fields + 1] = field
    local more = tonumber(ARGV[i + 7])
    if lease.daily and more ~= 0 then count(host, more) end
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
