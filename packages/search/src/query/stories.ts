import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { type Found, readAnswer, readHit, SHOWN, totalOf } from './hits.ts';
import type { Query } from './terms.ts';
import type { Hit, Outlet, SearchQuery } from './types.ts';

const OUTLETS = 10;
const INSIDE = 'outlets';

/**
 * One hit for each story. Elasticsearch would collapse all articles without a story into one: they are asked for apart, and both lists are
 * joined in the order of the search.
 */
export async function searchStories(client: Client, names: IndexNames, query: SearchQuery, request: estypes.SearchRequest): Promise<Found> {
  const depth = query.from + query.size;
  const inStory: Query = { exists: { field: 'story_id' } };
  const search = { index: names.articles, ignore_unavailable: true, allow_no_indices: true };
  const narrowed = (filter: Query): Query => ({ bool: { must: [request.query ?? { match_all: {} }], filter: [filter] } });
  const { aggs, highlight, ...base } = request;
  const page = { ...search, ...base, ...(highlight === undefined ? {} : { highlight }), size: depth };
  const [whole, stories, singles] = await Promise.all([
    call(
      client.search<Article>({
        ...search,
        size: 0,
        track_total_hits: true,
        query: request.query ?? { match_all: {} },
        aggs: { ...aggs, stories_found: { cardinality: { field: 'story_id', precision_threshold: 40_000 } } },
      }),
    ),
    call(
      client.search<Article>({
        ...page,
        query: narrowed(inStory),
        collapse: {
          field: 'story_id',
          inner_hits: { name: INSIDE, size: OUTLETS + 1, _source: { excludes: ['body', ...SHOWN.excludes] } },
        },
      }),
    ),
    call(client.search<Article>({ ...page, query: narrowed({ bool: { must_not: [inStory] } }) })),
  ]);
  const hits = [...stories.hits.hits, ...singles.hits.hits].sort(bySortValues).slice(query.from, depth);
  const found = (whole.aggregations?.['stories_found'] as { value?: number } | undefined)?.value ?? 0;
  return {
    ...readAnswer(whole, query),
    total: found + totalOf(singles),
    hits: hits.flatMap((hit) => readHit(hit).map((read): Hit => ({ ...read, outlets: outletsOf(hit) }))),
  };
}

/** All our sorts are descending numbers. */
function bySortValues(one: estypes.SearchHit<Article>, other: estypes.SearchHit<Article>): number {
  for (const [at, value] of (one.sort ?? []).entries()) {
    const difference = Number(other.sort?.[at] ?? 0) - Number(value);
    if (difference !== 0) return difference;
  }
  return 0;
}

function outletsOf(hit: estypes.SearchHit<Article>): Outlet[] {
  const inside = (hit.inner_hits?.[INSIDE]?.hits.hits ?? []) as estypes.SearchHit<Article>[];
  return inside
    .filter(({ _id }) => _id !== hit._id)
    .slice(0, OUTLETS)
    .flatMap(({ _id, _source }) => (_id === undefined || _source === undefined ? [] : [{ id: _id, article: _source }]));
}
