import { ENRICHER_VERSION, zEnrichJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { until } from '@newsmill/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

const sent = (from: Door) =>
  until(
    async () => {
      const queue = from.queues.boardQueues().find(({ name }) => name === 'enrich');
      const waiting = (await queue?.getJobs('waiting')) ?? [];
      return waiting.length === 0 ? undefined : waiting;
    },
    { what: 'the enrich job', timeoutMs: 20_000 },
  );

test('only articles of older enrichers are sent to be enriched again, as the parser handed them on, and the end is told when all are through', async () => {
  const pipeline = { version: '1', extractor: 'test' };
  const [old, fresh] = ['https://old.example/a', 'https://fresh.example/a'];
  const feed = { id: urlKey('https://old.example/feed'), url: 'https://old.example/feed' };
  await door.ask('POST', '/feeds', { payload: { url: feed.url, language: 'pt' } });
  await indexArticle(door, old, { pipeline, feeds: [feed], quality: { score: 1, flags: ['paywall', 'no_topics', 'no_older_copies'] } });
  await indexArticle(door, fresh, { pipeline: { ...pipeline, enricher: ENRICHER_VERSION } });
  expect((await door.ask('POST', '/rebuild/index', { payload: { enrich_only: true } })).body).toEqual({ started: true });
  const jobs = await sent(door);
  expect(jobs).toHaveLength(1);
  const job = zEnrichJob.parse(jobs[0]?.data);
  expect(job).toMatchObject({ docId: urlKey(old), origin: 'rebuild', again: true });
  expect(await door.store.bodies.getScratch(job.scratch)).toMatchObject({
    article: { declared_language: 'en', set_language: 'pt', quality: { flags: ['paywall'] } },
  });
  expect((await door.ask('GET', '/rebuild')).body).toMatchObject({ phase: 'reading', generation: 0, sent: 1, open: 1 });
  await door.store.rebuild.finish(job.exchange ?? '');
  await until(async () => (await door.ask('GET', '/rebuild')).body.phase === 'done', { what: 'the end', timeoutMs: 20_000 });
});

test('where there is a model, articles that lack the vector they could have are sent too', async () => {
  const embedding = Buffer.alloc(384, 1).toString('base64');
  const withModel = await openDoor({}, async () => embedding);
  onTestFinished(withModel.close);
  await withModel.search.setUp();
  const pipeline = { version: '1', extractor: 'test', enricher: ENRICHER_VERSION };
  const lacking = 'https://lacking.example/a';
  await indexArticle(withModel, lacking, { pipeline });
  await indexArticle(withModel, 'https://has.example/a', { pipeline, embedding });
  await indexArticle(withModel, 'https://german.example/a', { pipeline, language: 'de' });
  await withModel.ask('POST', '/rebuild/index', { payload: { enrich_only: true } });
  const jobs = (await sent(withModel)).map(({ data }) => zEnrichJob.parse(data));
  expect(jobs.map(({ docId }) => docId)).toEqual([urlKey(lacking)]);
  await withModel.store.rebuild.finish(jobs[0]?.exchange ?? '');
  await until(async () => (await withModel.ask('GET', '/rebuild')).body.phase === 'done', { what: 'the end', timeoutMs: 20_000 });
  expect((await withModel.ask('GET', '/rebuild')).body).toMatchObject({ sent: 1 });
});

test('a day and enrich_only do not go together', async () => {
  const { status, body } = await door.ask('POST', '/rebuild/index', { payload: { enrich_only: true, since: '2026-01-01' } });
  expect([status, body.error.code]).toEqual([400, 'bad_request']);
});
