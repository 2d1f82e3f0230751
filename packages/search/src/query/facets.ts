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
/** For `days` the value is the start of the interval, which is a day unless the hits span more than a hundred of them. */
export type Facets = Partial<Record<FacetName, { value: string; count: number }[]>>;

const VALUES = 20;
const MAX_INTERVALS = 100;

export function facetAggregations(names: readonly FacetName[]): Record<string, estypes.AggregationsAggregationContainer> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      name === 'days'
        ? // a fixed interval would make a bucket of each day between the first article and the last: 65,536 of them are an error
          { auto_date_histogram: { field: '@timestamp', buckets: MAX_INTERVALS, minimum_interval: 'day' } }
        : { terms: { field: FIELDS[name], size: VALUES } },
    ]),
  );
}

type Bucket = { key: string | number; key_as_string?: string; doc_count: number };

export function readFacets(names: readonly FacetName[], answer: Record<string, unknown> | undefined): Facets {
  return Object.fromEntries(
    names.map((name) => {
      const buckets = (answer?.[name] as { buckets?: Bucket[] } | undefined)?.buckets ?? [];
      return [name, buckets.map(({ key, key_as_string, doc_count }) => ({ value: key_as_string ?? String(key), count: doc_count }))];
    }),
  );
}
