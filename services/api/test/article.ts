import type { EnrichedArticle } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { enrichedArticle } from '@newsmill/contracts/test';
import type { Door } from './door.ts';

/** Puts an article where the index stage puts it. */
export async function indexArticle({ search }: Door, url: string, parts: Partial<EnrichedArticle> = {}): Promise<void> {
  const key = urlKey(url);
  const ids = { urlKey: key, docId: key, contentHash: 'hash', scratch: 'scratch/x', exchange: null };
  const job = { kind: 'article', v: 1, n: Date.now(), origin: 'live', url, feedId: null, ...ids } as const;
  const [result] = await search.createWriter()([
    { job, article: enrichedArticle(url, parts), validators: { etag: null, last_modified: null } },
  ]);
  if (result?.status !== 'fulfilled') throw new Error('not indexed', { cause: result?.reason });
}
