import { type ReadQuery, readQuery } from './read.ts';
import { type Query, termQuery, wordsQuery } from './terms.ts';
import type { SearchQuery } from './types.ts';

/**
 * Of one or two words all must be there, of three to five two thirds, of a sentence a quarter (stop words never count). Measured on TIME 1963
 * (bench/search.ts): to demand all words gives nDCG@10 0.08, this 0.80, and so does to demand none.
 */
const ENOUGH = '2<67% 5<25%';
const FEW = 2;
/** At most what one rare word in a body is worth a tenth of: of two equally good articles the newer comes first, no more. */
const RECENCY = 0.5;

/** `found`: what the query finds, without what only orders it. It names no moment of its own, so that its answers can be kept. */
export type Built = { query: Query; found: Query; read: ReadQuery; words: string[] };

/** `now`: the moment that ages count from; it stays the same over the pages of one search. */
export function buildQuery(query: SearchQuery, now: Date): Built {
  const { q, language, source, feedId, after, before, sort, copies = true } = query;
  const read = readQuery(q, now);
  const words: string[] = [];
  const must: Query[] = [];
  const must_not: Query[] = [];
  const filter: Query[] = [];
  for (const { any, not } of read.clauses) {
    const [first] = any;
    if (!not && any.length === 1 && first?.kind === 'word') {
      words.push(first.text);
      continue;
    }
    const terms = any.map((term) => termQuery(term));
    const anyOf: Query =
      terms.length === 1
        ? (terms[0]?.query ?? { match_all: {} })
        : { bool: { should: terms.map((term) => term.query), minimum_should_match: 1 } };
    if (not) must_not.push(anyOf);
    else if (terms.some(({ scored }) => scored)) must.push(anyOf);
    else filter.push(anyOf);
  }
  // of a few words those without blanks between (CJK) need all their parts
  if (words.length > FEW) must.push(wordsQuery(words, { default_operator: 'or', minimum_should_match: ENOUGH }));
  else if (words.length > 0) must.push(wordsQuery(words));
  else if (must.length === 0) must.push({ match_all: {} });

  if (language !== undefined) filter.push({ term: { language } });
  if (source !== undefined) filter.push({ term: { 'source.domain': source } });
  if (feedId !== undefined) filter.push({ term: { 'feeds.id': feedId } });
  if (after !== undefined) filter.push({ range: { '@timestamp': { gte: after } } });
  if (before !== undefined) filter.push({ range: { '@timestamp': { lte: before } } });
  if (!copies) must_not.push({ exists: { field: 'duplicate_of' } });
  const found: Query = { bool: { must, must_not, filter } };
  const recency: Query = { distance_feature: { field: '@timestamp', origin: now.toISOString(), pivot: '7d', boost: RECENCY } };
  return { query: sort === 'date' ? found : { bool: { must, must_not, filter, should: [recency] } }, found, read, words };
}
