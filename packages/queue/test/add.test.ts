import { Fault, MAX_JOB_BYTES, STAGES, type Stage } from '@newsmill/contracts';
import { until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { checkJob } from '../src/index.ts';
import { jobsOf } from './jobs.ts';
import { openPipeline } from './pipeline.ts';

const A = jobsOf('https://a.example/1');
const refused = expect.objectContaining({ code: 'invalid_job' });

test('a job comes out of its queue as it was added', async () => {
  const { queues, waiting } = openPipeline();
  await queues.add('parse', A.parse);
  expect(await waiting('parse')).toEqual([A.parse]);
});

test('a job above the limit is refused where it is added, and its neighbour below it is not', async () => {
  const { queues } = openPipeline();
  const room = MAX_JOB_BYTES - Buffer.byteLength(JSON.stringify({ ...A.parse, entryKey: '' }));
  await queues.add('parse', { ...A.parse, entryKey: 'x'.repeat(room) });
  await expect(queues.add('parse', { ...A.parse, n: A.parse.n + 1, entryKey: 'x'.repeat(room + 1) })).rejects.toEqual(refused);
  // bytes, not characters
  await expect(queues.add('parse', { ...A.parse, entryKey: 'é'.repeat(room - 1) })).rejects.toEqual(refused);
  expect(await queues.depth('parse')).toBe(1);
});

test.each<[string, Stage, unknown]>([
  ['a key that is none', 'fetch', { ...A.fetch, urlKey: 'https://a.example/1' }],
  ['a missing field', 'parse', { ...A.parse, fetchedAt: undefined }],
  ['an unknown code', 'parse', { ...A.parse, code: 'bad_luck' }],
  ['the job of another stage', 'index', A.enrich],
  ['a version from the future', 'enrich', { ...A.enrich, v: 2 }],
])('a job with %s is refused', (_what, stage, job) => {
  expect(() => checkJob(stage, job as never)).toThrow(refused);
});

test.each(STAGES)('the same hand-over twice adds one %s job', async (stage) => {
  const { queues } = openPipeline();
  await Promise.all([queues.add(stage, A[stage]), queues.add(stage, A[stage])]);
  await queues.add(stage, A[stage]);
  expect(await queues.depth(stage)).toBe(1);
});

test('a repeat adds nothing within the window, also when the first has completed', async () => {
  const { queues, work, ended } = openPipeline();
  work('enrich', { handler: async () => [], sinks: {} });
  await queues.add('enrich', A.enrich);
  await until(() => ended('done').length === 1, { what: 'the first job' });
  await queues.add('enrich', A.enrich);
  expect(await queues.depth('enrich')).toBe(0);
});

test('a fetch job that is added while its twin runs is run after it', async () => {
  const { queues, work, ended } = openPipeline();
  const begun: number[] = [];
  const goOn = Promise.withResolvers<void>();
  const handler = async ({ tries }: { tries: number }) => {
    begun.push(tries);
    await goOn.promise;
    return [];
  };
  work('fetch', { handler, sinks: { frontier: async () => undefined } });
  await queues.add('fetch', A.fetch);
  await until(() => begun.length === 1, { what: 'the first run' });
  await queues.add('fetch', { ...A.fetch, tries: 1 });
  goOn.resolve();
  await until(() => ended('done').length === 2, { what: 'the second' });
  expect(begun).toEqual([0, 1]);
});

test('a fetch job is a twin only while it lives', async () => {
  const { queues, work, ended } = openPipeline();
  await queues.add('fetch', A.fetch);
  await queues.add('fetch', { ...A.fetch, n: A.fetch.n + 1 });
  expect(await queues.depth('fetch')).toBe(1);
  work('fetch', { handler: async () => [], sinks: { frontier: async () => undefined } });
  await until(async () => (await queues.depth('fetch')) === 0, { what: 'the first fetch' });
  await queues.add('fetch', A.fetch);
  await until(() => ended('done').length === 2, { what: 'the second fetch' });
});

test('a delivery has one job at a time, however long it is tried', async () => {
  const { queues, work, board, events } = openPipeline();
  work('deliver', { handler: () => Promise.reject(new Fault('webhook_refused')), sinks: {}, onDead: async () => undefined });
  await queues.add('deliver', A.deliver);
  await until(async () => (await board('deliver').getDelayedCount()) === 1, { what: 'the first try' });
  await queues.add('deliver', { ...A.deliver, n: A.deliver.n + 1 });
  await queues.add('deliver', { ...A.deliver, channel: 'email' });
  await until(() => events.length === 2, { what: 'the other channel' });
  expect(await queues.depth('deliver')).toBe(2);
});

test('a fetch job that failed for good does not block the next one of its URL', async () => {
  const { queues, work, board } = openPipeline();
  work('fetch', {
    handler: () => Promise.reject(new Error('always')),
    sinks: { frontier: async () => undefined },
    onDead: async () => undefined,
  });
  await board('fetch').add('fetch', A.fetch, { attempts: 1, deduplication: { id: `u-${A.fetch.urlKey}` } });
  await until(async () => (await board('fetch').getFailedCount()) === 1, { what: 'the failure' });
  await queues.add('fetch', A.fetch);
  expect(await queues.depth('fetch')).toBe(1);
});

test.each(['parse', 'enrich', 'index', 'alert'] as const)('a new generation is another %s job', async (stage) => {
  const { queues } = openPipeline();
  await queues.add(stage, A[stage]);
  await queues.add(stage, jobsOf(A.fetch.url, A.fetch.n + 1)[stage]);
  expect(await queues.depth(stage)).toBe(2);
});

test('other news of a URL are jobs of their own: another body, another text, another feed', async () => {
  const { queues } = openPipeline();
  await queues.add('parse', A.parse);
  await queues.add('parse', { ...A.parse, exchange: A.parse.exchange?.replace('0123456789ab', 'ba9876543210') ?? null });
  await queues.add('parse', { ...A.parse, exchange: null });
  expect(await queues.depth('parse')).toBe(3);
  await queues.add('enrich', A.enrich);
  await queues.add('enrich', { ...A.enrich, contentHash: 'other' });
  expect(await queues.depth('enrich')).toBe(2);
  const mention = { ...A.index, outcome: null };
  await queues.add('index', A.index);
  await queues.add('index', { ...mention, feedId: jobsOf('https://f.example/1').fetch.urlKey });
  await queues.add('index', { ...mention, feedId: jobsOf('https://f.example/2').fetch.urlKey });
  expect(await queues.depth('index')).toBe(3);
});

test('no job id and no hand-over id holds a colon, nor is it a bare number where we choose it', async () => {
  const { queues, board } = openPipeline();
  const odd = jobsOf('feed:aaaaaaaaaaaaaaaaaaaaaaaaaaa:tag:x,2024:"1"');
  for (const stage of STAGES) {
    await queues.add(stage, odd[stage]);
    const [job] = await board(stage).getJobs(['waiting']);
    expect(job?.id).not.toContain(':');
    expect(job?.deduplicationId).toMatch(/^[A-Za-z0-9_-]*[A-Za-z_-][A-Za-z0-9_-]*$/);
  }
});

test('queues of different prefixes do not see each other', async () => {
  const [one, other] = [openPipeline(), openPipeline()];
  await one.queues.add('fetch', A.fetch);
  expect(await other.queues.depth('fetch')).toBe(0);
});

test('counts and the age of the oldest waiting job tell what waits', async () => {
  const { queues, board } = openPipeline();
  expect(await queues.oldestWaitingSeconds()).toEqual({ fetch: 0, parse: 0, enrich: 0, embed: 0, index: 0, alert: 0, deliver: 0 });
  await board('parse').add('parse', A.parse, { timestamp: Date.now() - 3_600_000 });
  await queues.add('parse', A.parse);
  const { parse, fetch } = await queues.oldestWaitingSeconds();
  expect(parse).toBeGreaterThanOrEqual(3_600);
  expect(fetch).toBe(0);
  expect((await queues.counts()).parse).toEqual({ waiting: 2, active: 0, delayed: 0, failed: 0, completed: 0 });
});
