import type { Client, estypes } from '@elastic/elasticsearch';
import { fieldsOf } from '../src/fields.ts';
import { ARTICLE_MAPPING } from '../src/mappings.ts';
import { type IndexNames, indexNames } from '../src/names.ts';

/** What a pipeline without a mapping gets: one index in which every field is what Elasticsearch guesses. */
export async function createNaive(client: Client, prefix: string): Promise<string> {
  const index = `${prefix}naive`;
  await client.indices.create({ index, settings: { number_of_shards: 1, number_of_replicas: 0 } });
  return index;
}

/** Our fields by the names that a guessed mapping has for the same. */
const GUESSED = new Map([
  ...fieldsOf(ARTICLE_MAPPING)
    .filter(({ type, searchable }) => type === 'keyword' && searchable)
    .map(({ name }) => [name, `${name}.keyword`] as const),
  ...['authors', 'keywords', 'source.name'].map((name) => [`${name}.text`, name] as const),
  ['title.words', 'title'],
  ['title.raw', 'title.keyword'],
]);
/** Queries whose object is keyed by the field. */
const BY_FIELD = new Set(['term', 'terms', 'wildcard', 'match', 'match_phrase', 'prefix', 'range']);

const FIELD_LISTS = new Set(['field', 'fields', 'docvalue_fields']);

const renamed = (field: string): string => {
  const [name = '', boost] = field.split('^');
  return `${GUESSED.get(name) ?? name}${boost === undefined ? '' : `^${boost}`}`;
};

/** A request of ours as the guessed mapping has to be asked. */
export function naively(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return FIELD_LISTS.has(key) ? renamed(value) : value;
  if (Array.isArray(value)) return value.map((one) => naively(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [BY_FIELD.has(key) && name !== 'field' ? renamed(name) : name, naively(inner, name)]),
  );
}

/** What our search needs of a client and of names, so that the very same code asks the guessed index. */
export function naiveTarget(client: Client, index: string): { client: Client; names: IndexNames } {
  const asked = {
    search: async (request: object) => withOurNames(await client.search(naively(request) as object)),
    msearch: (request: { searches: object[] }) => client.msearch(naively(request) as { searches: object[] }),
    mtermvectors: (request: object) => client.mtermvectors(request),
    mget: (request: object) => client.mget(request),
  };
  return { client: asked as unknown as Client, names: { ...indexNames(''), articles: index } };
}

/** The fields of hits under the names they were asked by. */
function withOurNames(answer: estypes.SearchResponse): estypes.SearchResponse {
  for (const hit of answer.hits.hits) {
    if (hit.fields === undefined) continue;
    hit.fields = Object.fromEntries(Object.entries(hit.fields).map(([name, values]) => [name.replace(/\.keyword$/, ''), values]));
  }
  return answer;
}
