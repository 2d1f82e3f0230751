/**
 * Keys under one base, all in one slot; `<era>` is a number (eras.ts), a ref five bytes (codec.ts):
 *   k<era>:<bucket>  hash: part of a key -> refs of articles that have it, the newest last. Small hashes are packed by Redis: 11 to 14 bytes a key
 *   a<era>:<bucket>  hash: ref -> article
 *   l<era>:<bucket>  hash: `o` or `s` + ref -> link to its original or source
 */
const SHARED = `
local base, now, expire = KEYS[1], tonumber(ARGV[1]), ARGV[2]
local function bucket(kind, era, ref, size) return base .. ':' .. kind .. era .. ':' .. (string.byte(ref, 1) * 256 + string.byte(ref, 2)) % size end
local function find(kind, ref, field, size)
  for era = now, now - 1, -1 do
    local found = redis.call('HGET', bucket(kind, era, ref, size), field)
    if found then return found, era end
  end
end
local function keep(key, field, value)
  if redis.call('HSET', key, field, value) == 1 and redis.call('HLEN', key) == 1 then redis.call('EXPIREAT', key, expire) end
end
local function unlink(ref)
  for era = now, now - 1, -1 do redis.call('HDEL', bucket('l', era, ref, 8192), 'o' .. ref, 's' .. ref) end
end
`;

/** ARGV from 3: ref, article ('' to only look), most refs of a key, least keys shared, most answered, keys. Answers article, original, source ... */
export const MEET = `${SHARED}
local ref, article, cap, least, most = ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local shared, order = {}, {}
for at = 8, #ARGV do
  local key = tonumber(ARGV[at])
  local slot = key % 262144
  local field = (key - slot) / 262144
  local mine, counted = '', {}
  for era = now, now - 1, -1 do
    local refs = redis.call('HGET', base .. ':k' .. era .. ':' .. slot, field)
    if refs then
      if era == now then mine = refs end
      for from = #refs - 4, 1, -5 do
        local other = string.sub(refs, from, from + 4)
        if other ~= ref and not counted[other] then
          counted[other] = true
          if not shared[other] then order[#order + 1] = other end
          shared[other] = (shared[other] or 0) + 1
        end
      end
    end
  end
  if article ~= '' then
    local there = false
    for from = 1, #mine, 5 do if string.sub(mine, from, from + 4) == ref then there = true end end
    if not there then keep(base .. ':k' .. now .. ':' .. slot, field, string.sub(mine .. ref, -5 * cap)) end
  end
end
if article ~= '' then
  local before, era = find('a', ref, ref, 16)
  if before ~= article then
    -- another text: what the old one was to others does not hold for it
    if before then unlink(ref) end
    if era and era ~= now then redis.call('HDEL', bucket('a', era, ref, 16), ref) end
    keep(bucket('a', now, ref, 16), ref, article)
  end
end
local rank, near = {}, {}
for at, other in ipairs(order) do
  rank[other] = at
  if shared[other] >= least then near[#near + 1] = other end
end
table.sort(near, function(one, other)
  if shared[one] ~= shared[other] then return shared[one] > shared[other] end
  return rank[one] < rank[other]
end)
local found = {}
for at = 1, math.min(most, #near) do
  local other = near[at]
  local record = find('a', other, other, 16)
  if record then
    found[#found + 1] = record
    found[#found + 1] = find('l', other, 'o' .. other, 8192) or ''
    found[#found + 1] = find('l', other, 's' .. other, 8192) or ''
  end
end
return found`;

/** ARGV from 3: ref, `o` or `s`, link ('' for none). The link to the earlier one stays (links begin with a time). */
export const LINK = `${SHARED}
local ref, kind, link = ARGV[3], ARGV[4], ARGV[5]
local before, era = find('l', ref, kind .. ref, 8192)
if link == '' then
  if before then redis.call('HDEL', bucket('l', era, ref, 8192), kind .. ref) end
  return 1
end
if before and before <= link then return 0 end
if era and era ~= now then redis.call('HDEL', bucket('l', era, ref, 8192), kind .. ref) end
keep(bucket('l', now, ref, 8192), kind .. ref, link)
return 1`;

/** ARGV from 3: ref. Answers the links to its original and its source, '' for none. */
export const LINKS = `${SHARED}
local ref = ARGV[3]
return { find('l', ref, 'o' .. ref, 8192) or '', find('l', ref, 's' .. ref, 8192) or '' }`;

/** ARGV from 3: ref. Its refs among the keys lead nowhere from then on. */
export const FORGET = `${SHARED}
local ref = ARGV[3]
for era = now, now - 1, -1 do redis.call('HDEL', bucket('a', era, ref, 16), ref) end
unlink(ref)
return 1`;
