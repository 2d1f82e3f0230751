import type { FeedConfig } from '@newsmill/contracts';
import { hostOf, urlKey } from '@newsmill/contracts/ids';
import { readSettings, SEARCH_SETTINGS } from '@newsmill/runtime';
import { newRecord, openSearch, type UrlRecord } from '@newsmill/search';
import { until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type LoopContext, startLoops } from '../src/loops.ts';
import { LEASE_MS, leased, page, testStore, waiting } from './stage.ts';

vi.setConfig({ testTimeout: 30_000 });

/** What the loops need, not yet started; `calls` counts what they ask of the frontier and the queues. */
async function testLoops(): Promise<{
  context: LoopContext;
  calls: { offer: number; dispatch: number; depth: number; overdue: number };
  start: () => void;
}> {
  const { store, queues, env } = await testStore();
  const search = openSearch(readSettings(SEARCH_SETTINGS, env));
  onTestFinished(search.close);
  const calls = { offer: 0, dispatch: 0, depth: 0, overdue: 0 };
  const counted = <A extends unknown[], R>(name: keyof typeof calls, work: (...args: A) => R) => {
    return (...args: A): R => {
      calls[name]++;
      return work(...args);
    };
  };
  const { frontier } = store;
  const context: LoopContext = {
    store: {
      ...store,
      frontier: {
        ...frontier,
        offer: counted('offer', frontier.offer),
        dispatch: counted('dispatch', frontier.dispatch),
        overdue: counted('overdue', frontier.overdue),
      },
    },
    search,
    queues: { ...queues, depth: counted('depth', queues.depth) },
    concurrency: 1,
    leaseMs: LEASE_MS,
    gapMs: 2_000,
    sweepAfterMs: 0,
    // most tests have no registry for the sweep to ask
    onError: () => undefined,
  };
  const start = (): void => onTestFinished(startLoops(context));
  return { context, calls, start };
}

async function some(queues: LoopContext['queues']): Promise<unknown[] | undefined> {
  const jobs = await waiting(queues, 'fetch');
  return jobs.length > 0 ? jobs : undefined;
}

const config = (url: string, paused = false): FeedConfig => ({
  v: 1,
  id: urlKey(url),
  url,
  name: null,
  paused,
  created_at: new Date().toISOString(),
});

test('a feed that is due is offered once while its poll is open, and a paused one not at all', async () => {
  const { context, calls, start } = await testLoops();
  const { feeds, frontier } = context.store;
  const [due, paused] = [config('https://news.example/feed'), config('https://paused.example/feed', true)];
  await feeds.putConfig(due, { wake: true });
  await feeds.putConfig(paused, { wake: true });
  start();
  const at = { url: due.url, urlKey: due.id };
  const first = await until(async () => (await frontier.look(at)).pendingSince, { what: 'the offer of the feed' });
  await feeds.putConfig(due, { wake: true });
  await until(async () => (await feeds.takeDue(10, 0)).length === 0, { what: 'the feed to be taken again' });
  const offers = calls.offer;
  await until(() => calls.offer > offers, { what: 'another round' });
  expect((await frontier.look(at)).pendingSince).toBe(first);
  expect(await frontier.sizes()).toMatchObject({ pending: 1 });
  const jobs = await until(() => some(context.queues), { what: 'its job' });
  expect(jobs).toMatchObject([{ kind: 'feed', feedId: due.id, url: due.url, origin: 'live' }]);
});

test('dispatch fills the queue to twice the concurrency and no further', async () => {
  const { context, calls, start } = await testLoops();
  await context.store.frontier.offer(
    Array.from({ length: 7 }, (_, at) => page(`https://h${at}.example/`)),
    'new',
  );
  start();
  await until(async () => (await context.queues.depth('fetch')) === 2, { what: 'two jobs' });
  const rounds = calls.dispatch;
  await until(() => calls.dispatch > rounds + 3, { what: 'more rounds of dispatch' });
  expect(await context.queues.depth('fetch')).toBe(2);
  expect(await context.store.frontier.sizes()).toMatchObject({ waiting: 7 });
});

