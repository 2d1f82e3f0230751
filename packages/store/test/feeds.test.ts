import { type FeedConfig, type FeedState, newFeedState } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { randomPrefix } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createFeedStore } from '../src/feeds.ts';
import { HOUR, openRedis } from './frontier.ts';

function config(url: string, more: Partial<FeedConfig> = {}): FeedConfig {
  return { v: 1, id: urlKey(url), url, name: null, paused: false, created_at: '2026-01-01T00:00:00.000Z', ...more };
}

const A = config('https://a.example/rss', { name: 'Die "Zeitung" 新闻' });
const B = config('https://b.example/rss');
const openFeeds = async () => createFeedStore(await openRedis(), randomPrefix());
const hence = (ms: number): string => new Date(Date.now() + ms).toISOString();
const polled = (id: string, nextInMs: number | null): FeedState => ({
  ...newFeedState(id),
  next_poll_at: nextInMs === null ? null : hence(nextInMs),
  etag: '"x"',
});

test('a config comes back as it was put; an unknown feed has none', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  expect(await feeds.config(A.id)).toEqual(A);
  expect(await feeds.config(B.id)).toBeUndefined();
  expect(await feeds.configIds()).toEqual([A.id]);
});

test('a new feed is due at once, and taken by one poller at a time', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  const taken = await Promise.all(Array.from({ length: 10 }, () => feeds.takeDue(10, HOUR)));
  expect(taken.flat()).toEqual([A.id]);
});

test('a poll that says nothing is begun again after its push', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  await feeds.takeDue(10, 0);
  expect(await feeds.takeDue(10, HOUR)).toEqual([A.id]);
  expect(await feeds.takeDue(10, HOUR)).toEqual([]);
});

test('no more feeds are taken than are asked for', async () => {
  const feeds = await openFeeds();
  for (const feed of [A, B, config('https://c.example/rss')]) await feeds.putConfig(feed, { wake: false });
  expect(await feeds.takeDue(2, HOUR)).toHaveLength(2);
  expect(await feeds.takeDue(2, HOUR)).toHaveLength(1);
});

test('a feed is due again when its state says so, not before', async () => {
  const feeds = await openFeeds();
  for (const feed of [A, B]) await feeds.putConfig(feed, { wake: false });
  await feeds.takeDue(10, HOUR);
  await feeds.saveState({ state: polled(A.id, -1), known: null });
  await feeds.saveState({ state: polled(B.id, HOUR), known: null });
  expect(await feeds.takeDue(10, HOUR)).toEqual([A.id]);
});

test('a reconciled config changes no plan; `wake` makes the feed due now', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  await feeds.saveState({ state: polled(A.id, HOUR), known: null });
  await feeds.putConfig({ ...A, name: 'renamed' }, { wake: false });
  expect(await feeds.takeDue(10, HOUR)).toEqual([]);
  await feeds.putConfig(A, { wake: true });
  expect(await feeds.takeDue(10, HOUR)).toEqual([A.id]);
});

test('a paused feed is not due, not even when the poll under way ends; resumed, it is', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  await feeds.putConfig({ ...A, paused: true }, { wake: true });
  await feeds.saveState({ state: polled(A.id, -1), known: null });
  expect(await feeds.takeDue(10, HOUR)).toEqual([]);
  expect(await feeds.state(A.id)).toMatchObject({ etag: '"x"' });
  await feeds.putConfig(A, { wake: true });
  expect(await feeds.takeDue(10, HOUR)).toEqual([A.id]);
});

test('a feed that was deleted while it was polled is not scheduled again and leaves nothing behind', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  await feeds.remove(A.id);
  await feeds.saveState({ state: polled(A.id, -1), known: { e1: [B.id, 'hash'] } });
  expect(await feeds.takeDue(10, HOUR)).toEqual([]);
  expect(await feeds.state(A.id)).toEqual(newFeedState(A.id));
  expect(await feeds.known(A.id)).toEqual(new Map());
});

test('a state is saved whole; a feed without one has an empty state; states come in the order of the ids', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  const state = { ...polled(A.id, null), title: 'A', errors_in_a_row: 2, code: 'timeout' as const };
  await feeds.saveState({ state, known: null });
  expect(await feeds.state(A.id)).toEqual(state);
  expect(await feeds.state(B.id)).toEqual(newFeedState(B.id));
  expect(await feeds.states([B.id, A.id])).toEqual([newFeedState(B.id), state]);
  expect(await feeds.states([])).toEqual([]);
});

test('a state that was lost is restored, one that is there stays', async () => {
  const feeds = await openFeeds();
  await feeds.restoreState({ ...newFeedState(A.id), title: 'restored' });
  await feeds.restoreState({ ...newFeedState(A.id), title: 'older' });
  expect((await feeds.state(A.id)).title).toBe('restored');
});

test('the entries of the last body take the place of those before; a poll without a body keeps them', async () => {
  const feeds = await openFeeds();
  await feeds.putConfig(A, { wake: false });
  const state = polled(A.id, HOUR);
  await feeds.saveState({ state, known: { 'id:"1"': [A.id, 'h1'], 'второй|2': [B.id, 'h2'] } });
  expect(await feeds.known(A.id)).toEqual(
    new Map([
      ['id:"1"', [A.id, 'h1']],
      ['второй|2', [B.id, 'h2']],
    ]),
  );
  await feeds.saveState({ state, known: null });
  expect((await feeds.known(A.id)).size).toBe(2);
  await feeds.saveState({ state, known: { 'второй|2': [B.id, 'h3'] } });
  expect(await feeds.known(A.id)).toEqual(new Map([['второй|2', [B.id, 'h3']]]));
  await feeds.saveState({ state, known: {} });
  expect((await feeds.known(A.id)).size).toBe(0);
});
