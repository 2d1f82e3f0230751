import { newFeedState } from '@newsmill/contracts';
import { hostOf, urlKey } from '@newsmill/contracts/ids';
import { readSettings, SEARCH_SETTINGS } from '@newsmill/runtime';
import { newRecord, openSearch } from '@newsmill/search';
import { until } from '@newsmill/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { type LoopContext, startLoops } from '../src/loops.ts';
import { offerRechecks } from '../src/rechecks.ts';
import { feed, page, testStore } from './stage.ts';

const HOUR = 3_600_000;

async function testContext(): Promise<LoopContext> {
  const { store, queues, env } = await testStore();
  const search = openSearch(readSettings(SEARCH_SETTINGS, env));
  onTestFinished(search.close);
  const more = { concurrency: 0, leaseMs: 60_000, gapMs: 0, sweepAfterMs: 600_000, onError: () => undefined };
  return { store, queues, search, recheckAfterMs: [HOUR, 6 * HOUR], ...more };
}

test('a poll starts where the feed was found or moved to, as the poll of the feed that was submitted', async () => {
  const context = await testContext();
  const { feeds, frontier } = context.store;
  const { url, urlKey: id } = feed('https://news.example/');
  const moved = 'https://feeds.example/news';
  await feeds.restoreState({ ...newFeedState(id), poll_url: moved });
  await feeds.putConfig({ v: 1, id, url, name: null, paused: false, created_at: new Date().toISOString() }, { wake: true });
  onTestFinished(startLoops(context));
  const item = await until(async () => (await frontier.look({ url: moved, urlKey: urlKey(moved) })).item, { what: 'the offer' });
  expect(item).toMatchObject({ url: moved, feedId: id, kind: 'feed' });
  expect((await frontier.look({ url, urlKey: id })).item).toBeNull();
});

test('a re-check is offered for what is an article, behind what is new, and for nothing else', { timeout: 60_000 }, async () => {
  const context = await testContext();
  const { store, search } = context;
  await search.setUp();
  const outcomes = { '/article': 'indexed', '/open': 'pending', '/dead': 'dead' } as const;
  for (const [path, outcome] of Object.entries(outcomes)) {
    const offer = page(`https://news.example${path}`);
    await search.registry.create(offer.urlKey, newRecord({ url: offer.url, host: hostOf(offer.url), n: 1, origin: 'live', outcome }));
    await store.rechecks.note({ offer, etag: null, last_modified: null, sha: 'x' }, [HOUR], Date.now() - 2 * HOUR);
  }
  await store.frontier.offer([page('https://news.example/new')], 'new');
  await offerRechecks(context);
  expect(await store.frontier.sizes()).toMatchObject({ waiting: 2 });
  const order: string[] = [];
  for (let turn = 0; turn < 2; turn++) {
    const [item] = await store.frontier.dispatch(1, 60_000);
    if (item === undefined) throw new Error('nothing waits');
    order.push(new URL(item.url).pathname);
    await store.frontier.done(item, { gapMs: 0 });
  }
  expect(order).toEqual(['/new', '/article']);
});
