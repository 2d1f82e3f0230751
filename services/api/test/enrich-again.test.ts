import { ENRICHER_VERSION, zEnrichJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { until } from '@newsmill/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

test('only articles of older enrichers are sent to be enriched again, as the parser handed them on, and the end is told when all are through', async () => {
  const pipeline = { version: '1', extractor: 'test' };
  const [old, fresh] = ['https://old.example/a', 'https://fresh.example/a'];
  await indexArticle(door, old, { pipeline, quality: { score: 1, flags: ['paywall', 'no_topics', 'no_older_copies'] } });
  await indexArticle(door, fresh, { pipeline: { ...pipeline, enricher: ENRICHER_VERSION } });
  expect((await door.ask('POST', '/rebuild/index', { payload: { enrich_only: true } })).body).toEqual({ started: true });
  const queue = door.queues.boardQueues().find(({ name }) => name === 'enrich');
  const jobs = await until(
    async () => {
      const waiting = (await queue?.getJobs('waiting')) ?? [];
      return waiting.length === 0 ? undefined : waiting;
    },
    { what: 'the enrich job', timeoutMs: 20_000 },
  );
  expect(jobs).toHaveLength(1);
  const job = zEnrichJob.parse(jobs[0]?.data);
  expect(job).toMatchObject({ docId: urlKey(old), origin: 'rebuild', again: true });
  expect(await door.store.bodies.getScratch(job.scratch)).toMatchObject({
    article: { declared_language: 'en', quality: { flags: ['paywall'] } },
  });
  expect((await door.ask('GET', '/rebuild')).body).toMatchObject({ phase: 'reading', generation: 0, sent: 1, open: 1 });
  await door.store.rebuild.finish(job.exchange ?? '');
  await until(async () => (await door.ask('GET', '/rebuild')).body.phase === 'done', { what: 'the end', timeoutMs: 20_000 });
});

test('a day and enrich_only do not go together', async () => {
  const { status, body } = await door.ask('POST', '/rebuild/index', { payload: { enrich_only: true, since: '2026-01-01' } });
  expect([status, body.error.code]).toEqual([400, 'bad_request']);
});
