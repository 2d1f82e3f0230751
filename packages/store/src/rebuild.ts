import type { Redis } from 'ioredis';

export type RebuildState = {
  /** Number of the set of indices that is being filled. */
  generation: number;
  phase: 'reading' | 'carrying' | 'swapping' | 'done' | 'failed';
  started_at: string;
  /** Kept bodies handed out so far, and of these still under way. */
  sent: number;
  open: number;
  detail: string | null;
};

export type RebuildBook = ReturnType<typeof createRebuildBook>;

/** The state of an index rebuild and the kept bodies that are under way for it, shared by the one who hands them out and the indexers. */
export function createRebuildBook(redis: Redis, prefix: string) {
  const key = `${prefix}{nm:rebuild}`;
  const open = `${key}:open`;
  return {
    begin: async (generation: number): Promise<void> => {
      await redis.multi().del(key, open).hset(key, { generation, phase: 'reading', started_at: new Date().toISOString(), sent: 0 }).exec();
    },
    note: async (fields: Partial<Pick<RebuildState, 'phase' | 'detail'>>): Promise<void> => {
      await redis.hset(key, Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])));
    },
    /** Undefined when none was ever begun on this Redis. */
    state: async (): Promise<RebuildState | undefined> => {
      const { generation, phase, started_at, sent, detail } = await redis.hgetall(key);
      if (generation === undefined || started_at === undefined) return undefined;
      return {
        generation: Number(generation),
        phase: phase as RebuildState['phase'],
        started_at,
        sent: Number(sent),
        open: await redis.scard(open),
        detail: detail || null,
      };
    },
    send: async (exchange: string): Promise<void> => {
      await redis.multi().sadd(open, exchange).hincrby(key, 'sent', 1).exec();
    },
    finish: async (exchange: string): Promise<void> => {
      await redis.srem(open, exchange);
    },
    openCount: (): Promise<number> => redis.scard(open),
  };
}
