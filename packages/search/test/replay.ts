import type { Client } from '@elastic/elasticsearch';
import { fieldsOf } from '../src/fields.ts';
import { ARTICLE_MAPPING } from '../src/mappings.ts';
import { article } from './articles.ts';

/** An article with a body of over 1,200,000 characters, which ends with the word needle. */
export const LONG = article('https://en.example/long', {
  title: 'A long one',
  body: `${'Economy and election, word after word. '.repeat(31_000)}needle`,
});

type Query = Record<string, unknown>;

const RANGE = { range: { '@timestamp': { format: 'strict_date_optional_time', gte: '2020-01-01', lte: 'now' } } };
const HIGHLIGHT = {
  pre_tags: ['@kibana-highlighted-field@'],
  post_tags: ['@/kibana-highlighted-field@'],
  fields: { '*': {} },
  fragment_size: 2_147_483_647,
};
const BY_TIME = [
  { '@timestamp': { order: 'desc', format: 'strict_date_optional_time', unmapped_type: 'boolean' } },
  { _doc: { order: 'desc', unmapped_type: 'boolean' } },
];
/** Discover's documents. A query is a filter unless it is to be scored. */
const documents = (query: Query, scored = false) => ({
  size: 500,
  version: true,
  track_total_hits: false,
  _source: false,
  stored_fields: ['*'],
  script_fields: {},
  fields: [
    { field: '*', include_unmapped: true },
    { field: '@timestamp', format: 'strict_date_optional_time' },
  ],
  sort: scored ? [{ _score: { order: 'desc' } }] : BY_TIME,
  query: { bool: { must: scored ? [query] : [], filter: scored ? [RANGE] : [query, RANGE], should: [], must_not: [] } },
  highlight: HIGHLIGHT,
});
const words = (query: string, type = 'best_fields') => ({ multi_match: { type, query, lenient: true } });
const aggregate = (aggs: Query) => ({ size: 0, track_total_hits: true, query: { bool: { filter: [RANGE] } }, aggs });

/** The requests that Kibana's Discover, Lens and controls send, by number; without runtime fields, which need scripts that a bare core lacks. */
export const requests = (keywords: readonly string[], ids: readonly string[]): [name: string, body: Query][] => [
  ['2 documents by time', documents(words('economy election'))],
  ['2 everything', documents({ match_all: {} })],
  ['3 documents by score', documents(words('economy election'), true)],
  ['4 a phrase', documents(words('the economy grows', 'phrase'))],
  ['4 a keyword', documents({ bool: { should: [{ term: { language: { value: 'de' } } }], minimum_should_match: 1 } })],
  ['4 Lucene, all words', documents({ query_string: { query: 'economy grows', analyze_wildcard: true, default_operator: 'AND' } }, true)],
  ['4 Lucene, near and alike', documents({ query_string: { query: '"economy grows"~5 OR econmy~', default_operator: 'AND' } })],
  ['4 a wildcard', documents({ query_string: { fields: ['title'], query: 'econ*', analyze_wildcard: true } })],
  ['5 a word of the long body', documents(words('needle'))],
  [
    '6 histogram',
    aggregate({ time: { date_histogram: { field: '@timestamp', fixed_interval: '3h', time_zone: 'Europe/Berlin', min_doc_count: 1 } } }),
  ],
  ...keywords.map((field): [string, Query] => [
    `7 values of ${field}`,
    aggregate({ values: { terms: { field, size: 10, shard_size: 25 } } }),
  ]),
  ['7 significant key phrases', aggregate({ special: { significant_terms: { field: 'keyphrases', size: 40 } } })],
  [
    '8 values of a control that begin so',
    aggregate({
      values: { terms: { field: 'source.name', size: 10, include: 'Th.*', order: { _count: 'desc' } } },
      unique: { cardinality: { field: 'source.name' } },
    }),
  ],
  [
    '10 one document',
    {
      query: { ids: { values: ids } },
      stored_fields: ['*'],
      _source: true,
      fields: [{ field: '*', include_unmapped: true }],
      version: true,
    },
  ],
];

const KEYWORDS = fieldsOf(ARTICLE_MAPPING)
  .filter(({ type, aggregatable }) => type === 'keyword' && aggregatable)
  .map(({ name }) => name);
/** All of them over our fields. `ids`: documents that are looked at alone. */
export const replayed = (ids: readonly string[]): [name: string, body: Query][] => requests(KEYWORDS, ids);

/** Whether a request is answered by every shard, and in a few words how. */
export async function outcomeOf(client: Client, index: string, body: object): Promise<{ answered: boolean; told: string }> {
  try {
    const { _shards: shards, hits } = await client.search({ index, ...body });
    const marked = hits.hits.filter(({ highlight }) => highlight !== undefined).length;
    const found = hits.hits.length > 0 ? `, ${hits.hits.length} hits, ${marked} marked` : '';
    return { answered: shards.failed === 0, told: `200, ${shards.failed} of ${shards.total} shards failed${found}` };
  } catch (error) {
    const { statusCode, message } = error as { statusCode?: number; message: string };
    // the innermost cause, by its first words
    const why = message.slice(message.lastIndexOf('exception: ')).replace('exception: ', '');
    return { answered: false, told: `${statusCode ?? 'no answer'}: ${why.slice(0, 60)}` };
  }
}
