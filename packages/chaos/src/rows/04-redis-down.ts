import { setTimeout } from 'node:timers/promises';
import { duplicates, storedArticles, untilCount } from '../elastic.ts';
import type { Run } from '../job-log.ts';
import { askOnce } from '../redis-client.ts';
import type { Row } from '../row.ts';
import { gapViolations, missing, openStage, untilSettled } from '../stage.ts';
import { buildWorld } from '../world.ts';

const STAGES = ['fetch', 'parse', 'enrich', 'index'] as const;
const BACK_MS = 2_500;

export const row4: Row = {
  id: 4,
  test: 'Redis down 45 s',
  bar: 'all workers active <= 2.5 s after its first PONG',
  run: async (context) => {
    const { servers, short } = context;
    const documents = short ? 300 : 2_000;
    const stage = await openStage(context, { SWEEP_AFTER_MS: '180000' });
    try {
      const world = buildWorld(stage.web, context.random, { documents, hosts: short ? 5 : 60, delayMs: 20 });
      await stage.submit(world.feeds);
      await untilCount(servers.elasticUrl, stage.prefix, Math.floor(documents / 10), 60_000);
      await servers.killRedis();
      await setTimeout(short ? 5_000 : 45_000);
      const asked = performance.now();
      const refused = await fetch(`${stage.fleet.api}/feeds`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: world.feeds[0] }),
      });
      const answerMs = Math.round(performance.now() - asked);
      const pong = firstPong(servers.redisPort);
      await servers.startRedisAgain();
      const backAt = await pong;
      await untilCount(servers.elasticUrl, stage.prefix, documents, 180_000);
      const open = await untilSettled(stage, 60_000);
      const runs = stage.runs();
      const back = Object.fromEntries(STAGES.map((name) => [name, activeAfter(runs, name, backAt)]));
      const slowest = Math.max(...Object.values(back));
      const articles = await storedArticles(servers.elasticUrl, stage.prefix);
      const lost = missing(world, articles).length;
      const dead = await stage.deadLetters();
      return {
        reached: slowest <= BACK_MS && lost === 0 && dead === 0 && open === 0 && refused.status === 503,
        lost,
        duplicates: duplicates(articles),
        gapViolations: gapViolations(stage.web),
        figure: `${STAGES.map((name) => `${name} ${back[name]} ms`).join(', ')}; ${lost} lost, ${dead} dead letters; the API meanwhile: ${refused.status} after ${answerMs} ms`,
        figures: { ...back, slowest, deadLetters: dead, apiStatus: refused.status, apiMs: answerMs, open },
      };
    } finally {
      await stage.close();
    }
  },
};

/** Milliseconds until a stage took its first job. */
function activeAfter(runs: readonly Run[], stage: string, backAt: number): number {
  const starts = runs.filter((run) => run.stage === stage && run.ended === 'done').map(({ at, ms }) => at - ms);
  return Math.min(...starts.filter((start) => start >= backAt)) - backAt;
}

async function firstPong(port: number): Promise<number> {
  for (let tries = 0; tries < 6_000; tries++) {
    const answer = await askOnce(port, 'PING').catch(() => undefined);
    if (answer === 'PONG') return Date.now();
    await setTimeout(10);
  }
  throw new Error('Redis did not come back');
}
