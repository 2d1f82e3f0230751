import type { Client, estypes } from '@elastic/elasticsearch';
import { type Article, DependencyDown, groupOf, timestampOf } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';

/** By which keys of its sketch (contracts/article.ts) an article's copies are looked for, in the indices of its language. */
export type OlderQuery = { language: string; keys: readonly string[]; except: string };
/** `at`: publication, milliseconds; `packed` its sketch. */
export type OlderArticle = { id: string; at: number; packed: string; duplicate_of: string | null; derived_from: string | null };

/** One key in common is chance among millions of articles. */
const LEAST_SHARED = 2;
const MOST = 5;
const TIMEOUT_MS = 5_000;
const FIELDS = ['sketch.packed', 'duplicate_of', 'derived_from', 'published_at', 'first_seen_at'];

/** Articles of this year and the last that share keys, the most sharing first; an answer for each question. Throws DependencyDown. */
export async function findOlder(client: Client, names: IndexNames, queries: readonly OlderQuery[]): Promise<OlderArticle[][]> {
  const year = new Date().getUTCFullYear();
  const searches = queries.flatMap(({ language, keys, except }) => [
    {
      index: names.articlePattern(groupOf(language)),
      ignore_unavailable: true,
      allow_no_indices: true,
    },
    {
      size: MOST,
      track_total_hits: false,
      _source: FIELDS,
      query: {
        bool: {
          should: keys.map((key) => ({ term: { 'sketch.keys': key } })),
          minimum_should_match: Math.min(LEAST_SHARED, keys.length),
          filter: [{ range: { '@timestamp': { gte: `${year - 1}-01-01` } } }],
          must_not: [{ ids: { values: [except] } }],
        },
      },
    },
  ]);
  const { responses } = await call(client.msearch<Article>({ searches }, { requestTimeout: TIMEOUT_MS }));
  return queries.map((_, at) => {
    const answer = responses[at];
    if (answer === undefined || 'error' in answer) throw new DependencyDown(`Elasticsearch (${answer?.error.type ?? 'no answer'})`);
    return answer.hits.hits.flatMap(readOlder);
  });
}

function readOlder({ _id: id, _source: source }: estypes.SearchHit<Article>): OlderArticle[] {
  if (id === undefined || source?.sketch === undefined) return [];
  const { duplicate_of, derived_from, sketch } = source;
  return [{ id, at: Date.parse(timestampOf(source)), packed: sketch.packed, duplicate_of, derived_from }];
}
