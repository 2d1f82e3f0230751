import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { SearchQuery } from './types.ts';

/** Where a hit stands in the order of the search, with its story where it has one. */
export type Place = { id: string; index: string; story: string | null; score: number | null; sort: estypes.SortResults };

/** So many of the best articles for each story that is wanted: most have one or two. */
const FOR_EACH = 5;
const MOST = 1_000;
const STORY = 'story_id';

type Page = Pick<SearchQuery, 'from' | 'size'>;

const lookedAt = ({ from, size }: Page): number => (size === 0 ? 0 : Math.max(from + size, Math.min((from + size) * FOR_EACH, MOST)));

/** The best articles of a search, enough of them that most pages of stories are among them. */
export const firstLook = (client: Client, order: estypes.SearchRequest, page: Page): Promise<estypes.SearchResponse<Article>> =>
  call(client.search<Article>({ ...order, size: lookedAt(page), docvalue_fields: [STORY] }));

/** The places of a page when each story keeps its best article alone. `order`: the search, without sources. `first`: its firstLook. */
export async function placesOf(
  client: Client,
  order: estypes.SearchRequest,
  { hits: { hits } }: estypes.SearchResponse<Article>,
  page: Page,
): Promise<Place[]> {
  const depth = page.from + page.size;
  const places = firstOfEach(hits.map(placeOf));
  // a few stories may fill all of what was looked at
  const enough = places.length >= depth || hits.length < lookedAt(page) || page.size === 0;
  return (enough ? places : await collapsed(client, order, depth)).slice(page.from, depth);
}

function firstOfEach(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ story }) => {
    if (story === null) return true;
    if (seen.has(story)) return false;
    seen.add(story);
    return true;
  });
}

/** Elasticsearch would collapse all articles without a story into one: they are asked for apart, and both lists are joined in the order of the search. */
async function collapsed(client: Client, order: estypes.SearchRequest, depth: number): Promise<Place[]> {
  const { query: asked = { match_all: {} } } = order;
  const inStory = { exists: { field: STORY } };
  const [stories, singles] = await Promise.all([
    call(
      client.search<Article>({ ...order, size: depth, query: { bool: { must: [asked], filter: [inStory] } }, collapse: { field: STORY } }),
    ),
    call(client.search<Article>({ ...order, size: depth, query: { bool: { must: [asked], must_not: [inStory] } } })),
  ]);
  return [...stories.hits.hits, ...singles.hits.hits].map(placeOf).sort(bySort);
}

/** A collapsed hit tells its group among its fields. */
function placeOf({ _id = '', _index, _score = null, sort = [], fields }: estypes.SearchHit<Article>): Place {
  const [story = null] = (fields?.[STORY] ?? []) as string[];
  return { id: _id, index: _index, story, score: _score, sort };
}

/** All our sorts are descending numbers. */
function bySort(one: Place, other: Place): number {
  for (const [at, value] of one.sort.entries()) {
    const difference = Number(other.sort[at] ?? 0) - Number(value);
    if (difference !== 0) return difference;
  }
  return 0;
}
