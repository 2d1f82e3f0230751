import { type IndexJob, withdraws } from '@newsmill/contracts';
import type { Search } from '@newsmill/search';
import type { Store } from '@newsmill/store';

/**
 * What is left of an article that its publisher withdraws: its copies and its story go on without it. To be asked before the outcome is written;
 * answers what is to be done after, if anything. The same job run again finds the same.
 */
export async function beforeWithdrawal({ store, search }: { store: Store; search: Search }, job: IndexJob) {
  if (job.kind !== 'url' || !withdraws(job.code)) return undefined;
  const docId = (await search.registry.get([job.urlKey])).get(job.urlKey)?.doc_id ?? null;
  if (docId === null) return undefined;
  const stories = await search.takedown.storiesOf([docId]);
  return async (): Promise<void> => {
    const home = (await search.registry.get([docId])).get(docId)?.home ?? null;
    const isThere = home !== null && (await search.articles.read(home, docId)) !== undefined;
    if (!isThere) await search.takedown.bereave([docId], stories, store.akin);
  };
}
