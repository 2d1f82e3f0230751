/**
 * node services/api/src/setup.ts [--without-kibana]: index templates, the API key of our processes where ELASTICSEARCH_API_KEY_FILE says where
 * to keep it, then all that Kibana shows, each step an upsert. Prints what was done to each object and exits 1 where one failed; a second run
 * changes nothing.
 */
import { argv, env } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { readSettings, SEARCH_SETTINGS } from '@newsmill/runtime';
import { kibana, openSearch } from '@newsmill/search';

const PATIENCE_MS = 300_000;
const settings = readSettings([...SEARCH_SETTINGS, 'KIBANA_URL'], env);
const { ELASTICSEARCH_API_KEY_FILE: keyFile, ...asUser } = settings;
// whoever makes the key cannot sign in with it
const search = openSearch(asUser);

/** Asks until it is so. Throws after five minutes. */
async function until(what: string, ready: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await ready())) {
    if (Date.now() > deadline) throw new Error(`${what} did not become ready within ${PATIENCE_MS / 1_000} s`);
    await wait(1_000);
  }
}

async function setUpKibana(): Promise<void> {
  await until('Kibana', () => kibana.isReady(settings));
  const steps = await kibana.setUp(settings, settings.NEWSMILL_PREFIX);
  for (const { object, result, detail } of steps) console.log(`${result.padEnd(10)} ${object}${detail === undefined ? '' : `: ${detail}`}`);
  if (steps.some(({ result }) => result === 'failed')) process.exitCode = 1;
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
  if (keyFile !== undefined) console.log(`${(await search.putWorkerKey(keyFile)).padEnd(10)} api key:${keyFile}`);
  if (!argv.includes('--without-kibana')) await setUpKibana();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await search.close();
}
