import { DependencyDown, Fault } from '@newsmill/contracts';
import { until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { frontierSink } from '../src/index.ts';
import { jobsOf } from './jobs.ts';
import { openPipeline } from './pipeline.ts';

const twenty = Array.from({ length: 20 }, (_, i) => jobsOf(`https://h${i}.example/`).enrich);

test('while a dependency is down jobs wait without a counted attempt, and all run once it is back', async () => {
  const { queues, work, ended, board } = openPipeline();
  let down = true;
  for (const job of twenty) await queues.add('enrich', job);
  work('enrich', {
    concurrency: 4,
    handler: async () => {
      if (down) throw new DependencyDown('Elasticsearch');
      return [];
    },
    sinks: {},
  });
  // more pauses than the stage has attempts
  await until(() => ended('waits').length >= 10, { what: 'ten waits', timeoutMs: 20_000 });
  expect(await board('enrich').getFailedCount()).toBe(0);
  expect(await queues.depth('enrich')).toBe(20);
  down = false;
  await until(() => ended('done').length === 20, { what: 'all twenty jobs', timeoutMs: 20_000 });
  expect(new Set(ended('done').map(({ attempt }) => attempt))).toEqual(new Set([1]));
  expect(ended('waits')[0]).toMatchObject({ code: 'dependency_down', detail: 'Elasticsearch is not reachable' });
  expect(await board('enrich').getFailedCount()).toBe(0);
});

test('a pause holds the whole stage: a dead dependency is asked by a few jobs, not by all', async () => {
  const { queues, work, ended } = openPipeline();
  for (const job of twenty) await queues.add('enrich', job);
  let down = true;
  work('enrich', {
    concurrency: 2,
    handler: async () => {
      if (down) throw new DependencyDown('Elasticsearch');
      return [];
    },
    sinks: {},
  });
  await until(() => ended('waits').length >= 4, { what: 'two rounds' });
  const rounds = ended('waits').length;
  down = false;
  await until(() => ended('done').length === 20, { what: 'all twenty jobs', timeoutMs: 20_000 });
  expect(rounds).toBeLessThan(20);
});

test('a dead letter that cannot be sent waits like everything else: no attempt is counted, none is lost', async () => {
  const { queues, work, ended, board } = openPipeline();
  let down = true;
  const told: string[] = [];
  work('enrich', {
    handler: () => Promise.reject(new Fault('parse_crash')),
    sinks: {},
    onDead: async ({ url }) => {
      if (down) throw new DependencyDown('Elasticsearch');
      told.push(url);
    },
  });
  await queues.add('enrich', jobsOf('https://a.example/').enrich);
  await until(() => ended('waits').length >= 2, { what: 'two waits' });
  expect(await board('enrich').getFailedCount()).toBe(0);
  down = false;
  await until(async () => (await board('enrich').getFailedCount()) === 1, { what: 'the failed job' });
  expect(told).toEqual(['https://a.example/']);
  expect(ended('dead')).toMatchObject([{ attempt: 1, code: 'parse_crash' }]);
});

test('a full frontier makes the stage wait: the offer is made when there is room', async () => {
  const { queues, work, ended } = openPipeline();
  let answer = 'full';
  const offered: string[] = [];
  const sink = frontierSink(async ([offer]) => {
    if (answer === 'offered') offered.push(offer?.url ?? '');
    return [answer];
  }, queues);
  const { v: _v, n: _n, tries: _t, ...offer } = jobsOf('https://new.example/').fetch;
  work('parse', {
    handler: async () => [{ to: 'frontier', job: { offer, mode: 'new' } }],
    sinks: { frontier: sink, feed: async () => undefined },
  });
  await queues.add('parse', jobsOf('https://a.example/').parse);
  await until(() => ended('waits').length >= 1, { what: 'a wait' });
  expect(offered).toEqual([]);
  answer = 'offered';
  await until(() => ended('done').length === 1, { what: 'the parse job' });
  expect(offered).toEqual(['https://new.example/']);
});

test('a stage that needs the same as another waits with it and is not even begun; it goes on when the other does', async () => {
  const { queues, work, ended } = openPipeline();
  let away = true;
  const begun: string[] = [];
  let asked = 0;
  const index = async () => {
    asked++;
    return away ? Promise.reject(new DependencyDown('Elasticsearch')) : [];
  };
  work('index', { handler: index, sinks: {} });
  await queues.add('index', jobsOf('https://a.example/').index);
  await until(() => queues.waits('index'), { what: 'the pause' });
  const alert = async ({ url }: { url: string }) => {
    begun.push(url);
    return [];
  };
  work('alert', { waitsWith: 'index', handler: alert, sinks: {}, onDead: async () => undefined });
  await queues.add('alert', jobsOf('https://a.example/').alert);
  await until(() => ended('waits').some(({ stage }) => stage === 'alert'), { what: 'the wait' });
  // not in the moments either in which the other asks once more
  await until(() => asked > 4, { what: 'more questions' });
  expect(begun).toEqual([]);
  away = false;
  await until(() => begun.length === 1, { what: 'the alert' });
});

test('a URL that a feed announces again is told to the registry; one that is offered or pending is not', async () => {
  const { queues, waiting } = openPipeline();
  const feedId = jobsOf('https://feed.example/').fetch.urlKey;
  const { v: _v, n: _n, tries: _t, ...known } = jobsOf('https://a.example/').fetch;
  for (const answer of ['offered', 'pending', 'seen']) {
    await frontierSink(async () => [answer], queues)({ offer: { ...known, feedId }, mode: 'new' });
  }
  await frontierSink(async () => ['seen'], queues)({ offer: known, mode: 'new' });
  expect(await waiting('index')).toMatchObject([{ kind: 'url', outcome: null, url: known.url, urlKey: known.urlKey, feedId }]);
});
