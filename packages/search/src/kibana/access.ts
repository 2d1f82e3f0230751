/** Roles and rules, as their own APIs take them: they are no saved objects that a file may carry. */

/** A reader needs `url_create` for short links and the reporting right for CSV: plain `read` has neither. */
export const roles = (prefix: string): Record<string, Record<string, unknown>> => {
  // not feeds and alerts: they hold passwords and secrets
  const ours = ['urls', 'feed-states', 'dead', 'fetches', 'revisions', 'deliveries'].map((name) => `${prefix}newsmill-${name}*`);
  const indices = [{ names: [`${prefix}news`, `${prefix}news-*`, ...ours], privileges: ['read', 'view_index_metadata'] }];
  const role = (feature: Record<string, string[]>) => ({
    elasticsearch: { cluster: [], indices, run_as: [] },
    kibana: [{ base: [], feature, spaces: ['default'] }],
  });
  return {
    [`${prefix}news_reader`]: role({
      discover_v2: ['minimal_read', 'url_create', 'generate_report'],
      dashboard_v2: ['read'],
      visualize_v2: ['read'],
      savedQueryManagement: ['read'],
    }),
    [`${prefix}news_editor`]: role({ discover_v2: ['all'], dashboard_v2: ['all'], visualize_v2: ['all'], savedQueryManagement: ['all'] }),
  };
};

const everything = JSON.stringify({ query: { match_all: {} } });
const esQuery = (index: string, timeField: string, more: Record<string, unknown>): Record<string, unknown> => ({
  searchType: 'esQuery',
  esQuery: everything,
  index: [index],
  timeField,
  size: 0,
  threshold: [1],
  thresholdComparator: '<',
  timeWindowSize: 30,
  timeWindowUnit: 'm',
  aggType: 'count',
  groupBy: 'all',
  excludeHitsFromPreviousRun: false,
  ...more,
});

export type Rule = { name: string; schedule: { interval: string }; params: Record<string, unknown>; tags: string[] };

/** Both watch for silence: nothing indexed at all, and a source that told something in the last week and nothing in the last day. */
export const rules = (prefix: string): Record<string, Rule> => ({
  [`${prefix}news-ingest-stalled`]: {
    name: 'News: nothing was indexed for 30 minutes',
    schedule: { interval: '5m' },
    params: esQuery(`${prefix}news`, 'indexed_at', {}),
    tags: ['newsmill'],
  },
  [`${prefix}news-source-silent`]: {
    name: 'News: a source fell silent',
    schedule: { interval: '1h' },
    params: esQuery(`${prefix}news`, 'first_seen_at', {
      timeWindowSize: 24,
      timeWindowUnit: 'h',
      groupBy: 'top',
      termField: 'source.name',
      termSize: 100,
    }),
    tags: ['newsmill'],
  },
});
