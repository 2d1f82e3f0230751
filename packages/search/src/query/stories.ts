import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { type Found, readAnswer, readHit, totalOf } from './hits.ts';
import { outletsOf } from './outlets.ts';
import type { Query } from './terms.ts';
import type { Hit, SearchQuery } from './types.ts';

const FOUND = 'stories_found';
const IN_STORY: Query = { exists: { field: 'story_id' } };

/** Where a hit stands in the order of the search. */
type Place = { id: string; story: string | null; sort: estypes.SortResults };

/**
 * One hit for each story. Elasticsearch would collapse all articles without a story into one: they are asked for apart, and both lists are
 * joined in the order of the search. Only what is on the page is then read whole, and only its stories are asked for their outlets: inside
 * the collapsing search they would be asked for each story up to the page, one by one and in every index.
 */
export async function searchStories(client: Client, names: IndexNames, query: SearchQuery, request: estypes.SearchRequest): Promise<Found> {
  const depth = query.from + query.size;
  const { aggs, highlight, query: asked = { match_all: {} }, ...base } = request;
  const all = { ...base, index: names.articles, ignore_unavailable: true, allow_no_indices: true };
  const order = { ...all, size: depth, _source: false };
  const narrowed = (filter: Query): Query => ({ bool: { must: [asked], filter: [filter] } });
  const [stories, singles] = await Promise.all([
    call(
      client.search<Article>({
        ...order,
        query: asked,
        post_filter: IN_STORY,
        collapse: { field: 'story_id' },
        aggs: { ...aggs, [FOUND]: { cardinality: { field: 'story_id' } } },
      }),
    ),
    call(client.search<Article>({ ...order, query: narrowed({ bool: { must_not: [IN_STORY] } }) })),
  ]);
  const places = [...stories.hits.hits, ...singles.hits.hits].map(placeOf).sort(bySort).slice(query.from, depth);
  const onPage = narrowed({ ids: { values: places.map(({ id }) => id) } });
  const [page, outlets] = await Promise.all([
    call(client.search<Article>({ ...all, size: places.length, query: onPage, ...(highlight === undefined ? {} : { highlight }) })),
    outletsOf(client, { ...order, track_total_hits: false }, narrowed, places),
  ]);
  const read = new Map(page.hits.hits.flatMap(readHit).map((hit) => [hit.id, hit]));
  const found = (stories.aggregations?.[FOUND] as { value?: number } | undefined)?.value ?? 0;
  return {
    ...readAnswer(stories, query),
    took_ms: Math.max(stories.took, singles.took) + page.took,
    total: found + totalOf(singles),
    hits: places.flatMap(({ id, story }): Hit[] => {
      const hit = read.get(id);
      return hit === undefined ? [] : [{ ...hit, outlets: (story === null ? undefined : outlets.get(story)) ?? [] }];
    }),
  };
}

/** A collapsed hit tells its group among its fields. */
function placeOf({ _id = '', sort = [], fields }: estypes.SearchHit<Article>): Place {
  const [story = null] = (fields?.['story_id'] ?? []) as string[];
  return { id: _id, story, sort };
}

/** All our sorts are descending numbers. */
function bySort(one: Place, other: Place): number {
  for (const [at, value] of one.sort.entries()) {
    const difference = Number(other.sort[at] ?? 0) - Number(value);
    if (difference !== 0) return difference;
  }
  return 0;
}
