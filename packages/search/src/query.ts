import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call, callOrMissing } from './client.ts';
import { DEFAULT_FIELDS } from './mappings.ts';
import type { IndexNames } from './names.ts';

/** More is not read: each word is looked for in every field, and twenty thousand of them keep a cluster busy for a minute. */
const MAX_QUERY = 2_000;

type Query = NonNullable<estypes.SearchRequest['query']>;

export type SearchQuery = {
  /** Words, "phrases", -not; never refused: what is no operator is a word. Empty finds everything. */
  q: string;
  language?: string | undefined;
  /** Domain of the publisher. */
  source?: string | undefined;
  feedId?: string | undefined;
  /** ISO instants, both inclusive, against @timestamp. */
  after?: string | undefined;
  before?: string | undefined;
  sort: 'relevance' | 'date';
  from: number;
  size: number;
};

export type Hit = { id: string; index: string; score: number | null; article: Article; highlights: Record<string, string[]> };
export type SearchAnswer = { total: number; took_ms: number; hits: Hit[] };

/** Full-text search over all articles; the newest weigh a little more. */
export async function searchArticles(client: Client, names: IndexNames, query: SearchQuery): Promise<SearchAnswer> {
  const answer = await call(
    client.search<Article>({
      index: names.articles,
      ignore_unavailable: true,
      allow_no_indices: true,
      from: query.from,
      size: query.size,
      track_total_hits: true,
      query: queryOf(query),
      sort: query.sort === 'date' ? [{ '@timestamp': 'desc' }] : ['_score', { '@timestamp': 'desc' }],
      highlight: {
        pre_tags: ['<mark>'],
        post_tags: ['</mark>'],
        // the fragments go into pages: everything but the marks is text
        encoder: 'html',
        fields: {
          title: { number_of_fragments: 0 },
          summary: { number_of_fragments: 0 },
          body: { number_of_fragments: 2, fragment_size: 200 },
        },
      },
    }),
  );
  const { total, hits } = answer.hits;
  return {
    total: typeof total === 'number' ? total : (total?.value ?? 0),
    took_ms: answer.took,
    hits: hits.flatMap((hit) =>
      hit._source === undefined || hit._id === undefined
        ? []
        : [{ id: hit._id, index: hit._index, score: hit._score ?? null, article: hit._source, highlights: hit.highlight ?? {} }],
    ),
  };
}

function queryOf({ q, language, source, feedId, after, before }: SearchQuery): Query {
  const filter: Query[] = [];
  if (language !== undefined) filter.push({ term: { language } });
  if (source !== undefined) filter.push({ term: { 'source.domain': source } });
  if (feedId !== undefined) filter.push({ term: { 'feeds.id': feedId } });
  if (after !== undefined || before !== undefined) {
    filter.push({
      range: { '@timestamp': { ...(after === undefined ? {} : { gte: after }), ...(before === undefined ? {} : { lte: before }) } },
    });
  }
  const words: Query =
    q.trim() === ''
      ? { match_all: {} }
      : {
          simple_query_string: {
            query: q.slice(0, MAX_QUERY),
            fields: DEFAULT_FIELDS,
            default_operator: 'and',
            flags: 'PHRASE|NOT|OR|PREFIX|WHITESPACE|PRECEDENCE',
            lenient: true,
          },
        };
  return { bool: { must: [words], filter, should: [{ distance_feature: { field: '@timestamp', origin: 'now', pivot: '7d' } }] } };
}

/** One stored article, from the home its registry record names. */
export async function readArticle(client: Client, names: IndexNames, home: string, docId: string): Promise<Article | undefined> {
  const found = await callOrMissing(client.get<Article>({ index: names.home(home), id: docId, realtime: true }));
  return found?._source;
}
