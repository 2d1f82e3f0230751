import type { Client, estypes } from '@elastic/elasticsearch';
import type { IndexNames } from '../src/names.ts';
import { buildQuery } from '../src/query/build.ts';
import { highlightOf } from '../src/query/highlight.ts';
import type { SearchQuery } from '../src/query/types.ts';
import { naively } from './naive.ts';

type Target = { client: Client; names: IndexNames };
type Phase = { type: string; time_in_nanos: number };

/**
 * Milliseconds that a search spends on marking the words of its hits, by Elasticsearch's own clock (the profile of the fetch phase). Each index marks
 * its hits alone: of several that work at once on few processors each would tell the time of the others too.
 */
export async function highlightTimes(
  client: Client,
  names: IndexNames,
  naive: Target,
  queries: readonly SearchQuery[],
): Promise<{ ours: number; naive: number; ratio: number }> {
  const sums = { ours: 0, naive: 0 };
  for (const round of [0, 1]) {
    for (const query of queries) {
      const built = buildQuery(query, new Date());
      const request = { size: query.size, query: built.query };
      const highlight = highlightOf(built.read) ?? { fields: {} };
      const ours = await spent(client, { index: names.articles, ...request }, highlight);
      const other = await spent(
        client,
        naively({ index: naive.names.articles, ...request }) as estypes.SearchRequest,
        naively(highlight) as estypes.SearchHighlight,
      );
      // the first round warms up
      if (round === 0) continue;
      sums.ours += ours;
      sums.naive += other;
    }
  }
  const each = (sum: number): number => Math.round((sum / queries.length) * 1_000) / 1_000;
  return { ours: each(sums.ours), naive: each(sums.naive), ratio: Math.round((sums.ours / sums.naive) * 100) / 100 };
}

async function spent(client: Client, request: estypes.SearchRequest, highlight: estypes.SearchHighlight): Promise<number> {
  const { hits } = await client.search({ ...request, _source: false });
  let sum = 0;
  for (const [index, of] of Map.groupBy(hits.hits, ({ _index }) => _index)) {
    const filter = [{ ids: { values: of.flatMap(({ _id }) => _id ?? []) } }];
    const query = { bool: { must: [request.query ?? { match_all: {} }], filter } };
    const { profile } = await client.search({ ...request, index, query, highlight, profile: true });
    const shards = (profile?.shards ?? []) as { fetch?: { children?: Phase[] } }[];
    const phases = shards.flatMap(({ fetch }) => fetch?.children ?? []).filter(({ type }) => type === 'HighlightPhase');
    sum += phases.reduce((total, { time_in_nanos }) => total + time_in_nanos, 0);
  }
  return sum / 1_000_000;
}
