import type { estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { readFacets } from './facets.ts';
import type { Hit, SearchAnswer, SearchQuery } from './types.ts';

export type Found = Omit<SearchAnswer, 'notes' | 'suggestions'>;

/** Everything but what only look-ups need. */
export const SHOWN = { excludes: ['sketch', 'embedding', 'vector'] };
/** The text is the most of an article, and few who search read it all. */
export const WITHOUT_BODY = { excludes: ['body', ...SHOWN.excludes] };

export function readAnswer(answer: estypes.SearchResponse<Article>, { facets }: SearchQuery): Found {
  return {
    total: totalOf(answer),
    took_ms: answer.took,
    hits: answer.hits.hits.flatMap(readHit),
    ...(facets === undefined ? {} : { facets: readFacets(facets, answer.aggregations) }),
  };
}

export const totalOf = ({ hits: { total } }: estypes.SearchResponseBody<Article>): number =>
  typeof total === 'number' ? total : (total?.value ?? 0);

export function readHit(hit: estypes.SearchHit<Article>): Hit[] {
  if (hit._source === undefined || hit._id === undefined) return [];
  return [
    {
      id: hit._id,
      index: hit._index,
      score: hit._score ?? null,
      article: { ...hit._source, body: hit._source.body ?? '' },
      highlights: hit.highlight ?? {},
    },
  ];
}
