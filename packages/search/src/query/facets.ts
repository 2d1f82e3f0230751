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

// At the top of a request Elasticsearch asks a small index for each value apart, as a filter (up to a thousand values, in each segment); inside
// another aggregation it counts the articles found. Measured over 26 indices: 32 ms of processor instead of 548.
const INSIDE = 'facets';

export function facetAggregations(names: readonly FacetName[]): Record<string, estypes.AggregationsAggregationContainer> {
  if (names.length === 0) return {};
  const aggs = Object.fromEntries(
    names.map((name): [FacetName, estypes.AggregationsAggregationContainer] => [
      name,
      name === 'days'
        ? // of at least one article: empty days between the first and the last would be too many buckets
          { date_histogram: { field: '@timestamp', calendar_interval: 'day', min_doc_count: 1, order: { _key: 'desc' } } }
        : { terms: { field: FIELDS[name], size: VALUES } },
    ]),
  );
  return { [INSIDE]: { filter: { match_all: {} }, aggs } };
}

type Bucket = { key: string | number; key_as_string?: string; doc_count: number };

export function readFacets(names: readonly FacetName[], answer: Record<string, unknown> | undefined): Facets {
  const counted = (answer?.[INSIDE] ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    names.map((name) => {
      const buckets = (counted[name] as { buckets?: Bucket[] } | undefined)?.buckets ?? [];
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
