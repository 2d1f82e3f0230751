import { setTimeout } from 'node:timers/promises';
import { duplicates, storedArticles, untilCount } from '../elastic.ts';
import { SERVICES } from '../fleet.ts';
import { reruns } from '../job-log.ts';
import type { Row } from '../row.ts';
import { gapViolations, missing, openStage, untilSettled } from '../stage.ts';
import { buildWorld } from '../world.ts';

const ROUNDS = 10;

export const row9: Row = {
  id: 9,
  test: '10 rolling SIGTERMs under load',
  bar: '0 re-runs',
  run: async (context) => {
    const { servers, short, random } = context;
    const documents = short ? 300 : 3_000;
    const stage = await openStage(context, { SWEEP_AFTER_MS: '180000' });
    try {
      const world = buildWorld(stage.web, random, { documents, hosts: short ? 5 : 60, delayMs: 20 });
      await stage.submit(world.feeds);
      await untilCount(servers.elasticUrl, stage.prefix, Math.floor(documents / 20), 60_000);
      const took: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const name = SERVICES[round % SERVICES.length] ?? 'fetcher';
        took.push(await stage.fleet.term(name));
        await stage.fleet.ready(name);
        await setTimeout(random.between(200, 1_000));
      }
      const whileDown = documents - (await untilCount(servers.elasticUrl, stage.prefix, 0, 0));
      await untilCount(servers.elasticUrl, stage.prefix, documents, 240_000);
      const open = await untilSettled(stage, 60_000);
      const runs = stage.runs();
      const again = reruns(runs);
      const articles = await storedArticles(servers.elasticUrl, stage.prefix);
      const lost = missing(world, articles).length;
      const slowest = Math.round(Math.max(...took));
      return {
        reached: again === 0 && lost === 0 && open === 0 && (short || whileDown > 0),
        lost,
        duplicates: duplicates(articles),
        gapViolations: gapViolations(stage.web),
        reruns: again,
        figure: `${again} re-runs in ${runs.length} runs, ${lost} lost; slowest end ${slowest} ms; ${whileDown} documents were still to come after the last`,
        figures: { runs: runs.length, slowestEndMs: slowest, stillToCome: whileDown, open },
      };
    } finally {
      await stage.close();
    }
  },
};
