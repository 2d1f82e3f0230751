import { setTimeout } from 'node:timers/promises';
import { countRequests } from '../door.ts';
import { duplicates, storedArticles, untilCount } from '../elastic.ts';
import type { Row } from '../row.ts';
import { gapViolations, missing, openStage, untilSettled } from '../stage.ts';
import { buildWorld } from '../world.ts';

/** The first second of an outage: what was in flight when it began. */
const FIRST_WINDOW_MS = 1_500;
const MOST_PER_SECOND = 1;
const DRAIN_MS = 1_000;

export const row3: Row = {
  id: 3,
  test: 'Elasticsearch down 60 s under load',
  bar: '0 lost, 0 dead letters, probes <= 1/s, drain begins <= 1 s after',
  run: async (context) => {
    const { servers, short } = context;
    const documents = short ? 150 : 3_000;
    const downMs = short ? 5_000 : 60_000;
    const stage = await openStage(context, { SWEEP_AFTER_MS: '180000' });
    try {
      const world = buildWorld(stage.web, context.random, { documents, hosts: short ? 5 : 60, delayMs: 20 });
      await stage.submit(world.feeds);
      await untilCount(servers.elasticUrl, stage.prefix, Math.floor(documents / 10), 60_000);
      await servers.stopElasticsearch();
      // in its place a door that counts who knocks, and shuts at once
      const door = await countRequests(Number(new URL(servers.elasticUrl).port));
      await setTimeout(downMs);
      const knocks = await door.close();
      await servers.startElasticsearchAgain();
      const backAt = Date.now();
      await untilCount(servers.elasticUrl, stage.prefix, documents, 240_000);
      const open = await untilSettled(stage, 120_000);

      const after = knocks.filter(({ sinceMs }) => sinceMs > FIRST_WINDOW_MS);
      // the last stretch is the node's own start, where nobody listened
      for (const [what, all] of Map.groupBy(after, (knock) => knock.what)) context.log(`${all.length} x ${what}`);
      // n of them, a second apart, take n - 1 seconds
      const perSecond = Math.max(0, after.length - 1) / ((downMs - FIRST_WINDOW_MS) / 1_000);
      const articles = await storedArticles(servers.elasticUrl, stage.prefix);
      const lost = missing(world, articles).length;
      const dead = await stage.deadLetters();
      const runs = stage.runs();
      // when the first job that came through was taken up, and when it was written: the node's first answers after its start are slow
      const through = runs.filter((run) => run.stage === 'index' && run.ended === 'done' && run.at > backAt - 1_000);
      const first = Math.min(...through.map(({ at, ms }) => at - ms));
      const writtenMs = Math.min(...through.map(({ at }) => at)) - backAt;
      const drainMs = Math.max(0, first - backAt);
      const gaps = gapViolations(stage.web);
      return {
        reached: lost === 0 && dead === 0 && open === 0 && gaps === 0 && perSecond <= MOST_PER_SECOND && drainMs <= DRAIN_MS,
        lost,
        duplicates: duplicates(articles),
        gapViolations: gaps,
        figure: `${lost} lost, ${dead} dead letters, ${perSecond.toFixed(2)} probes/s (${knocks.length - after.length} in the first ${FIRST_WINDOW_MS} ms), drain began ${drainMs} ms after, first written after ${writtenMs} ms`,
        figures: { documents: articles.length, deadLetters: dead, probesPerSecond: Number(perSecond.toFixed(2)), drainMs, writtenMs, open },
      };
    } finally {
      await stage.close();
    }
  },
};
