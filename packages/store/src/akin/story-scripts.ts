/**
 * Keys under one base, all in one slot; `<era>` is a number (eras.ts), a ref five bytes (codec.ts):
 *   s<era>:<bucket>  hash: ref of a story -> story
 *   p<era>:<bucket>  hash: ref of an article -> ref of its story
 *   t<era>:<bucket>  hash: part of a term -> refs of the stories under it, the latest last
 *   m:<ref>          list: ids of the articles of a story that has more than one
 *   seq              number of stories begun
 */
const SHARED = `
local base, now, expire = KEYS[1], tonumber(ARGV[1]), ARGV[2]
local function bucket(kind, era, ref, size) return base .. ':' .. kind .. era .. ':' .. (string.byte(ref, 1) * 256 + string.byte(ref, 2)) % size end
local function find(kind, ref, size)
  for era = now, now - 1, -1 do
    local found = redis.call('HGET', bucket(kind, era, ref, size), ref)
    if found then return found, era end
  end
end
local function keep(key, field, value)
  if redis.call('HSET', key, field, value) == 1 and redis.call('HLEN', key) == 1 then redis.call('EXPIREAT', key, expire) end
end
local function place(era, term)
  local slot = term % 16384
  return base .. ':t' .. era .. ':' .. slot, (term - slot) / 16384
end
local function drop(ref)
  for era = now, now - 1, -1 do redis.call('HDEL', bucket('s', era, ref, 16), ref) end
end
-- stories under at least so many of the terms, the latest of equals first: refs and records
local function near(from, upto, since, least, most)
  local shared, order, rank = {}, {}, {}
  for at = from, upto do
    local counted = {}
    for era = now, now - 1, -1 do
      local key, field = place(era, tonumber(ARGV[at]))
      local refs = redis.call('HGET', key, field)
      if refs then
        for to = #refs, 5, -5 do
          local ref = string.sub(refs, to - 4, to)
          if not counted[ref] then
            counted[ref] = true
            if not shared[ref] then
              order[#order + 1] = ref
              rank[ref] = #order
            end
            shared[ref] = (shared[ref] or 0) + 1
          end
        end
      end
    end
  end
  local wanted = {}
  for _, ref in ipairs(order) do if shared[ref] >= least then wanted[#wanted + 1] = ref end end
  table.sort(wanted, function(one, other)
    if shared[one] ~= shared[other] then return shared[one] > shared[other] end
    return rank[one] < rank[other]
  end)
  local refs, records = {}, {}
  for at = 1, math.min(2 * most, #wanted) do
    local record = find('s', wanted[at], 16)
    if record and string.sub(record, 5, 10) >= since then
      refs[#refs + 1] = wanted[at]
      records[#records + 1] = record
      if #refs == most then break end
    end
  end
  return refs, records
end
`;

/** ARGV from 3: since, least, most, terms. Answers the number of stories begun, the refs in one string, then the stories. */
export const CANDIDATES = `${SHARED}
local refs, records = near(6, #ARGV, ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]))
return { redis.call('GET', base .. ':seq') or '0', table.concat(refs), unpack(records) }`;

/** ARGV from 3: ref of an article. Answers its story, or nothing. */
export const STORY_OF = `${SHARED}
local ref = find('p', ARGV[3], 65536)
local story = ref and find('s', ref, 16)
return story and { story } or {}`;

/**
 * ARGV from 3: ref of the story, its version, story, ref of the article, its id, id of the story, most refs of a term, stories begun when it was looked
 * ('' without a look), refs seen, since, least, most, how many terms were asked, terms. Answers 1 when kept.
 */
export const PUT = `${SHARED}
local ref, version, story, article, cap, stamp, seen = ARGV[3], tonumber(ARGV[4]), ARGV[5], ARGV[6], tonumber(ARGV[9]), ARGV[10], ARGV[11]
local before, era = find('s', ref, 16)
if (before and struct.unpack('>I4', before) or 0) + 1 ~= version then return { '0' } end
if version == 1 and stamp ~= '' and stamp ~= (redis.call('GET', base .. ':seq') or '0') then
  local known = {}
  for at = 1, #seen, 5 do known[string.sub(seen, at, at + 4)] = true end
  local refs = near(16, 15 + tonumber(ARGV[15]), ARGV[12], tonumber(ARGV[13]), tonumber(ARGV[14]))
  for _, other in ipairs(refs) do if not known[other] then return { '0' } end end
end
if era and era ~= now then redis.call('HDEL', bucket('s', era, ref, 16), ref) end
keep(bucket('s', now, ref, 16), ref, story)
keep(bucket('p', now, article, 65536), article, ref)
if version == 1 then redis.call('INCR', base .. ':seq')
else
  local members = base .. ':m:' .. ref
  if version == 2 then redis.call('RPUSH', members, ARGV[8]) end
  redis.call('RPUSH', members, ARGV[7])
  redis.call('EXPIREAT', members, expire)
end
for at = 16, #ARGV do
  local key, field = place(now, tonumber(ARGV[at]))
  local refs = redis.call('HGET', key, field) or ''
  local others = {}
  for from = 1, #refs, 5 do
    local other = string.sub(refs, from, from + 4)
    if other ~= ref then others[#others + 1] = other end
  end
  others[#others + 1] = ref
  keep(key, field, string.sub(table.concat(others), -5 * cap))
end
return { '1' }`;

/** ARGV from 3: ref of the story, its version, story ('' when nothing is left of it), ref of the article, its id. Takes the article out; answers 1 when done. */
export const LEAVE = `${SHARED}
local ref, version, story, article = ARGV[3], tonumber(ARGV[4]), ARGV[5], ARGV[6]
local before = find('s', ref, 16)
if (before and struct.unpack('>I4', before) or 0) + 1 ~= version then return { '0' } end
drop(ref)
if story ~= '' then keep(bucket('s', now, ref, 16), ref, story) end
for era = now, now - 1, -1 do redis.call('HDEL', bucket('p', era, article, 65536), article) end
redis.call('LREM', base .. ':m:' .. ref, 0, ARGV[7])
return { '1' }`;
