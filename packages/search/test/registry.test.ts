import type { FeedConfig } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { createFeedIndex } from '../src/feeds.ts';
import { newRecord } from '../src/index.ts';
import { install } from './install.ts';

const { client, names, search } = install();
const record = (url: string) => newRecord({ url, host: 'r.example', n: 1_770_000_000_000, origin: 'live' });

test('a record is read the moment it is written, before any refresh', async () => {
  const url = 'https://r.example/1';
  await search.registry.create(urlKey(url), record(url));
  const found = await search.registry.get([urlKey(url), urlKey('https://r.example/unknown')]);
  expect([...found.keys()]).toEqual([urlKey(url)]);
  expect(found.get(urlKey(url))).toMatchObject({ url, outcome: 'pending', first_seen_at: '2026-02-02T02:40:00.000Z', deleted: false });
});

test('a record that is there is not replaced', async () => {
  const url = 'https://r.example/2';
  await search.registry.create(urlKey(url), { ...record(url), outcome: 'indexed' });
  await search.registry.create(urlKey(url), record(url));
  expect((await search.registry.get([urlKey(url)])).get(urlKey(url))).toMatchObject({ outcome: 'indexed' });
});

test('a record that Elasticsearch refuses is an error, not silence', async () => {
  const url = 'https://r.example/3';
  const wrong = { ...record(url), n: 'now' } as never;
  await expect(search.registry.create(urlKey(url), wrong)).rejects.toMatchObject({ code: 'index_rejected' });
});

test('of no keys nothing is asked', async () => {
  expect(await search.registry.get([])).toEqual(new Map());
});

const config = (name: string): FeedConfig => {
  const url = `https://${name}.example/rss`;
  return { v: 1, id: urlKey(url), url, name: null, paused: false, created_at: '2026-01-01T00:00:00.000Z' };
};

test('a feed is created once', async () => {
  const feed = config('once');
  const answers = await Promise.all([1, 2, 3, 4].map(() => search.feeds.create(feed)));
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await search.feeds.get(feed.id)).toEqual(feed);
});

test('two changes at once both take effect', async () => {
  const feed = config('changed');
  await search.feeds.create(feed);
  await Promise.all([
    search.feeds.update(feed.id, (before) => ({ ...before, paused: true })),
    search.feeds.update(feed.id, (before) => ({ ...before, name: 'renamed' })),
  ]);
  expect(await search.feeds.get(feed.id)).toEqual({ ...feed, paused: true, name: 'renamed' });
});

test('what is not there is neither changed nor removed', async () => {
  expect(await search.feeds.get(config('none').id)).toBeUndefined();
  expect(await search.feeds.update(config('none').id, (before) => before)).toBeUndefined();
  expect(await search.feeds.remove(config('none').id)).toBe(false);
});

test('a removed feed is gone, with the copy of its state', async () => {
  const feed = config('removed');
  await search.feeds.create(feed);
  await client.index({ index: names.feedStates, id: feed.id, document: { v: 1, id: feed.id }, refresh: true });
  expect(await search.feeds.remove(feed.id)).toBe(true);
  expect(await search.feeds.get(feed.id)).toBeUndefined();
  expect((await search.feeds.states()).map(({ id }) => id)).not.toContain(feed.id);
});

test('all feeds are listed, however many', async () => {
  const feeds = [1, 2, 3, 4, 5].map((i) => config(`listed${i}`));
  for (const feed of feeds) await search.feeds.create(feed);
  const all = (await search.feeds.list()).map(({ id }) => id).toSorted();
  expect(all).toEqual(expect.arrayContaining(feeds.map(({ id }) => id)));
  const inPages = await createFeedIndex(client, names, 2).list();
  expect(inPages.map(({ id }) => id).toSorted()).toEqual(all);
});
