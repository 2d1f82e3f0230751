import { join } from 'node:path';
import { startCluster } from '../cluster.ts';
import { fairness, LOAD } from '../fairness.ts';
import { openInProcess } from '../in-process.ts';
import type { Row } from '../row.ts';
import { LEAST_SHARE, MOST_COMMANDS } from './06-fairness.ts';

const PARTITIONS = 4;

export const row13: Row = {
  id: 13,
  test: 'frontier with 4 partitions on a 3-master Redis Cluster on loopback',
  bar: 'test 6 holds',
  withoutElasticsearch: true,
  run: async (context) => {
    const cluster = await startCluster(join(context.folder, context.name), context.random, context.log);
    const parts = await openInProcess(context, cluster.url, { partitions: PARTITIONS });
    try {
      const load = context.short ? { ...LOAD, urls: 2_000, hosts: 500, windowMs: 10_000 } : LOAD;
      const found = await fairness(parts, context.random, cluster.commands, load);
      return {
        reached:
          found.violations === 0 && found.share >= LEAST_SHARE && found.commandsPerFetch <= MOST_COMMANDS && parts.errors.length === 0,
        gapViolations: found.violations,
        figure: `${found.violations} violations (shortest gap ${found.shortestGapMs} ms), ${found.fetches} of ${found.ideal} = ${found.share.toFixed(4)} of the ideal, ${found.commandsPerFetch.toFixed(1)} commands a fetch`,
        figures: {
          ...found,
          share: Number(found.share.toFixed(4)),
          commandsPerFetch: Number(found.commandsPerFetch.toFixed(1)),
          errors: parts.errors.length,
        },
      };
    } finally {
      await parts.close();
      await cluster.stop();
    }
  },
};
