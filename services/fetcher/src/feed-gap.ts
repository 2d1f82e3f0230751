import type { FetchJob } from '@newsmill/contracts';
import type { Store } from '@newsmill/store';

/** A setting that a person changes holds after so long: it is not worth a question for each page. */
const KNOWN_MS = 5_000;
const MOST_KNOWN = 10_000;

/** The gap, ms, that a person set for the feed of a URL; 0 where there is none. */
export function createFeedGaps({ feeds }: Pick<Store, 'feeds'>): (job: FetchJob) => Promise<number> {
  const known = new Map<string, { at: number; ms: number }>();
  return async ({ feedId }) => {
    if (feedId === null) return 0;
    const before = known.get(feedId);
    if (before !== undefined && Date.now() - before.at < KNOWN_MS) return before.ms;
    const ms = ((await feeds.config(feedId))?.gap_seconds ?? 0) * 1_000;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(feedId, { at: Date.now(), ms });
    return ms;
  };
}
