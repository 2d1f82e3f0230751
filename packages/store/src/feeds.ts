import { type FeedConfig, type FeedState, type FeedUpdate, newFeedState, zFeedConfig, zFeedState } from '@newsmill/contracts';
import type { Redis } from 'ioredis';
import { luaScript, strings } from './script.ts';

/** Takes feeds that are due and pushes each on by a while, so that a poll that dies is begun again. ARGV: now, how many, push in ms. */
const TAKE_DUE = `
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], 'XX', ARGV[1] + ARGV[3], id) end
return ids`;

export type FeedStore = ReturnType<typeof createFeedStore>;

/** Hot feed data: a copy of the configs, the states, what the last body held, and when each feed is due. */
export function createFeedStore(redis: Redis, prefix: string) {
  const base = `${prefix}{nm:feeds}`;
  const configs = `${base}:configs`;
  const states = `${base}:states`;
  const due = `${base}:due`;
  const known = (id: string): string => `${base}:known:${id}`;
  const takeDue = luaScript(redis, TAKE_DUE);
  const remove = async (id: string): Promise<void> => {
    await redis.multi().hdel(configs, id).hdel(states, id).zrem(due, id).del(known(id)).exec();
  };

  return {
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
    /** After a poll. A feed that was deleted or paused meanwhile is not scheduled again; of a deleted one nothing stays. */
    saveState: async ({ state, known: entries }: FeedUpdate): Promise<void> => {
      const batch = redis.multi().hset(states, state.id, JSON.stringify(state));
      if (entries !== null) {
        batch.del(known(state.id));
        const pairs = Object.entries(entries).flatMap(([id, value]) => [id, JSON.stringify(value)]);
        if (pairs.length > 0) batch.hset(known(state.id), ...pairs);
      }
      if (state.next_poll_at !== null) batch.zadd(due, 'XX', Date.parse(state.next_poll_at), state.id);
      await batch.exec();
      if ((await redis.hexists(configs, state.id)) === 0) await remove(state.id);
    },
    /** The entries of the last body: entry id -> [urlKey, hash]. */
    known: async (id: string): Promise<Map<string, [urlKey: string, hash: string]>> => {
      const stored = await redis.hgetall(known(id));
      return new Map(Object.entries(stored).map(([entry, json]) => [entry, JSON.parse(json)]));
    },
    takeDue: async (count: number, pushMs: number): Promise<string[]> => strings(await takeDue(due, Date.now(), count, pushMs)),
  };
}
