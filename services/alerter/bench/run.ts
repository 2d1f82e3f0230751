/**
 * npm run -s bench:alerts: ten outlets of one story, two subscribers, a receiver that is down and a deliverer that is killed; then what a
 * thousand alerts cost. Prints one JSON line last. Starts Redis and Elasticsearch of its own. `--kills N` (4), `--alerts N` (1000).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { startLocal } from '@newsmill/local';
import { install } from '../test/installation.ts';
import { outlets } from './outlets.ts';
import { batchOf, type SpeedFigures, save } from './speed.ts';

const DOWN_MS = 25_000;
const BATCHES = [500, 1, 10, 100, 500];

const { values } = parseArgs({ options: { kills: { type: 'string', default: '4' }, alerts: { type: 'string', default: '1000' } } });
const log = (line: string): void => console.error(line);
const dataDir = await mkdtemp(join(tmpdir(), 'bench-alerts-'));
const local = await startLocal({ dataDir, env, log });
const servers = { REDIS_URL: local.redisUrl, ELASTICSEARCH_URL: local.elasticsearchUrl };
try {
  const at = await install(servers);
  const story = await outlets(at, Number(values.kills), DOWN_MS, log);
  for (const { name, distinct, repeats, state } of story.subscribers)
    stdout.write(`receiver ${name}: ${distinct} distinct delivery id, ${repeats} repeats, ${state}\n`);
  stdout.write(
    `${story.outlets} outlets, ${story.kills} times kill -9, ${story.seconds} s: ${story.reached ? 'reached' : 'NOT REACHED'}\n`,
  );
  await at.close();

  const crowd = await install(servers);
  const speed: SpeedFigures[] = [];
  let saved = 0;
  for (const alerts of [100, Number(values.alerts)]) {
    await save(crowd, saved, alerts);
    saved = alerts;
    for (const batch of BATCHES) speed.push(await batchOf(crowd, alerts, batch));
  }
  for (const { alerts, batch, ms, perSecond, deliveries } of speed)
    stdout.write(`${alerts} alerts, ${batch} fresh articles: ${ms} ms, ${perSecond} articles/s, ${deliveries} deliveries made\n`);
  await crowd.close();
  stdout.write(`${JSON.stringify({ story, speed })}\n`);
  process.exitCode = story.reached ? 0 : 1;
} finally {
  await local.stop();
  await rm(dataDir, { recursive: true, force: true });
}
