import type { estypes } from '@elastic/elasticsearch';
import { DEFAULT_FIELDS } from '../mappings.ts';
import type { QueryField, Term } from './read.ts';

export type Query = NonNullable<estypes.SearchRequest['query']>;

/** Words that are all looked for in all text fields. What the language passes over (stop words) is passed over in every field. */
export const wordsQuery = (words: readonly string[], more: Partial<estypes.QueryDslSimpleQueryStringQuery> = {}): Query => ({
  // only white space parts words: every other operator has been read before
  simple_query_string: {
    query: words.join(' '),
    fields: DEFAULT_FIELDS,
    default_operator: 'and',
    flags: 'WHITESPACE',
    lenient: true,
    ...more,
  },
});

/** The query of one term, and whether it says something about relevance. `fields`: where words without a field are looked for. */
export function termQuery(term: Term, fields: string[] = DEFAULT_FIELDS): { query: Query; scored: boolean } {
  switch (term.kind) {
    case 'word':
      return { query: wordsQuery([term.text], { fields }), scored: true };
    case 'prefix':
      return { query: wordsQuery([`${term.text}*`], { fields, flags: 'PREFIX' }), scored: true };
    case 'phrase':
      return { query: wordsQuery([`"${term.text.replace(/["\\]/g, ' ')}"`], { fields, flags: 'PHRASE' }), scored: true };
    case 'date':
      return { query: { range: { '@timestamp': { [term.side === 'after' ? 'gte' : 'lt']: term.at } } }, scored: false };
    case 'field':
      return { query: FIELD_QUERIES[term.field](term.text, term.phrase), scored: term.field === 'title' };
  }
}

type FieldQuery = (text: string, phrase: boolean) => Query;

const any = (...should: Query[]): Query => ({ bool: { should, minimum_should_match: 1 } });
const exact = (field: string, value: string): Query => ({ term: { [field]: { value, case_insensitive: true } } });
const like = (field: string, value: string): Query => ({ wildcard: { [field]: { value, case_insensitive: true } } });
const plain = (text: string): string => text.replace(/[\\*?]/g, '\\$&');
const inText =
  (field: string): FieldQuery =>
  (query, phrase) =>
    phrase
      ? { match_phrase: { [field]: { query, zero_terms_query: 'all' } } }
      : { match: { [field]: { query, operator: 'and', zero_terms_query: 'all' } } };
/** A whole name, or its first or last word: merkel finds Angela Merkel. */
const inNames =
  (field: string): FieldQuery =>
  (text) =>
    any(exact(field, text), like(field, `* ${plain(text)}`), like(field, `${plain(text)} *`));
const hostIn = (text: string): string =>
  (URL.canParse(text) ? new URL(text).hostname : text.replace(/^\*?\.|[/:?#].*$/g, '')).toLowerCase();

const FIELD_QUERIES: Record<QueryField, FieldQuery> = {
  title: inText('title'),
  author: inText('authors.text'),
  source: (text, phrase) => any(exact('source.domain', text), exact('source.id', text), inText('source.name.text')(text, phrase)),
  lang: (text) => ({ term: { language: text.toLowerCase().split(/[-_]/)[0] ?? '' } }),
  topic: (text) => any(...['topics', 'keywords', 'keyphrases', 'section'].map((field) => exact(field, text))),
  person: inNames('entities.people'),
  org: inNames('entities.organizations'),
  place: inNames('entities.places'),
  site: (text) =>
    any(exact('source.domain', hostIn(text)), exact('source.id', hostIn(text)), like('source.domain', `*.${plain(hostIn(text))}`)),
};
