import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import { bytesOf } from '../vectors.ts';
import type { Built } from './build.ts';
import { type Found, readAnswer, readHit } from './hits.ts';
import type { SearchQuery } from './types.ts';

/** How far down both lists are read: what a person looks at. */
const WINDOW = 100;
const CANDIDATES = 200;
/** Reciprocal rank fusion (Cormack et al. 2009), with its authors' constant. */
const RANK_CONSTANT = 60;

type Scope = { index: string; ignore_unavailable: boolean; allow_no_indices: boolean };

/**
 * The articles that the words find and those whose vectors are nearest to the question's, merged by their ranks. What is further down than both lists are read
 * comes as the words have it. Undefined where there are no vectors to search.
 */
export async function searchHybrid(
  client: Client,
  scope: Scope,
  query: SearchQuery,
  request: estypes.SearchRequest,
  built: Built,
): Promise<Found | undefined> {
  const question = questionOf(built);
  if (query.embed === undefined || question === '' || query.from + query.size > WINDOW) return undefined;
  const vector = bytesOf((await query.embed(question).catch(() => undefined)) ?? '');
  if (vector === undefined) return undefined;
  const filter = { bool: { filter: demandsOf(built), must_not: built.query.bool?.must_not ?? [] } };
  const knn = { field: 'vector', query_vector: vector, k: WINDOW, num_candidates: CANDIDATES, filter };
  const { highlight, ...plain } = request;
  const { responses } = await call(
    client.msearch<Article>({
      searches: [
        scope,
        { ...plain, size: WINDOW, _source: false } as estypes.MsearchRequestItem,
        scope,
        { size: WINDOW, _source: false, knn },
      ],
    }),
  );
  const [byWords, byVector] = responses;
  if (byWords === undefined || byVector === undefined || 'error' in byWords || 'error' in byVector) return undefined;
  const ids = merged([byWords, byVector].map(({ hits }) => hits.hits.flatMap(({ _id }) => _id ?? [])));
  const page = ids.slice(query.from, query.from + query.size);
  const answer = readAnswer(byWords, query);
  const shown = await call(
    client.search<Article>({
      ...scope,
      query: { bool: { filter: [{ ids: { values: page } }], should: [built.query] } },
      size: page.length,
      _source: request._source ?? true,
      ...(highlight === undefined ? {} : { highlight }),
    }),
  );
  const hits = new Map(shown.hits.hits.flatMap(readHit).map((hit) => [hit.id, hit]));
  return {
    ...answer,
    total: Math.max(answer.total, ids.length),
    took_ms: answer.took_ms + byVector.took + shown.took,
    hits: page.flatMap((id) => hits.get(id) ?? []),
  };
}

/** What a person asks in words of their own, without what only narrows the search. */
const questionOf = ({ read }: Built): string =>
  read.clauses
    .filter(({ not }) => !not)
    .flatMap(({ any }) => any)
    .flatMap((term) => (term.kind === 'word' || term.kind === 'phrase' ? term.text : []))
    .join(' ');

/** All that must hold of every article that is found; of single words (they come last) it is the meaning that counts. */
function demandsOf({ query: { bool = {} }, words }: Built): estypes.QueryDslQueryContainer[] {
  const must = [bool.must ?? []].flat();
  return [...(words.length > 0 ? must.slice(0, -1) : must), ...[bool.filter ?? []].flat()];
}

/** The ids of all lists, those that stand high in several first. */
function merged(lists: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const list of lists) {
    for (const [rank, id] of list.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (RANK_CONSTANT + rank + 1));
  }
  return [...scores].sort((one, other) => other[1] - one[1]).map(([id]) => id);
}
