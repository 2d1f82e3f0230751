import type { Row } from '../row.ts';
import { storm } from '../storm.ts';

export const row1: Row = {
  id: 1,
  test: '3,000 documents through 4 real stages, index concurrency <= 50, >= 13 random kill -9 of service processes, Elasticsearch down 6 s, Redis kill -9 once',
  bar: '3,000 in the index, 0 duplicates, 0 unexplained dead letters, 0 gaps under the host gap; a re-run of stage k causes 0 runs of stage k+1',
  run: (context) =>
    storm(context, {
      documents: context.short ? 150 : 3_000,
      hosts: context.short ? 5 : 60,
      kills: context.short ? 4 : 14,
      powerCut: false,
      // row 3 of the short run has its own outage
      elasticDown: !context.short,
      timeoutMs: context.short ? 120_000 : 600_000,
    }),
};
