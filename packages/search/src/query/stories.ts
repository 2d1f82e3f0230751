import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import type { Built } from './build.ts';
import { countFound } from './count.ts';
import { type Found, readAnswer, readHit } from './hits.ts';
import { outletsOf } from './outlets.ts';
import { firstLook, type Place, placesOf } from './places.ts';
import type { Query } from './terms.ts';
import type { Hit, SearchQuery } from './types.ts';

const STORIES = 'stories_found';
const SINGLES = 'singles_found';

/**
 * One hit for each story. First the order alone is asked for; only what is on the page is then read whole, in its own indices, and only its stories
 * are asked for their outlets. What everybody asks, nothing in words, is counted apart: such answers are kept. Else one look counts too.
 */
export async function searchStories(
  client: Client,
  names: IndexNames,
  query: SearchQuery,
  request: estypes.SearchRequest,
  built: Built,
): Promise<Found> {
  const began = performance.now();
  const { aggs, highlight, query: asked = { match_all: {} }, size: _size, ...base } = request;
  const all = { ...base, index: names.articles, ignore_unavailable: true, allow_no_indices: true, track_total_hits: false };
  const order = { ...all, query: asked, _source: false };
  const narrowed = (filter: Query): Query => ({ bool: { must: [asked], filter: [filter] } });
  const counts = { ...aggs, [STORIES]: { cardinality: { field: 'story_id' } }, [SINGLES]: { missing: { field: 'story_id' } } };
  const apart = built.read.clauses.length === 0;
  const [first, kept] = await Promise.all([
    firstLook(client, apart ? order : { ...order, aggs: counts }, query),
    apart ? countFound(client, names, built.found, counts) : undefined,
  ]);
  const counted = kept ?? first;
  const places = await placesOf(client, order, first, query);
  const [hits, outlets] = await Promise.all([readPage(client, all, places, highlight), outletsOf(client, order, narrowed, places)]);
  const stories = (counted.aggregations?.[STORIES] as { value?: number } | undefined)?.value ?? 0;
  const singles = (counted.aggregations?.[SINGLES] as { doc_count?: number } | undefined)?.doc_count ?? 0;
  return {
    ...readAnswer(counted, query),
    total: stories + singles,
    took_ms: Math.round(performance.now() - began),
    hits: places.flatMap(({ id, story, score }): Hit[] => {
      const hit = hits.get(id);
      return hit === undefined ? [] : [{ ...hit, score, outlets: (story === null ? undefined : outlets.get(story)) ?? [] }];
    }),
  };
}

async function readPage(
  client: Client,
  request: estypes.SearchRequest,
  places: readonly Place[],
  highlight: estypes.SearchHighlight | undefined,
): Promise<Map<string, Hit>> {
  if (places.length === 0) return new Map();
  const { hits } = await call(
    client.search<Article>({
      ...request,
      index: [...new Set(places.map(({ index }) => index))],
      sort: ['_doc'],
      size: places.length,
      query: { ids: { values: places.map(({ id }) => id) } },
      ...(highlight === undefined ? {} : { highlight }),
    }),
  );
  return new Map(hits.hits.flatMap(readHit).map((hit) => [hit.id, hit]));
}
