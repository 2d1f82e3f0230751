import type { estypes } from '@elastic/elasticsearch';

const FIELDS = {
  source: 'source.domain',
  language: 'language',
  topics: 'topics',
  section: 'section',
  keyphrases: 'keyphrases',
  people: 'entities.people',
  organisations: 'entities.organizations',
  places: 'entities.places',
} as const;

export const FACETS = ['source', 'language', 'topics', 'section', 'keyphrases', 'people', 'organisations', 'places', 'days'] as const;
export type FacetName = (typeof FACETS)[number];
/** The most frequent values; of `days` (UTC, without empty ones) the newest year of them, newest first. */
export type Facets = Partial<Record<FacetName, { value: string; count: number }[]>>;

const VALUES = 20;
const MAX_DAYS = 366;

export function facetAggregations(names: readonly FacetName[]): Record<string, estypes.AggregationsAggregationContainer> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      name === 'days'
        ? // of at least one article: empty days between the first and the last would be too many buckets
          { date_histogram: { field: '@timestamp', calendar_interval: 'day', min_doc_count: 1, order: { _key: 'desc' } } }
        : { terms: { field: FIELDS[name], size: VALUES } },
    ]),
  );
}

type Bucket = { key: string | number; key_as_string?: string; doc_count: number };

export function readFacets(names: readonly FacetName[], answer: Record<string, unknown> | undefined): Facets {
  return Object.fromEntries(
    names.map((name) => {
      const buckets = (answer?.[name] as { buckets?: Bucket[] } | undefined)?.buckets ?? [];
      const some = name === 'days' ? buckets.slice(0, MAX_DAYS) : buckets;
      return [
        name,
        some.map(({ key, key_as_string = String(key), doc_count }) => ({
          value: name === 'days' ? key_as_string.slice(0, 10) : key_as_string,
          count: doc_count,
        })),
      ];
    }),
  );
}
