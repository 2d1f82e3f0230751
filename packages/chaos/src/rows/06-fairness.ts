import { fairness, LOAD } from '../fairness.ts';
import { openInProcess } from '../in-process.ts';
import { connectClient, infoNumber } from '../redis-client.ts';
import type { Row } from '../row.ts';

export const MOST_COMMANDS = 50;
export const LEAST_SHARE = 0.99;

export const row6: Row = {
  id: 6,
  test: '20,000 URLs over 5,000 hosts, one host 30 %, gap 2 s, a 30 s window (simulated service times)',
  bar: '0 violations, >= 0.99 of the ideal rate, <= 50 Redis commands a fetch (delta of total_commands_processed)',
  withoutElasticsearch: true,
  run: async (context) => {
    await context.servers.wipe();
    const parts = await openInProcess(context, context.servers.redisUrl);
    const client = await connectClient(context.servers.redisPort);
    try {
      const load = context.short ? { ...LOAD, urls: 2_000, hosts: 500, windowMs: 10_000 } : LOAD;
      const found = await fairness(parts, context.random, () => infoNumber(client, 'stats', 'total_commands_processed'), load);
      return {
        reached:
          found.violations === 0 && found.share >= LEAST_SHARE && found.commandsPerFetch <= MOST_COMMANDS && parts.errors.length === 0,
        gapViolations: found.violations,
        figure: `${found.violations} violations (shortest gap ${found.shortestGapMs} ms), ${found.fetches} of ${found.ideal} = ${found.share.toFixed(4)} of the ideal, ${found.commandsPerFetch.toFixed(1)} commands a fetch`,
        figures: { ...found, share: Number(found.share.toFixed(4)), commandsPerFetch: Number(found.commandsPerFetch.toFixed(1)) },
      };
    } finally {
      client.close();
      await parts.close();
    }
  },
};
