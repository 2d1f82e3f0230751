import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import type { Query } from './terms.ts';

/**
 * Counts what is found, in a request of its own: without hits nothing is scored, and Elasticsearch keeps the answer of each index for as long as
 * nothing changes there.
 */
export const countFound = (
  client: Client,
  names: IndexNames,
  found: Query,
  aggs: estypes.SearchRequest['aggs'] = {},
): Promise<estypes.SearchResponse<Article>> =>
  call(
    client.search<Article>({
      index: names.articles,
      ignore_unavailable: true,
      allow_no_indices: true,
      size: 0,
      track_total_hits: true,
      query: { bool: { filter: [found] } },
      ...(Object.keys(aggs).length === 0 ? {} : { aggs }),
    }),
  );
