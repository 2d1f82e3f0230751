import { Fault, type IndexJobOf, PIPELINE, Postponed } from '@newsmill/contracts';
import { until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { backoffMs } from '../src/worker.ts';
import { jobsOf } from './jobs.ts';
import { openPipeline } from './pipeline.ts';

const A = jobsOf('https://a.example/1');
const SOON = { backoff: { type: 'fixed', delay: 1 } };
const offer = (url: string) => {
  const { v: _v, n: _n, tries: _t, ...rest } = jobsOf(url).fetch;
  return { offer: rest, mode: 'new' as const };
};

test('what a handler returns is handed on in its order, before its job completes', async () => {
  const { queues, work, waiting, ended, board } = openPipeline();
  const steps: string[] = [];
  const first = offer('https://n.example/1');
  work('parse', {
    handler: async () => [
      { to: 'frontier', job: first },
      { to: 'enrich', job: A.enrich },
      { to: 'frontier', job: offer('https://n.example/2') },
    ],
    sinks: {
      frontier: async (job) => {
        steps.push(`${job.offer.url} enriched ${(await waiting('enrich')).length} completed ${await board('parse').getCompletedCount()}`);
      },
      feed: async () => undefined,
    },
    after: async () => void steps.push(`after, completed ${await board('parse').getCompletedCount()}`),
  });
  await queues.add('parse', A.parse);
  await until(() => ended('done').length === 1, { what: 'the parse job' });
  expect(steps).toEqual(['https://n.example/1 enriched 0 completed 0', 'https://n.example/2 enriched 1 completed 0', 'after, completed 0']);
  expect(await waiting('enrich')).toEqual([A.enrich]);
  expect(ended('done')[0]?.handedOn).toEqual(['frontier', 'enrich', 'frontier']);
});

test('a job that fails after handing on hands nothing on twice when it runs again', async () => {
  const { work, waiting, ended, board } = openPipeline();
  let runs = 0;
  work('parse', {
    handler: async () => [{ to: 'enrich', job: A.enrich }],
    sinks: { frontier: async () => undefined, feed: async () => undefined },
    after: async () => {
      runs += 1;
      if (runs < 3) throw new Error('died here');
    },
  });
  await board('parse').add('parse', A.parse, { attempts: 3, ...SOON });
  await until(() => ended('done').length === 1, { what: 'the third run' });
  expect(ended('retry')).toHaveLength(2);
  expect(await waiting('enrich')).toEqual([A.enrich]);
});

test('a permanent Fault runs once, stays in the failed set with its reason, and sends its dead letter to the index', async () => {
  const { queues, work, waiting, ended, board } = openPipeline();
  work('enrich', { handler: () => Promise.reject(new Fault('parse_crash', 'line 7')), sinks: {} });
  await queues.add('enrich', A.enrich);
  await until(async () => (await board('enrich').getFailedCount()) === 1, { what: 'the failed job' });
  const [failed] = await board('enrich').getFailed();
  expect(failed?.attemptsMade).toBe(1);
  expect(failed?.failedReason).toMatch(/^parse_crash: .*line 7/);
  expect(ended('dead')).toMatchObject([{ code: 'parse_crash', detail: 'line 7', attempt: 1 }]);
  const { n, origin, url, urlKey, exchange } = A.enrich;
  expect(await waiting('index')).toMatchObject([
    {
      kind: 'url',
      outcome: 'dead',
      code: 'parse_crash',
      detail: 'line 7',
      stage: 'enrich',
      n,
      origin,
      url,
      urlKey,
      exchange,
      jobId: failed?.id,
    },
  ]);
});

test('an error that may pass is tried again as often as its stage says, then it is a dead letter', async () => {
  const { work, waiting, ended, board } = openPipeline();
  const attempts = PIPELINE.enrich.attempts;
  work('enrich', { handler: () => Promise.reject(new TypeError('x is undefined')), sinks: {} });
  await board('enrich').add('enrich', A.enrich, { attempts, ...SOON });
  await until(async () => (await board('enrich').getFailedCount()) === 1, { what: 'the failed job' });
  expect(ended('retry').map(({ attempt }) => attempt)).toEqual(Array.from({ length: attempts - 1 }, (_, i) => i + 1));
  expect(ended('dead')).toMatchObject([{ attempt: attempts, code: 'internal', detail: 'x is undefined' }]);
  expect(await waiting('index')).toMatchObject([{ outcome: 'dead', code: 'internal' }]);
});

test('the wait between two tries doubles, and is up to half of it shorter by chance', () => {
  for (const made of [1, 2, 5, 13]) {
    const waits = Array.from({ length: 200 }, () => backoffMs(1_000, made));
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000 * 2 ** (made - 1));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(500 * 2 ** (made - 1));
    expect(new Set(waits).size).toBeGreaterThan(100);
  }
});

