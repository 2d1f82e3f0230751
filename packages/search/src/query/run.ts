import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call, callOrMissing, statusOf } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { type Built, buildQuery } from './build.ts';
import { KEEP_ALIVE, openWalk, type Walk, writeWalk } from './cursor.ts';
import { facetAggregations } from './facets.ts';
import { withFeedback } from './feedback.ts';
import { highlightOf } from './highlight.ts';
import { type Found, readAnswer, SHOWN, WITHOUT_BODY } from './hits.ts';
import { searchHybrid } from './hybrid.ts';
import { searchStories } from './stories.ts';
import { suggestSpellings } from './suggest.ts';
import { CursorGone, type SearchAnswer, type SearchQuery } from './types.ts';

const SORTS: Record<SearchQuery['sort'], estypes.SortCombinations[]> = {
  date: [{ '@timestamp': 'desc' }],
  relevance: ['_score', { '@timestamp': 'desc' }],
  best: ['_score', { '@timestamp': 'desc' }],
  hybrid: ['_score', { '@timestamp': 'desc' }],
};
const NOTHING: SearchAnswer = { total: 0, took_ms: 0, hits: [], notes: [], suggestions: [] };

/** Full-text search over all articles; of equally good ones the newer comes first. Throws CursorGone. */
export async function searchArticles(client: Client, names: IndexNames, query: SearchQuery): Promise<SearchAnswer> {
  const walk = query.cursor === undefined ? undefined : await openWalk(client, names, query.cursor).catch(absent);
  if (query.cursor !== undefined && walk === undefined) return { ...NOTHING, cursor: null };
  const built = buildQuery(query, walk === undefined ? new Date() : new Date(walk.now));
  if (query.sort === 'best') built.query = await withFeedback(client, names, built, query);

  const request = requestOf(query, built);
  const answer =
    walk !== undefined
      ? await step(client, query, request, walk)
      : query.stories === true
        ? await searchStories(client, names, query, request, built)
        : ((await nearest(client, names, query, request, built)) ??
          readAnswer(await call(client.search<Article>({ ...scope(names), ...request, from: query.from })), query));
  const suggestions = answer.total === 0 ? await suggestSpellings(client, names, built.words) : [];
  return { ...answer, notes: built.read.notes, suggestions };
}

const nearest = async (client: Client, names: IndexNames, query: SearchQuery, request: estypes.SearchRequest, built: Built) =>
  query.sort === 'hybrid' ? searchHybrid(client, scope(names), query, request, built) : undefined;

const scope = (names: IndexNames) => ({ index: names.articles, ignore_unavailable: true, allow_no_indices: true });

function requestOf(query: SearchQuery, built: Built): estypes.SearchRequest {
  const aggs = facetAggregations(query.facets ?? []);
  const highlight = query.marks === false ? undefined : highlightOf(built.read);
  return {
    size: query.size,
    track_total_hits: true,
    query: built.query,
    _source: query.body === true ? SHOWN : WITHOUT_BODY,
    sort: SORTS[query.sort],
    ...(highlight === undefined ? {} : { highlight }),
    ...(Object.keys(aggs).length === 0 ? {} : { aggs }),
  };
}

/** One page of a walk, and where the next begins. */
async function step(client: Client, query: SearchQuery, request: estypes.SearchRequest, walk: Walk): Promise<Found> {
  const after = walk.after === null ? {} : { search_after: walk.after };
  const answer = await call(client.search<Article>({ ...request, ...after, pit: { id: walk.pit, keep_alive: KEEP_ALIVE } })).catch(
    (error) => {
      if ([400, 404].includes(statusOf(error)))
        throw new CursorGone('The cursor is no longer valid: begin again with cursor=*.', { cause: error });
      throw error;
    },
  );
  const pit = answer.pit_id ?? walk.pit;
  const last = answer.hits.hits.length < query.size ? undefined : answer.hits.hits.at(-1)?.sort;
  if (last === undefined) await callOrMissing(client.closePointInTime({ id: pit })).catch(() => undefined);
  return { ...readAnswer(answer, query), cursor: last === undefined ? null : writeWalk({ pit, now: walk.now, after: last }) };
}

/** Before the first article there is no index to walk over. */
function absent(error: unknown): undefined {
  if (statusOf(error) === 404) return undefined;
  throw error;
}
