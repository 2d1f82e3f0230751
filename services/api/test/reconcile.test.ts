import { newFeedState } from '@newsmill/contracts';
import { until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
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
