import { DependencyDown, newFeedState } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { randomPrefix } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createFeedStore } from '../src/feeds.ts';
import { HOUR, only, openFrontier, openRedis, page } from './frontier.ts';

const GAP = 300;

test('a second start of the same fetch waits until the gap of the first is over', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([page('https://a.example/')], 'new');
  const item = only(await frontier.dispatch(10, HOUR, GAP));
  expect(await frontier.start(item, HOUR)).toBe(true);
  const from = performance.now();
  expect(await frontier.start(item, HOUR)).toBe(true);
  expect(performance.now() - from).toBeGreaterThan(GAP * 0.9);
});

test('a start after the gap, as after a crash, does not wait', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([page('https://a.example/')], 'new');
  const item = only(await frontier.dispatch(10, HOUR, HOUR));
  await frontier.start(item, 3 * HOUR);
  await advance(HOUR);
  const from = performance.now();
  expect(await frontier.start(item, HOUR)).toBe(true);
  expect(performance.now() - from).toBeLessThan(60_000);
});

test('the state of a feed whose entries were offered to a server that died since is refused', async () => {
  const redis = await openRedis();
  const feeds = createFeedStore(redis, randomPrefix());
  const id = urlKey('https://a.example/feed');
  await feeds.putConfig(
    { v: 1, id, url: 'https://a.example/feed', name: null, paused: false, created_at: new Date().toISOString() },
    { wake: true },
  );
  const state = { ...newFeedState(id), entries_offered: 1 };
  await expect(feeds.saveState({ state, known: { one: ['key', 'hash'] }, run: 'another' })).rejects.toBeInstanceOf(DependencyDown);
  expect((await feeds.known(id)).size).toBe(0);
  await feeds.saveState({ state, known: { one: ['key', 'hash'] }, run: await feeds.run() });
  expect((await feeds.known(id)).get('one')).toEqual(['key', 'hash']);
});
