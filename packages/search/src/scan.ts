import type { Client, estypes } from '@elastic/elasticsearch';
import { call } from './client.ts';
import type { Versioned } from './registry.ts';

export type Scanned<T> = Versioned<T> & { id: string; index: string };
type Query = NonNullable<estypes.SearchRequest['query']>;

const PAGE = 500;

/** Every document that matches, as it stood when the scan began, in pages. Nothing where the index is not there. */
export async function* scan<T>(client: Client, index: string, query: Query): AsyncGenerator<Scanned<T>[]> {
  if (!(await call(client.indices.exists({ index })))) return;
  // a scan must see what was written a moment ago
  await call(client.indices.refresh({ index }));
  let { id } = await call(client.openPointInTime({ index, keep_alive: '5m' }));
  try {
    let after: estypes.SortResults | undefined;
    for (;;) {
      const answer = await call(
        client.search<T>({
          pit: { id, keep_alive: '5m' },
          size: PAGE,
          query,
          sort: ['_shard_doc'],
          seq_no_primary_term: true,
          track_total_hits: false,
          ...(after === undefined ? {} : { search_after: after }),
        }),
      );
      id = answer.pit_id ?? id;
      const { hits } = answer.hits;
      if (hits.length > 0) yield hits.flatMap(readHit);
      if (hits.length < PAGE) return;
      after = hits.at(-1)?.sort;
    }
  } finally {
    await call(client.closePointInTime({ id })).catch(() => undefined);
  }
}

function readHit<T>({ _id, _index, _source, _seq_no, _primary_term }: estypes.SearchHit<T>): Scanned<T>[] {
  if (_id === undefined || _source === undefined) return [];
  return [{ id: _id, index: _index, source: _source, seqNo: _seq_no ?? 0, primaryTerm: _primary_term ?? 0 }];
}
