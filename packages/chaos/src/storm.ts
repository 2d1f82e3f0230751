import { setTimeout } from 'node:timers/promises';
import { duplicates, storedArticles, untilCount } from './elastic.ts';
import { SERVICES } from './fleet.ts';
import { cascades, reruns } from './job-log.ts';
import type { Context, Outcome } from './row.ts';
import { gapViolations, missing, openStage, type Stage, untilSettled } from './stage.ts';
import { buildWorld } from './world.ts';

const ELASTIC_DOWN_MS = 6_000;
const REDIS_DOWN_MS = 1_500;

export type StormOptions = { documents: number; hosts: number; kills: number; powerCut: boolean; elasticDown: boolean; timeoutMs: number };
export type StormResult = Outcome & { missing: number; cut: number; cascades: number; deadLetters: number };

/** Documents through the true stages while processes die at random, Elasticsearch goes for a while and Redis once: killed, or by a power cut. */
export async function storm(context: Context, options: StormOptions): Promise<StormResult> {
  const { documents, hosts, timeoutMs } = options;
  const stage = await openStage(context, { SWEEP_AFTER_MS: '45000' });
  const startedAt = Date.now();
  try {
    const world = buildWorld(stage.web, context.random, { documents, hosts, delayMs: 20 });
    await stage.submit(world.feeds);
    const { kills, cut } = await wreck(context, stage, options);
    const calmAt = Date.now();
    await untilCount(context.servers.elasticUrl, stage.prefix, documents, timeoutMs);
    const open = await untilSettled(stage, 120_000);
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    const articles = await storedArticles(context.servers.elasticUrl, stage.prefix);
    const lost = missing(world, articles);
    for (const url of lost.slice(0, 5)) context.log(`lost ${url}: ${await traced(stage, url)}`);
    const runs = stage.runs();
    const dead = await stage.deadLetters();
    const cascaded = cascades(runs);
    const gaps = gapViolations(stage.web);
    const twice = duplicates(articles);
    // what a power cut takes, its hand-overs' ids included, is done again from the start: that is no cascade
    const reached = lost.length === 0 && open === 0 && twice === 0 && dead === 0 && gaps === 0 && (options.powerCut || cascaded === 0);
    return {
      reached,
      lost: lost.length,
      missing: lost.length,
      duplicates: twice,
      gapViolations: gaps,
      kills,
      reruns: reruns(runs),
      cascades: cascaded,
      deadLetters: dead,
      cut,
      figure: `${articles.length} in the index, ${twice} duplicates, ${dead} dead letters, ${gaps} gaps under the host gap, ${kills} kills, ${reruns(runs)} re-runs, ${cascaded} of them caused a run of the next stage${options.powerCut ? `, ${cut} bytes cut` : ''}; ${seconds} s`,
      figures: {
        documents: articles.length,
        open,
        deadLetters: dead,
        cascades: cascaded,
        cut,
        seconds,
        calmSeconds: Math.round((Date.now() - calmAt) / 1_000),
      },
    };
  } finally {
    await stage.close();
  }
}

async function wreck(
  context: Context,
  stage: Stage,
  { kills: wanted, powerCut, elasticDown, documents }: StormOptions,
): Promise<{ kills: number; cut: number }> {
  const { random, servers, log } = context;
  const elasticAt = random.between(1, Math.max(2, Math.floor(wanted / 2)));
  const redisAt = random.between(Math.floor(wanted / 2), wanted);
  const outages: Promise<unknown>[] = [];
  let cut = 0;
  const sampler = powerCut ? servers.sampleAof() : undefined;
  try {
    // some are in, most are not
    await untilCount(servers.elasticUrl, stage.prefix, Math.floor(documents / 30), 60_000);
    for (let kills = 0; kills < wanted; ) {
      await setTimeout(random.between(600, 2_600));
      const victim = random.pick(SERVICES);
      if (!(await stage.fleet.kill(victim))) continue;
      kills++;
      log(`killed ${victim} (${kills})`);
      if (elasticDown && kills === elasticAt) {
        log('Elasticsearch goes');
        outages.push(
          (async () => {
            await servers.stopElasticsearch();
            await setTimeout(ELASTIC_DOWN_MS);
            await servers.startElasticsearchAgain();
            log('Elasticsearch is back');
          })(),
        );
      }
      if (kills === redisAt) {
        log(powerCut ? 'power cut of Redis' : 'killed Redis');
        const killedAt = Date.now();
        await servers.killRedis();
        cut = sampler?.cut(killedAt) ?? 0;
        await setTimeout(REDIS_DOWN_MS);
        await servers.startRedisAgain();
      }
    }
  } finally {
    sampler?.stop();
    await Promise.all(outages);
  }
  return { kills: wanted, cut };
}

const traced = (stage: Stage, url: string): Promise<string> =>
  stage.api<{ answer: string }>('GET', `/trace?${new URLSearchParams({ url })}`).then(
    ({ answer }) => answer,
    (error: unknown) => String(error),
  );
