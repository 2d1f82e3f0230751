/**
 * npm run -s bench:hostile -- [--documents N]: articles with new keys, wrong types, endless keywords, deep objects, control characters, half
 * surrogates, dates and numbers out of range go through the index stage, over servers of its own. Prints how each kind ended, whether a mapping changed, and one JSON
 * line last. Exits 1 where a document has neither been indexed nor become a dead letter with a reason.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env as given } from 'node:process';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { enrichedArticle as article } from '@newsmill/contracts/test';
import { startLocal } from '@newsmill/local';
import { readSettings, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { randomPrefix } from '@newsmill/testkit';
import { BATCH_SETTINGS, createIndexHandler } from '../src/handler.ts';
import { deliver, type Ended, hostileArticles, mappingsOf } from '../test/hostile.ts';

const BATCH = 200;
const { values } = parseArgs({ options: { documents: { type: 'string', default: '10000' } } });
const dir = await mkdtemp(join(tmpdir(), 'bench-hostile-'));
const local = await startLocal({ dataDir: join(dir, 'servers'), env: given, log: (line) => console.error(line) });
const servers = { REDIS_URL: local.redisUrl, ELASTICSEARCH_URL: local.elasticsearchUrl };
const env = { ...servers, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: join(dir, 'bodies') };
const settings = readSettings([...STORE_SETTINGS, ...SEARCH_SETTINGS, ...BATCH_SETTINGS], env);
const store = await openStore(settings, { failFast: true, onError: console.error });
const search = openSearch(settings);
const stage = { store, search, index: createIndexHandler({ store, search, settings }) };

try {
  await search.setUp();
  const url = 'https://hostile.example/clean';
  await deliver(stage, [{ what: 'nothing', url, article: { ...article(url) } }]);
  const mappings = await mappingsOf(env);
  const ended: Ended[] = [];
  let batch = [];
  for (const one of hostileArticles(Number(values.documents), article)) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    ended.push(...(await deliver(stage, batch)));
    batch = [];
  }
  ended.push(...(await deliver(stage, batch)));

  const kinds: Record<string, Record<string, number>> = {};
  const reasons: Record<string, number> = {};
  for (const { what, outcome = 'lost', code, detail } of ended) {
    const [kind = ''] = what.split(', ');
    kinds[kind] = { ...kinds[kind], [outcome]: (kinds[kind]?.[outcome] ?? 0) + 1 };
    const reason = detail ? String(code) : `${code} without a word`;
    if (outcome === 'dead') reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  console.table(kinds);
  console.table(reasons);
  const count = (wanted: string): number => ended.filter(({ outcome }) => outcome === wanted).length;
  await search.dead.refresh();
  const report = {
    documents: ended.length,
    indexed: count('indexed'),
    dead: count('dead'),
    letters: (await search.dead.list({}, 0)).total,
    reasons,
    mapping_unchanged: isDeepStrictEqual(await mappingsOf(env), mappings),
  };
  console.log(JSON.stringify(report));
  if (report.indexed + report.dead !== report.documents || report.letters !== report.dead || !report.mapping_unchanged)
    process.exitCode = 1;
} finally {
  await search.close();
  await store.close();
  await local.stop();
  await rm(dir, { recursive: true, force: true });
}
