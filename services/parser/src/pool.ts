import { Fault } from '@newsmill/contracts';
import { Piscina } from 'piscina';
import type { Parsed, Reply, Task } from './worker.ts';

export type ParsePool = {
  /** Parses in a worker thread. Faults: those of the parser, `parse_timeout`, `parse_crash`. */
  run: <K extends Task['kind']>(task: Extract<Task, { kind: K }>) => Promise<Parsed[K]>;
  close: () => Promise<void>;
};

const THREAD_MEMORY_MB = 768;
// three halves of 16 MB: with more, garbage of pages piles up without any gain in time
const YOUNG_MEMORY_MB = 48;

/** Worker threads for what takes CPU: on the main loop it would block the renewal of job locks. A thread that takes too long is ended. */
export function createParsePool({ threads, timeoutMs }: { threads: number; timeoutMs: number }): ParsePool {
  const pool = new Piscina({
    filename: new URL('./worker.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
  });
  let free = threads;
  const waiting: (() => void)[] = [];

  /** The time limit must count the work alone, not the wait behind another body. */
  async function withThread<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  }

  return {
    run: async <K extends Task['kind']>(task: Extract<Task, { kind: K }>): Promise<Parsed[K]> =>
      withThread(async () => {
        const limit = AbortSignal.timeout(timeoutMs);
        const reply: Reply<K> = await pool.run(task, { signal: limit }).catch((error: unknown) => {
          if (limit.aborted) throw new Fault('parse_timeout', `${timeoutMs} ms`, { cause: error });
          throw new Fault('parse_crash', error instanceof Error ? error.message : String(error), { cause: error });
        });
        if ('ok' in reply) return reply.ok;
        throw new Fault(reply.code, reply.detail);
      }),
    close: () => pool.destroy(),
  };
}
