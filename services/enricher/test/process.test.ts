import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zIndexJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { parsedArticle as article } from '@newsmill/contracts/test';
import { openQueues } from '@newsmill/queue';
import { readSettings, STORE_SETTINGS } from '@newsmill/runtime';
import { openStore } from '@newsmill/store';
import { randomPrefix, startService, testServers, until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 90_000 });

const fail = (error: unknown): void => {
  throw error;
};

test('the process reads an article, enriches it and hands it to the index with all it came with', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'enricher-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const env = { REDIS_URL: testServers().redisUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir };
  const settings = readSettings(STORE_SETTINGS, env);
  const store = await openStore(settings, { failFast: false, onError: fail });
  onTestFinished(store.close);
  const queues = openQueues(settings, fail);
  onTestFinished(queues.close);

  const url = 'https://news.example/a';
  const body = 'The government said on Tuesday that it would send more money to the towns that were flooded last week.';
  const validators = { etag: '"1"', last_modified: null };
  const scratch = await store.bodies.putScratch(urlKey(url), 'parsed', { article: article({ body, declared_language: 'en' }), validators });
  const job = {
    v: 1,
    n: 7,
    origin: 'replay',
    url,
    urlKey: urlKey(url),
    feedId: null,
    docId: urlKey(url),
    contentHash: 'h',
    scratch,
    exchange: null,
  } as const;
  await queues.add('enrich', job);

  const proc = await startService({ name: 'enricher', entry: join(import.meta.dirname, '../src/main.ts'), env });
  onTestFinished(async () => void (await proc.kill()));
  const index = queues.boardQueues().find(({ name }) => name === 'index');
  const next = await until(async () => (await index?.getJobs('waiting'))?.[0]?.data, { what: 'the index job', timeoutMs: 60_000 });
  expect(zIndexJob.parse(next)).toEqual({ ...job, kind: 'article', scratch: expect.not.stringContaining(scratch) });
  expect(await store.bodies.getScratch(next.scratch)).toMatchObject({ validators, article: { language: 'en', word_count: 19, body } });
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
});

test('enrichers are switched off by a setting, and a name that is none stops the start', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'enricher-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const env = { REDIS_URL: testServers().redisUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir };
  const entry = join(import.meta.dirname, '../src/main.ts');
  const proc = await startService({ name: 'enricher', entry, env: { ...env, ENRICH_OFF: 'topics, entities' } });
  onTestFinished(async () => void (await proc.kill()));
  const line = JSON.parse(await proc.until(/"enrichers"/, { timeoutMs: 60_000 }));
  expect(line.enrichers).toEqual(['lead', 'keyphrases', 'duplicates', 'stories']);

  const wrong = await startService({ name: 'enricher', entry, env: { ...env, ENRICH_OFF: 'topic' } });
  expect((await wrong.exited).code).toBe(2);
  expect(wrong.output().join('\n')).toContain('ENRICH_OFF: must be of lead, entities, keyphrases, topics, duplicates, stories, vectors');
});
