import type { Facts, IndexJob, IndexJobOf } from '@newsmill/contracts';
import type { WriteItem, Written } from '@newsmill/search';
import type { Store } from '@newsmill/store';

const ROUNDS = 5;

/**
 * Keeps stored articles as the store of sketches and stories has them. What is written is compared with it once more, after the write: whoever
 * changes a fact tells of it later than that, so that one of the two sees the other, and a document that is not there yet gets it with its own job.
 */
export function createFactsKeeper({ akin }: Pick<Store, 'akin'>, push: (item: WriteItem) => Promise<Written>) {
  const settle = async (cause: IndexJob, docId: string, written: Facts): Promise<void> => {
    for (let left = ROUNDS; left > 0; left--) {
      const facts = await akin.factsOf(docId);
      if (isIn(facts, written)) return;
      await push({ job: factsJob(cause, docId), docId, facts });
      written = facts;
    }
  };
  return {
    /** What is known of an article now goes before what was known when it was enriched. */
    current: <T extends Facts>(docId: string, article: T): Promise<T> => akin.factsOf(docId).then((facts) => ({ ...article, ...facts })),
    settle,
    write: async (job: IndexJobOf<'facts'>): Promise<void> => {
      await Promise.all(job.of.map((docId) => settle(job, docId, {})));
    },
  };
}

const isIn = (facts: Facts, written: Facts): boolean =>
  Object.entries(facts).every(([name, value]) => written[name as keyof Facts] === value);

const factsJob = ({ v, n, origin, url, urlKey, feedId }: IndexJob, docId: string): IndexJobOf<'facts'> => ({
  kind: 'facts',
  ...{ v, n, origin, url, urlKey, feedId },
  of: [docId],
  part: 0,
});