test.each(['parse', 'enrich', 'index'] as const)('nothing new is fetched while %s has too much before it', async (busy) => {
  const { context, calls, start } = await testLoops();
  const { depth } = context.queues;
  context.queues = { ...context.queues, depth: async (stage) => (await depth(stage)) + (stage === busy ? 5_001 : 0) };
  await context.store.frontier.offer([page('https://news.example/')], 'new');
  start();
  await until(() => calls.depth > 12, { what: 'some rounds' });
  expect(calls.dispatch).toBe(0);
});

test('a URL that no job can carry ends as a dead letter and gives its host free', async () => {
  const { context, start } = await testLoops();
  const long = page('https://news.example/long', { entryKey: `feeds/x#${'guid'.repeat(1_200)}` });
  const { frontier } = context.store;
  await frontier.offer([long, page('https://news.example/next')], 'new');
  start();
  const jobs = await until(() => some(context.queues), { what: 'the next' });
  expect(jobs).toMatchObject([{ url: 'https://news.example/next' }]);
  expect(await waiting(context.queues, 'index')).toMatchObject([{ outcome: 'dead', code: 'invalid_job', urlKey: long.urlKey }]);
});

test('the sweep offers again what has no outcome, settles only what the registry knows, and leaves alone what still waits', async () => {
  const { context, calls, start } = await testLoops();
  const { store, search } = context;
  await search.setUp();
  const record = (url: string, more: Partial<UrlRecord>) =>
    search.registry.create(urlKey(url), newRecord({ url, host: hostOf(url), n: Date.now() + 60_000, origin: 'live', ...more }));
  const urls = ['lost', 'pending', 'known', 'older'].map((name) => `https://${name}.example/`);
  for (const url of urls) await store.frontier.done(await leased(context, page(url)), { gapMs: 0 });
  const [lost = '', pending = '', known = '', older = ''] = urls;
  await record(pending, { outcome: 'pending' });
  await record(known, { outcome: 'indexed' });
  await record(older, { outcome: 'indexed', n: 1 });
  await store.frontier.offer([page('https://waits.example/')], 'new');
  const look = (url: string) => store.frontier.look(page(url));
  const before = new Map(await Promise.all([...urls, 'https://waits.example/'].map(async (url) => [url, await look(url)] as const)));
  context.queues = { ...context.queues, depth: async () => 10_000 };

  start();
  await until(async () => (await look(known)).pendingSince === null, { what: 'the known one to be settled' });
  await until(async () => (await store.frontier.sizes()).waiting === 4, { what: 'the others to be offered again' });
  for (const url of [lost, pending, older]) {
    const view = await look(url);
    expect(view, url).toMatchObject({ waiting: true, item: { url } });
    expect(view.pendingSince, url).toBeGreaterThan(before.get(url)?.pendingSince ?? Number.POSITIVE_INFINITY);
  }
  expect((await look('https://waits.example/')).pendingSince).toBe(before.get('https://waits.example/')?.pendingSince);
  expect(calls.overdue).toBeGreaterThan(0);
});

test('what fails in one round is told and tried in the next', async () => {
  const { context, start } = await testLoops();
  const { dispatch } = context.store.frontier;
  const errors: unknown[] = [];
  let rounds = 0;
  context.onError = (error) => void errors.push(error);
  context.store.frontier.dispatch = async (...args) => {
    if (++rounds <= 2) throw new Error(`round ${rounds}`);
    return dispatch(...args);
  };
  await context.store.frontier.offer([page('https://news.example/')], 'new');
  start();
  await until(async () => (await context.queues.depth('fetch')) === 1, { what: 'the job' });
  expect(errors).toEqual(expect.arrayContaining([new Error('round 1'), new Error('round 2')]));
});
