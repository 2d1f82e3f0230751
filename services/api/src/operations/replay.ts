import type { Offer, ParseJob } from '@newsmill/contracts';
import type { DeadEntry } from '@newsmill/search';
import type { ApiContext } from '../context.ts';

/**
 * Offers dead letters again, in the given order, each with a new generation: from the kept body where there is one and fetching was not what
 * failed, else from the start. Repeating it is harmless: a newer generation takes the older one's place.
 */
export async function replay({ store, search, queues }: ApiContext, entries: readonly DeadEntry[]): Promise<void> {
  for (const { urlKey, letter } of entries) {
    const { url, feed_id: feedId, entry_key: entryKey, exchange, stage } = letter;
    const offer: Offer = { origin: 'replay', url, urlKey, feedId, entryKey, kind: feedId === urlKey ? 'feed' : 'page', via: [] };
    if (exchange === null || stage === 'fetch') {
      await store.frontier.offer([offer], 'force');
    } else {
      const [n = 0] = await store.frontier.open([offer]);
      const job: ParseJob = {
        ...offer,
        v: 1,
        n,
        tries: 0,
        exchange,
        status: letter.status,
        fetchedAt: new Date().toISOString(),
        code: null,
        detail: null,
      };
      await queues.add('parse', job);
    }
    if (letter.job_id !== null) await queues.dropFailed(stage, [letter.job_id]);
  }
  await search.dead.markReplayed(entries);
  await search.dead.refresh();
}

/** Forgets dead letters: their URLs stay dead, nobody is asked about them any more. */
export async function dropLetters({ search, queues }: ApiContext, entries: readonly DeadEntry[]): Promise<void> {
  for (const { letter } of entries) if (letter.job_id !== null) await queues.dropFailed(letter.stage, [letter.job_id]);
  await search.dead.drop(entries.map(({ urlKey }) => urlKey));
  await search.dead.refresh();
}
