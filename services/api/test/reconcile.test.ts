import { DependencyDown, newFeedState } from '@newsmill/contracts';
import { startWorker } from '@newsmill/queue';
import { readSettings, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { rebuildRedis } from '../src/operations/rebuild-redis.ts';
import { startReconciling } from '../src/reconcile.ts';
import { openDoor } from './door.ts';

vi.setConfig({ testTimeout: 60_000 });

async function house() {
  const door = await openDoor();
  onTestFinished(door.close);
  await door.search.setUp();
  const errors: unknown[] = [];
  const reconcile = async (): Promise<void> => startReconciling(door, (error) => void errors.push(error))();
  const submit = async (url: string) => (await door.ask('POST', '/feeds', { payload: { url } })).body.id;
  return { door, reconcile, submit, errors };
}

test('feeds and their states come back into an emptied Redis, paused ones paused, and the others are due', async () => {
  const before = await house();
  const [kept, paused] = [await before.submit('https://kept.example/feed'), await before.submit('https://paused.example/feed')];
  await before.door.ask('POST', `/feeds/${paused}/pause`);
  const state = { ...newFeedState(kept), entries_offered: 7, etag: '"1"' };
  const trail = { v: 1, n: 1, origin: 'live', url: 'https://kept.example/feed', urlKey: kept, feedId: kept } as const;
  await before.door.search.createWriter()([{ job: { kind: 'feed', ...trail, state } }]);
  await until(async () => (await before.door.search.feeds.states()).length === 1, { what: 'the copy of the state' });

  // the same Elasticsearch with a Redis that knows nothing: another prefix there alone
  const after = await house();
  const door = { ...after.door, search: before.door.search };
  expect(await door.store.epoch.present()).toBe(false);
  await startReconciling(door, (error) => void after.errors.push(error))();
  expect(after.errors).toEqual([]);
  expect((await door.store.feeds.configIds()).sort()).toEqual([kept, paused].sort());
  expect(await door.store.feeds.state(kept)).toEqual(state);
  expect(await door.store.feeds.config(paused)).toMatchObject({ paused: true });
  expect(await door.store.feeds.takeDue(10, 60_000)).toEqual([kept]);
  expect(await door.store.epoch.present()).toBe(true);
});

test('URLs without an outcome for which the emptied frontier has no room wait for it, and none is forgotten', async () => {
  const [{ door: before }, { door }] = [await house(), await house()];
  const urls = Array.from({ length: 5 }, (_, at) => `https://busy.example/${at}`);
  for (const url of urls) await before.ask('POST', '/articles', { payload: { url } });
  const pending = async () => (await Array.fromAsync(before.search.registry.pending())).flat();
  await until(async () => (await pending()).length === urls.length, { what: 'the records' });
  // room for two at a time, as the fetcher takes them out
  const settings = readSettings(STORE_SETTINGS, { ...door.env, FRONTIER_LIMIT: '2' });
  const store = await openStore(settings, { failFast: true, onError: () => undefined });
  onTestFinished(store.close);
  const rebuilt = rebuildRedis({ ...door, search: before.search, store });
  const taken = new Set<string>();
  await until(
    async () => {
      for (const item of await store.frontier.dispatch(5, 60_000)) {
        taken.add(item.url);
        await store.frontier.done(item, { gapMs: 0 });
      }
      return taken.size === urls.length;
    },
    { what: 'every URL', timeoutMs: 30_000 },
  );
  expect(await rebuilt).toMatchObject({ urls: 5 });
});

test('a feed that was deleted while Redis was away goes there too; the others keep their turn', async () => {
  const { door, reconcile, submit, errors } = await house();
  const [gone, stays] = [await submit('https://gone.example/feed'), await submit('https://stays.example/feed')];
  await reconcile();
  await door.store.feeds.takeDue(10, 3_600_000);
  await door.search.feeds.remove(gone);
  await reconcile();
  expect(await door.store.feeds.configIds()).toEqual([stays]);
  expect(await door.store.feeds.takeDue(10, 0)).toEqual([]);
  expect(errors).toEqual([]);
});

test('a state that Redis has is newer than its copy and stays', async () => {
  const { door, submit } = await house();
  const id = await submit('https://news.example/feed');
  await door.store.feeds.saveState({ state: { ...newFeedState(id), entries_offered: 9 }, known: null });
  const trail = { v: 1, n: 1, origin: 'live', url: 'https://news.example/feed', urlKey: id, feedId: id } as const;
  await door.search.createWriter()([{ job: { kind: 'feed', ...trail, state: { ...newFeedState(id), entries_offered: 5 } } }]);
  await until(async () => (await door.search.feeds.states()).length === 1, { what: 'the copy of the state' });
  await startReconciling(door, () => undefined)();
  expect(await door.store.feeds.state(id)).toMatchObject({ entries_offered: 9 });
});

test('what fails is told, and stopping waits for the round under way', async () => {
  const { door, errors } = await house();
  const broken = { ...door, search: { ...door.search, feeds: { ...door.search.feeds, list: () => Promise.reject(new Error('away')) } } };
  await startReconciling(broken, (error) => void errors.push(error))();
  expect(errors).toEqual([new Error('away')]);
});

test('while the index stage waits for Elasticsearch, a round does not ask it as well', async () => {
  const { door, submit, errors } = await house();
  const id = await submit('https://news.example/feed');
  const settings = readSettings([...STORE_SETTINGS, ...SEARCH_SETTINGS], { ...door.env, ELASTICSEARCH_URL: 'http://127.0.0.1:9' });
  const search = openSearch(settings);
  onTestFinished(search.close);
  const nothing = (): undefined => undefined;
  const handler = () => Promise.reject(new DependencyDown('Elasticsearch'));
  const worker = startWorker({ stage: 'index', settings, queues: door.queues, handler, sinks: {}, onEvent: nothing, onError: nothing });
  onTestFinished(worker.close);
  const trail = { v: 1, n: 1, origin: 'live', url: 'https://news.example/feed', urlKey: id, feedId: id } as const;
  await door.queues.add('index', { kind: 'feed', ...trail, state: newFeedState(id) });
  // between two waits there is a moment in which a round does ask
  const quietRound = async (): Promise<boolean> => {
    errors.length = 0;
    await startReconciling({ ...door, search }, (error) => void errors.push(error))();
    return errors.length === 0;
  };
  await until(quietRound, { what: 'a round that does not ask' });
});
