import { setTimeout } from 'node:timers/promises';
import { duplicates, storedArticles, untilCount } from '../elastic.ts';
import { SERVICES } from '../fleet.ts';
import { askOnce } from '../redis-client.ts';
import type { Row } from '../row.ts';
import { gapViolations, missing, openStage, untilSettled } from '../stage.ts';
import { buildWorld } from '../world.ts';

const MOST_AGAIN = 0.01;

export const row7: Row = {
  id: 7,
  test: 'FLUSHALL in the middle, then restart',
  bar: 'all feeds back, 0 URLs discovered before it missing, no article twice, <= 1 % of indexed pages fetched again',
  run: async (context) => {
    const { servers, short } = context;
    const documents = short ? 150 : 3_000;
    const stage = await openStage(context, { SWEEP_AFTER_MS: '45000' });
    try {
      const world = buildWorld(stage.web, context.random, { documents, hosts: short ? 5 : 60, delayMs: 20 });
      await stage.submit(world.feeds);
      await untilCount(servers.elasticUrl, stage.prefix, Math.floor(documents * (0.3 + context.random.next() * 0.4)), 180_000);
      const before = await storedArticles(servers.elasticUrl, stage.prefix);
      await askOnce(servers.redisPort, 'FLUSHALL');
      const flushedAt = Date.now();
      await Promise.all(SERVICES.map((name) => stage.fleet.term(name)));
      // the supervisor brings them back
      await Promise.all(SERVICES.map(stage.fleet.ready));
      await untilCount(servers.elasticUrl, stage.prefix, documents, short ? 120_000 : 400_000);
      const open = await untilSettled(stage, 120_000);
      const { feeds } = await stage.api<{ feeds: { state: { last_polled_at: string | null } }[] }>('GET', '/feeds');
      const scheduled = await untilScheduled(servers.redisPort, `${stage.prefix}{nm:feeds}:due`, world.feeds.length);
      const articles = await storedArticles(servers.elasticUrl, stage.prefix);
      const lost = missing(world, articles).length;
      const indexed = new Set(before.map(({ url }) => url));
      const again = stage.web.requests.filter(({ at, host, path }) => at > flushedAt && indexed.has(`http://${host}${path}`)).length;
      const twice = duplicates(articles);
      const dead = await stage.deadLetters();
      const share = again / Math.max(1, indexed.size);
      const allBack = feeds.length === world.feeds.length && scheduled === world.feeds.length;
      return {
        reached: allBack && lost === 0 && twice === 0 && dead === 0 && open === 0 && share <= MOST_AGAIN,
        lost,
        duplicates: twice,
        gapViolations: gapViolations(stage.web),
        figure: `${scheduled} of ${world.feeds.length} feeds back, ${lost} missing, ${twice} twice, ${again} of ${indexed.size} indexed pages fetched again, ${dead} dead letters`,
        figures: {
          documents: articles.length,
          feeds: feeds.length,
          scheduled,
          indexedBefore: indexed.size,
          fetchedAgain: again,
          deadLetters: dead,
          open,
        },
      };
    } finally {
      await stage.close();
    }
  },
};

/** The rebuild runs by itself, at the start of the API or within a minute. */
async function untilScheduled(port: number, key: string, wanted: number): Promise<number> {
  for (let tries = 0; ; tries++) {
    const found = Number(await askOnce(port, 'ZCARD', key));
    if (found >= wanted || tries >= 180) return found;
    await setTimeout(500);
  }
}
