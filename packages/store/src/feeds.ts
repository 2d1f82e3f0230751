import {
  DependencyDown,
  type FeedConfig,
  type FeedMemory,
  type FeedState,
  type FeedUpdate,
  newFeedMemory,
  newFeedState,
  zFeedConfig,
  zFeedMemory,
  zFeedState,
} from '@newsmill/contracts';
import type { Redis } from 'ioredis';
import { masters } from './redis.ts';
import { luaScript, strings } from './script.ts';

/** Takes feeds that are due and pushes each on by a while, so that a poll that dies is begun again. ARGV: now, how many, push in ms. */
const TAKE_DUE = `
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], 'XX', ARGV[1] + ARGV[3], id) end
return ids`;

/** Which start of Redis this is: it changes whenever the server dies. */
const RUN = `return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')`;

/**
 * After a poll. ARGV: the run in which the entries were offered ('' for any), feed id, state, next poll in ms ('' for none, +inf for never),
 * 1 when the entries of the body follow as pairs, the memory ('' to leave it). Refused (0) in another run: offers of the last second may then be lost, and a state that remembers their entries
 * would keep them from being offered ever again. Told here and nowhere else, since a command that was under way is sent anew to the next server.
 */
const SAVE = `
local base, run, id = KEYS[1], ARGV[1], ARGV[2]
if run ~= '' and string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') ~= run then return 0 end
redis.call('HSET', base .. ':states', id, ARGV[3])
if ARGV[6] ~= '' then redis.call('HSET', base .. ':memories', id, ARGV[6]) end
if ARGV[5] == '1' then
  redis.call('DEL', base .. ':known:' .. id)
  for at = 7, #ARGV, 2 do redis.call('HSET', base .. ':known:' .. id, ARGV[at], ARGV[at + 1]) end
end
if ARGV[4] ~= '' then redis.call('ZADD', base .. ':due', 'XX', ARGV[4], id) end
return 1`;

const DIED = 'Redis (it died while the entries of a feed were offered)';

/** A permanent redirect at the start of a feed's poll, and at how many polls in a row it was the same. */
export type Move = { url: string; seen: number };

export type FeedStore = ReturnType<typeof createFeedStore>;

/** Hot feed data: a copy of the configs, the states, what the last body held, and when each feed is due. */
export function createFeedStore(redis: Redis, prefix: string) {
  const base = `${prefix}{nm:feeds}`;
  const configs = `${base}:configs`;
  const states = `${base}:states`;
  const memories = `${base}:memories`;
  const moves = `${base}:moves`;
  const due = `${base}:due`;
  const known = (id: string): string => `${base}:known:${id}`;
  const takeDue = luaScript(redis, TAKE_DUE);
  const askRun = luaScript(redis, RUN);
  const save = luaScript(redis, SAVE);
  /** Of a cluster followed by a blank and the runs of all servers that hold keys. */
  const run = async (): Promise<string> => {
    const own = String(await askRun(base));
    if (!redis.isCluster) return own;
    const infos = await Promise.all(masters(redis).map((server) => server.info('server')));
    return `${own} ${infos
      .map((info) => /run_id:(\w+)/.exec(info)?.[1])
      .sort()
      .join(',')}`;
  };
  const remove = async (id: string): Promise<void> => {
    await redis.multi().hdel(configs, id).hdel(states, id).hdel(memories, id).hdel(moves, id).zrem(due, id).del(known(id)).exec();
  };

  return {
    /** What its keys begin with. */
    base,
    /** Copies a config in. A feed that is not paused and not yet scheduled becomes due at once; `wake`: due now whatever was planned. */
    putConfig: async (config: FeedConfig, { wake }: { wake: boolean }): Promise<void> => {
      const batch = redis.multi().hset(configs, config.id, JSON.stringify(config));
      if (config.paused) batch.zrem(due, config.id);
      else if (wake) batch.zadd(due, Date.now(), config.id);
      else batch.zadd(due, 'NX', Date.now(), config.id);
      await batch.exec();
    },
    config: async (id: string): Promise<FeedConfig | undefined> => {
      const json = await redis.hget(configs, id);
      return json === null ? undefined : zFeedConfig.parse(JSON.parse(json));
    },
    configIds: (): Promise<string[]> => redis.hkeys(configs),
    remove,
    state: async (id: string): Promise<FeedState> => {
      const json = await redis.hget(states, id);
      return json === null ? newFeedState(id) : zFeedState.parse(JSON.parse(json));
    },
    /** States in the order of the ids. */
    states: async (ids: readonly string[]): Promise<FeedState[]> => {
      if (ids.length === 0) return [];
      const found = await redis.hmget(states, ...ids);
      return ids.map((id, at) => (found[at] ? zFeedState.parse(JSON.parse(found[at])) : newFeedState(id)));
    },
    /** Puts a state back that Redis has lost; one that is there stays. */
    restoreState: async (state: FeedState): Promise<void> => {
      await redis.hsetnx(states, state.id, JSON.stringify(state));
    },
    /** To be asked before entries are offered, and given to saveState. */
    run,
    /** After a poll. A feed that was deleted or paused meanwhile is not scheduled again; of a deleted one nothing stays; one that is gone (410) rests for good. */
    saveState: async ({ state, known: entries, run: ran = '', memory }: FeedUpdate): Promise<void> => {
      const pairs = Object.entries(entries ?? {}).flatMap(([id, value]) => [id, JSON.stringify(value)]);
      const never = state.code === 'http_gone' ? '+inf' : '';
      const nextAt = state.next_poll_at === null ? never : Date.parse(state.next_poll_at);
      const remembered = memory === undefined ? '' : JSON.stringify(memory);
      // of a cluster the entries may lie on other servers than the feed: these are asked before
      const [own = '', others] = ran.split(' ');
      if (others !== undefined && (await run()) !== ran) throw new DependencyDown(DIED);
      const saved = await save(base, own, state.id, JSON.stringify(state), nextAt, entries === null ? 0 : 1, remembered, ...pairs);
      if (saved === 0) throw new DependencyDown(DIED);
      if ((await redis.hexists(configs, state.id)) === 0) await remove(state.id);
    },
    memory: async (id: string): Promise<FeedMemory> => {
      const json = await redis.hget(memories, id);
      const read = json === null ? undefined : zFeedMemory.safeParse(JSON.parse(json));
      // it is learned anew: not worth a feed that stands still
      return read?.success === true ? read.data : newFeedMemory();
    },
    /** Notes where the start of a poll leads for good (null: nowhere). */
    noteMove: async (id: string, url: string | null): Promise<void> => {
      const before = await redis.hget(moves, id);
      if (url === null) {
        if (before !== null) await redis.hdel(moves, id);
        return;
      }
      const move: Move = before === null ? { url, seen: 0 } : JSON.parse(before);
      await redis.hset(moves, id, JSON.stringify({ url, seen: move.url === url ? move.seen + 1 : 1 }));
    },
    move: async (id: string): Promise<Move | undefined> => {
      const json = await redis.hget(moves, id);
      return json === null ? undefined : JSON.parse(json);
    },
    /** The entries of the last body: entry id -> [urlKey, hash]. */
    known: async (id: string): Promise<Map<string, [urlKey: string, hash: string]>> => {
      const stored = await redis.hgetall(known(id));
      return new Map(Object.entries(stored).map(([entry, json]) => [entry, JSON.parse(json)]));
    },
    takeDue: async (count: number, pushMs: number): Promise<string[]> => strings(await takeDue(due, Date.now(), count, pushMs)),
  };
}
