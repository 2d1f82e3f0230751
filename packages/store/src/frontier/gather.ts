type Waiting<T> = { item: T; resolve: (answer: number) => void; reject: (error: unknown) => void };

/**
 * Questions about one key that come within `waitMs` of each other are asked in one call of `send`, which answers a number for each, in order;
 * when it throws, all of them get the error.
 */
export function gather<T>(
  { waitMs, most }: { waitMs: number; most: number },
  send: (key: string, items: T[]) => Promise<number[]>,
): (key: string, item: T) => Promise<number> {
  const waiting = new Map<string, Waiting<T>[]>();

  async function flush(key: string): Promise<void> {
    const batch = waiting.get(key) ?? [];
    waiting.delete(key);
    try {
      const answers = await send(
        key,
        batch.map(({ item }) => item),
      );
      batch.forEach(({ resolve }, at) => {
        resolve(answers[at] ?? 0);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const batch = waiting.get(key) ?? [];
      batch.push({ item, resolve, reject });
      if (batch.length === 1) {
        waiting.set(key, batch);
        setTimeout(() => {
          if (waiting.get(key) === batch) void flush(key);
        }, waitMs);
      } else if (batch.length >= most) void flush(key);
    });
}
