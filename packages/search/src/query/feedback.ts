import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import type { Built } from './build.ts';
import type { Query } from './terms.ts';
import type { SearchQuery } from './types.ts';

// measured on TIME 1963 (bench/search.ts): RM3 with Lucene's usual figures
const DOCUMENTS = 3;
const TERMS = 10;
/** Share of the articles of an index; a more frequent word tells nothing. */
const MAX_SHARE = 0.2;
/** What the new words weigh in all, where the asked ones weigh the rest. */
const WEIGHT = 0.15;
const FIELD = 'body';

type Vector = { score: number; terms: estypes.TermvectorsTermVector['terms']; docCount: number };

/**
 * Pseudo relevance feedback: what the first hits have in common adds to the score, with a small weight. It finds nothing that the words
 * did not find; it only orders.
 */
export async function withFeedback(client: Client, names: IndexNames, built: Built, { q }: SearchQuery): Promise<Query> {
  if (q.trim() === '') return built.query;
  const scope = { index: names.articles, ignore_unavailable: true, allow_no_indices: true };
  const first = await call(
    client.search<Article>({ ...scope, size: DOCUMENTS, _source: false, track_total_hits: false, query: built.query }),
  );
  const hits = first.hits.hits.flatMap(({ _id, _index, _score }) => (_id === undefined ? [] : [{ _id, _index, score: _score ?? 0 }]));
  if (hits.length === 0) return built.query;
  const { docs = [] } = await call(
    client.mtermvectors({
      docs: hits.map(({ _id, _index }) => ({
        _id,
        _index,
        fields: [FIELD],
        positions: false,
        offsets: false,
        payloads: false,
        term_statistics: true,
        field_statistics: true,
      })),
    }),
  );
  const vectors = docs.flatMap((doc, at): Vector[] => {
    const vector = 'term_vectors' in doc ? doc.term_vectors?.[FIELD] : undefined;
    if (vector === undefined) return [];
    return [{ score: hits[at]?.score ?? 0, terms: vector.terms, docCount: vector.field_statistics?.doc_count ?? 0 }];
  });
  const words = Math.max(1, built.words.length);
  const should: Query[] = modelOf(vectors).map(([term, weight]) => ({
    term: { [FIELD]: { value: term, boost: (WEIGHT / (1 - WEIGHT)) * words * weight } },
  }));
  return { bool: { must: [built.query], should } };
}

/** The most probable words of the documents together, each document weighing as its score; their weights add up to 1. */
function modelOf(vectors: readonly Vector[]): [term: string, weight: number][] {
  const probability = new Map<string, number>();
  for (const { score, terms, docCount } of vectors) {
    const length = Object.values(terms).reduce((sum, { term_freq }) => sum + term_freq, 0);
    for (const [term, { term_freq, doc_freq = 0 }] of Object.entries(terms)) {
      if (doc_freq > docCount * MAX_SHARE && docCount > 20) continue;
      probability.set(term, (probability.get(term) ?? 0) + (score * term_freq) / length);
    }
  }
  const best = [...probability].sort((one, other) => other[1] - one[1]).slice(0, TERMS);
  const sum = best.reduce((total, [, weight]) => total + weight, 0);
  return best.map(([term, weight]) => [term, weight / sum]);
}
