/** Limits of one batch: it is sent when any is reached. `atATime`: most batches under way; what comes meanwhile gathers. Any number unless given. */
export type BatchLimits = { items: number; bytes: number; waitMs: number; atATime?: number };

type Waiting<T, R> = { item: T; bytes: number; resolve: (result: R) => void; reject: (error: unknown) => void };

/**
 * Gathers items of many jobs into batches; each `push` is answered with the outcome of its own item.
 * `send` answers one settled result an item, in order; when it throws, every item of that batch gets the error.
 * An item above the byte limit goes alone.
 */
export function createBatcher<T, R>(
  limits: BatchLimits,
  sizeOf: (item: T) => number,
  send: (items: T[]) => Promise<PromiseSettledResult<R>[]>,
) {
  const waiting: Waiting<T, R>[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  /** A batch would have been sent, but too many are under way. */
  let isDue = false;
  const flying = new Set<Promise<void>>();

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    isDue = flying.size >= (limits.atATime ?? Number.POSITIVE_INFINITY);
    if (waiting.length === 0 || isDue) return;
    const batch = take();
    const flight = deliver(batch).finally(() => {
      flying.delete(flight);
      if (isDue) flush();
    });
    flying.add(flight);
  }

  /** The first of those that wait, as many as one batch may hold. */
  function take(): Waiting<T, R>[] {
    let size = 0;
    let count = 0;
    for (const entry of waiting) {
      if (count > 0 && (count >= limits.items || size + entry.bytes > limits.bytes)) break;
      size += entry.bytes;
      count++;
    }
    const batch = waiting.splice(0, count);
    bytes -= size;
    return batch;
  }

  async function deliver(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await send(batch.map(({ item }) => item));
      batch.forEach((entry, at) => {
        const result = results[at];
        if (result?.status === 'fulfilled') entry.resolve(result.value);
        else entry.reject(result?.reason ?? new Error('the batch answered fewer results than it had items'));
      });
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    }
  }

  return {
    push: (item: T): Promise<R> =>
      new Promise<R>((resolve, reject) => {
        const size = sizeOf(item);
        if (bytes + size > limits.bytes) flush();
        waiting.push({ item, bytes: size, resolve, reject });
        bytes += size;
        if (waiting.length >= limits.items || bytes >= limits.bytes) flush();
        else timer ??= setTimeout(flush, limits.waitMs);
      }),
    /** Sends what waits and waits for what flies. */
    drain: async (): Promise<void> => {
      for (flush(); flying.size > 0; flush()) await Promise.all(flying);
    },
  };
}
