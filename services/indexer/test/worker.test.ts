import { join } from 'node:path';
import { Fault } from '@newsmill/contracts';
import { startService, until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { articleJob, offered, pending, testStage, urlJob } from './stage.ts';

vi.setConfig({ testTimeout: 90_000 });

test('a job whose article is gone is tried as often as it may, then ends as a dead letter; its neighbours do not notice', async () => {
  const stage = await testStage();
  await stage.search.setUp();
  const urls = ['a', 'missing', 'b'].map((name) => `https://news.example/${name}`);
  const jobs = await Promise.all(urls.map(async (url) => articleJob(stage, await offered(stage, url), {}, !url.endsWith('missing'))));
  const queue = stage.queues.boardQueues().find(({ name }) => name === 'index');
  for (const job of jobs) await queue?.add('index', job, { attempts: 3, backoff: { type: 'fixed', delay: 20 } });
  const events = stage.work();

  await until(() => events.filter(({ ended }) => ended === 'done').length === 2 && events.some(({ ended }) => ended === 'dead'), {
    what: 'all three to end',
    timeoutMs: 30_000,
  });
  const missing = events.filter(({ job }) => job['url'] === urls[1]);
  expect(missing.map(({ ended, code }) => `${ended} ${code}`)).toEqual(['retry body_missing', 'retry body_missing', 'dead body_missing']);
  const records = await stage.search.registry.get(jobs.map((job) => job.urlKey));
  expect(jobs.map((job) => records.get(job.urlKey)?.outcome)).toEqual(['indexed', 'dead', 'indexed']);
  expect(records.get(jobs[1]?.urlKey ?? '')).toMatchObject({ code: 'body_missing', stage: 'index' });
  expect(await Promise.all(urls.map((url) => pending(stage, url)))).toEqual([false, false, false]);
});

test('an article larger than a whole batch goes in alone and whole, and its neighbours are not held up (fault 21)', async () => {
  const stage = await testStage({ INDEX_BATCH_BYTES: `${2 ** 20}` });
  await stage.search.setUp();
  const urls = Array.from({ length: 21 }, (_, at) => `https://news.example/${at}`);
  const body = `${'漢字の長い記事。 '.repeat(55_000)}the very last word`;
  expect(Buffer.byteLength(body)).toBeGreaterThan(1.3 * 2 ** 20);
  const jobs = await Promise.all(urls.map(async (url, at) => articleJob(stage, await offered(stage, url), at === 10 ? { body } : {})));
  for (const job of jobs) await stage.queues.add('index', job);
  const events = stage.work();
  await until(() => events.length === jobs.length, { what: 'all to end', timeoutMs: 60_000 });
  expect(events.map(({ ended }) => ended)).toEqual(jobs.map(() => 'done'));
  const records = await stage.search.registry.get(jobs.map(({ docId }) => docId));
  expect(jobs.map(({ docId }) => records.get(docId)?.outcome)).toEqual(jobs.map(() => 'indexed'));
  const docId = jobs[10]?.docId ?? '';
  expect((await stage.search.articles.read(records.get(docId)?.home ?? '', docId))?.body).toBe(body);
});

test('a document that Elasticsearch refuses is a dead letter at once', async () => {
  const stage = await testStage();
  await stage.search.setUp();
  let extra: Record<string, unknown> = {};
  for (let level = 0; level < 30; level++) extra = { a: extra };
  const job = await articleJob(stage, await offered(stage, 'https://news.example/a'), { extra });
  await stage.queues.add('index', job);
  const events = stage.work();
  await until(() => events.length > 0, { what: 'the job to end', timeoutMs: 30_000 });
  expect(events).toMatchObject([{ ended: 'dead', code: 'index_rejected', attempt: 1 }]);
  expect((await stage.search.registry.get([job.urlKey])).get(job.urlKey)).toMatchObject({ outcome: 'dead', code: 'index_rejected' });
});

test('a mention that cannot be told makes no dead letter of its URL', async () => {
  const stage = await testStage();
  await stage.search.setUp();
  const trail = await offered(stage, 'https://news.example/a');
  await stage.index.onDead(urlJob(trail, {}), new Fault('internal'));
  expect((await stage.search.registry.get([trail.urlKey])).size).toBe(0);
  expect(await pending(stage, trail.url)).toBe(true);
});

test('the process sets up the indices, indexes what is in its queue, and ends when told to', async () => {
  const stage = await testStage();
  const job = await articleJob(stage, await offered(stage, 'https://news.example/a'));
  await stage.queues.add('index', job);
  const proc = await startService({ name: 'indexer', entry: join(import.meta.dirname, '../src/main.ts'), env: stage.env });
  onTestFinished(async () => void (await proc.kill()));
  const port = JSON.parse(await proc.until(/"msg":"ready"/, { timeoutMs: 60_000 })).healthPort;
  expect(await (await fetch(`http://127.0.0.1:${port}/ready`)).json()).toEqual({ ok: true, checks: { redis: 'ok', elasticsearch: 'ok' } });
  await until(async () => !(await pending(stage, job.url)), { what: 'the outcome', timeoutMs: 30_000 });
  expect((await stage.search.registry.get([job.urlKey])).get(job.urlKey)).toMatchObject({ outcome: 'indexed' });
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
});
