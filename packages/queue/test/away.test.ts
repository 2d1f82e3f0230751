import { DependencyDown } from '@newsmill/contracts';
import { until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { jobsOf } from './jobs.ts';
import { openPipeline } from './pipeline.ts';
import { redisDoor } from './proxy.ts';

const A = jobsOf('https://a.example/1');

test('adding fails and does not hang while Redis has never been there', async () => {
  const { queues, errors } = openPipeline({ REDIS_URL: 'redis://127.0.0.1:1' });
  await expect(queues.add('fetch', A.fetch)).rejects.toBeInstanceOf(DependencyDown);
  await expect(queues.counts()).rejects.toBeInstanceOf(DependencyDown);
  await expect(queues.depth('fetch')).rejects.toBeInstanceOf(DependencyDown);
  await expect(queues.oldestWaitingSeconds()).rejects.toBeInstanceOf(DependencyDown);
  expect(errors.length).toBeGreaterThan(0);
});

test('adding fails and does not hang while Redis is away, and works again once it is back', async () => {
  const door = await redisDoor();
  const { queues, waiting } = openPipeline({ REDIS_URL: door.url });
  await queues.add('fetch', A.fetch);
  await door.shut();
  const away = expect(queues.add('fetch', jobsOf('https://b.example/').fetch)).rejects;
  await away.toBeInstanceOf(DependencyDown);
  await expect(queues.depth('fetch')).rejects.toBeInstanceOf(DependencyDown);
  await door.open();
  await until(() => queues.add('fetch', jobsOf('https://c.example/').fetch).then(() => true), { what: 'an add after the outage' });
  expect((await waiting('fetch')).map(({ url }) => url)).toEqual(['https://a.example/1', 'https://c.example/']);
});

test('closing while Redis is away neither fails nor hangs', async () => {
  const door = await redisDoor();
  const { queues, errors } = openPipeline({ REDIS_URL: door.url });
  await queues.counts();
  await door.shut();
  await until(() => errors.length > 0, { what: 'the outage to be noticed' });
  await expect(queues.close()).resolves.toBeUndefined();
});

test('a worker goes on by itself when Redis is back, and no attempt of its jobs is counted', { timeout: 40_000 }, async () => {
  const door = await redisDoor();
  const { queues, work, ended, board } = openPipeline({ REDIS_URL: door.url });
  const begun = Promise.withResolvers<void>();
  const away = Promise.withResolvers<void>();
  work('enrich', {
    handler: async () => {
      begun.resolve();
      await away.promise;
      return [{ to: 'index', job: A.index }];
    },
    sinks: {},
  });
  await queues.add('enrich', A.enrich);
  await begun.promise;
  await door.shut();
  away.resolve();
  await until(() => ended('waits').length > 0, { what: 'the hand-over that found Redis away' });
  await door.open();
  await until(() => ended('done').length === 1, { what: 'the job after the outage', timeoutMs: 30_000 });
  expect(ended('done')[0]?.attempt).toBe(1);
  expect(await queues.depth('index')).toBe(1);
  expect(await board('enrich').getFailedCount()).toBe(0);
});
