/**
 * node services/api/src/setup.ts: index templates, then all that Kibana shows, each step an upsert. Prints what was done to each object and
 * exits 1 where one failed; a second run changes nothing.
 */
import { env } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { readSettings, SEARCH_SETTINGS } from '@newsmill/runtime';
import { kibana, openSearch } from '@newsmill/search';

const PATIENCE_MS = 300_000;
const settings = readSettings([...SEARCH_SETTINGS, 'KIBANA_URL'], env);
const search = openSearch(settings);

/** Asks until it is so. Throws after five minutes. */
async function until(what: string, ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await ready())) {
    if (Date.now() > deadline) throw new Error(`${what} did not become ready within ${PATIENCE_MS / 1_000} s`);
    await wait(1_000);
  }
}

try {
  await until('Elasticsearch', () =>
    search.ping().then(
      () => true,
      () => false,
    ),
  );
  await search.setUp();
  console.log('templates and indices: done');
  await until('Kibana', () => kibana.isReady(settings));
  const steps = await kibana.setUp(settings, settings.NEWSMILL_PREFIX);
  for (const { object, result, detail } of steps) console.log(`${result.padEnd(10)} ${object}${detail === undefined ? '' : `: ${detail}`}`);
  if (steps.some(({ result }) => result === 'failed')) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await search.close();
}
