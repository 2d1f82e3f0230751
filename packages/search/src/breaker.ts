import { DependencyDown } from '@newsmill/contracts';

/** Between two questions to a cluster that is away. */
const PROBE_EVERY_MS = 1_000;

export type Breaker = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * While the cluster is away, one caller a second asks it; whoever comes meanwhile learns what that one learned. Many batches and lookups of a
 * process would else each knock for themselves whenever their stage looks again.
 */
export function createBreaker(): Breaker {
  let down: { since: number; error: DependencyDown } | undefined;
  let probe: Promise<void> | undefined;

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    try {
      const answer = await work();
      down = undefined;
      return answer;
    } catch (error) {
      if (error instanceof DependencyDown) down = { since: Date.now(), error };
      throw error;
    }
  }

  return async (work) => {
    if (down === undefined) return attempt(work);
    if (probe !== undefined) await probe;
    else if (Date.now() - down.since >= PROBE_EVERY_MS) {
      const running = attempt(work);
      probe = running.then(
        () => undefined,
        () => undefined,
      );
      void probe.finally(() => {
        probe = undefined;
      });
      return running;
    }
    if (down !== undefined) throw down.error;
    return attempt(work);
  };
}
