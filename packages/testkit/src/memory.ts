import { memoryUsage } from 'node:process';

const EVERY_MS = 5;

/**
 * What a piece of work took: its time, and how far the resident memory of this process rose above its start, looked at every 5 ms. What it
 * answers or throws comes with it. The work must leave the main loop free.
 */
export async function measured<T>(
  work: () => Promise<T>,
): Promise<{ ms: number; rssGrowthMb: number } & ({ answer: T } | { error: unknown })> {
  const before = memoryUsage.rss();
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, memoryUsage.rss());
  };
  const timer = setInterval(look, EVERY_MS);
  const from = performance.now();
  const result = await work().then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  clearInterval(timer);
  look();
  return { ms: Math.round(performance.now() - from), rssGrowthMb: Math.round((peak - before) / 2 ** 20), ...result };
}