test('a job whose time has not come waits as long as it says, and has lost no try', async () => {
  const { queues, work, board, ended } = openPipeline();
  let calls = 0;
  work('deliver', {
    handler: async () => {
      if (++calls <= PIPELINE.deliver.attempts + 1) throw new Postponed(1, 'not yet');
      return [];
    },
    sinks: {},
    onDead: async () => undefined,
  });
  await queues.add('deliver', A.deliver);
  await until(() => ended('done').length === 1, { what: 'the end', timeoutMs: 20_000 });
  expect(ended('waits')).toHaveLength(PIPELINE.deliver.attempts + 1);
  expect(ended('waits')[0]).toMatchObject({ code: 'postponed', detail: 'not yet', attempt: 1 });
  expect(ended('done')).toMatchObject([{ attempt: 1 }]);
  expect(await board('deliver').getFailedCount()).toBe(0);
});

test('a job that is postponed does not hold up the others', async () => {
  const { queues, work, ended } = openPipeline();
  const [late, soon] = [jobsOf('https://late.example/').deliver, jobsOf('https://soon.example/').deliver];
  work('deliver', {
    handler: async ({ deliveryId }) => {
      if (deliveryId === late.deliveryId) throw new Postponed(3_600_000, 'not yet');
      return [];
    },
    sinks: {},
    onDead: async () => undefined,
  });
  await queues.add('deliver', late);
  await until(() => ended('waits').length === 1, { what: 'the wait' });
  await queues.add('deliver', soon);
  await until(() => ended('done').length === 1, { what: 'the other one' });
});

test('`onDead` takes the place of the dead letter', async () => {
  const { queues, work, board } = openPipeline();
  const told: string[] = [];
  work('enrich', {
    handler: () => Promise.reject(new Fault('poison')),
    sinks: {},
    onDead: async (job, fault) => void told.push(`${job.url} ${fault.code}`),
  });
  await queues.add('enrich', A.enrich);
  await until(async () => (await board('enrich').getFailedCount()) === 1, { what: 'the failed job' });
  expect(told).toEqual(['https://a.example/1 poison']);
  expect(await queues.depth('index')).toBe(0);
});

test('a job that has ended its worker five times is poison: its handler is not called again', async () => {
  const { queues, work, waiting, board } = openPipeline();
  const called: string[] = [];
  for (const [host, stalls] of [
    ['crashed-4', 4],
    ['crashed-5', 5],
  ] as const) {
    await queues.add('enrich', jobsOf(`https://${host}.example/`).enrich);
    const [job] = (await board('enrich').getJobs(['waiting'])).filter(({ data }) => data.url.includes(host));
    const redis = await board('enrich').getBackend().client;
    await redis.hset(board('enrich').toKey(job?.id ?? ''), { stc: stalls });
  }
  work('enrich', {
    handler: async ({ url }) => {
      called.push(url);
      return [];
    },
    sinks: {},
  });
  await until(async () => (await board('enrich').getFailedCount()) === 1 && called.length === 1, { what: 'both jobs' });
  expect(called).toEqual(['https://crashed-4.example/']);
  expect(await waiting('index')).toMatchObject([{ url: 'https://crashed-5.example/', outcome: 'dead', code: 'poison' }]);
});

test('a job without the shape of its stage runs once and ends in the failed set, however broken it is', async () => {
  const { queues, work, board, ended, errors } = openPipeline();
  let called = 0;
  work('enrich', {
    handler: async () => {
      called += 1;
      return [];
    },
    sinks: {},
  });
  await board('enrich').add('enrich', { ...A.enrich, docId: 'short' });
  await board('enrich').add('enrich', { nothing: 'of ours' });
  await until(async () => (await board('enrich').getFailedCount()) === 2, { what: 'the failed jobs' });
  expect(called).toBe(0);
  expect(ended('dead').map(({ code, attempt }) => `${code} ${attempt}`)).toEqual(['invalid_job 1', 'invalid_job 1']);
  // the first can be told to the index, of the second there is nothing to tell: the log has it
  expect(await queues.depth('index')).toBe(1);
  expect(errors).toHaveLength(1);
});

test('each run is told with its stage, its waiting time and what it handed on', async () => {
  const { queues, work, ended } = openPipeline();
  work('enrich', {
    handler: async ({ url }) => [{ to: 'index', job: { ...(jobsOf(url).index as IndexJobOf<'url'>) } }],
    sinks: {},
  });
  await queues.add('enrich', A.enrich);
  await until(() => ended('done').length === 1, { what: 'the job' });
  const [event] = ended('done');
  expect(event).toMatchObject({ stage: 'enrich', attempt: 1, handedOn: ['index'], job: A.enrich, jobId: expect.any(String) });
  expect(event?.waitedMs).toBeGreaterThanOrEqual(0);
  expect(event?.ms).toBeGreaterThanOrEqual(0);
});

test('a worker that is closed ends its job first', async () => {
  const { queues, work, board } = openPipeline();
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const worker = work('enrich', {
    handler: async () => {
      begun.resolve();
      await end.promise;
      return [];
    },
    sinks: {},
  });
  await queues.add('enrich', A.enrich);
  await begun.promise;
  const closed = worker.close();
  end.resolve();
  await closed;
  expect(await board('enrich').getCompletedCount()).toBe(1);
});
