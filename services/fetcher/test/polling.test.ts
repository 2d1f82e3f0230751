import { newFeedMemory, newFeedState } from '@newsmill/contracts';
import { freshFor } from '@newsmill/runtime';
import { sha256 } from '@newsmill/store';
import { describe, expect, it, test } from 'vitest';
import { feed, leased, signal, testStage } from './stage.ts';

const URL_OF_FEED = 'https://news.example/feed';
const offer = feed(URL_OF_FEED);
const id = offer.urlKey;

type Stage = Awaited<ReturnType<typeof testStage>>;
async function poll(stage: Stage) {
  const job = await leased(stage, offer);
  const next = await stage.fetch.handle(job, signal);
  await stage.store.frontier.remove(job);
  await stage.store.frontier.done(job, { gapMs: 0 });
  return next;
}

test('after twenty 304 in a row a feed is asked for whole, so that none can freeze (fault 3)', async () => {
  const stage = await testStage({ HOST_GAP_MS: '0' });
  stage.web.site('news.example').page('/feed', { body: '<rss/>', headers: { etag: '"1"' } });
  const state = { ...newFeedState(id), etag: '"1"' };
  for (const [straight_304, status] of [
    [19, 304],
    [20, 200],
  ]) {
    await stage.store.feeds.putConfig(
      { v: 1, id, url: URL_OF_FEED, name: null, paused: false, created_at: '2026-01-01T00:00:00.000Z' },
      { wake: false },
    );
    await stage.store.feeds.saveState({ state, known: null, memory: { ...newFeedMemory(), straight_304: straight_304 ?? 0 } });
    expect(await poll(stage)).toMatchObject([{ to: 'parse', job: { status } }]);
  }
});

test('the same body under another ETag, and a 304 that gives one, are told with the newest (fault 2)', async () => {
  const stage = await testStage({ HOST_GAP_MS: '0' });
  const site = stage.web.site('news.example');
  const date = 'Wed, 09 Sep 2026 12:00:00 GMT';
  await stage.store.feeds.restoreState({ ...newFeedState(id), etag: '"1"', last_modified: date, body_sha: sha256(Buffer.from('<rss/>')) });
  site.page('/feed', { body: '<rss/>', headers: { etag: '"2"', 'last-modified': date } });
  expect(await poll(stage)).toMatchObject([{ job: { status: 200, exchange: null, validators: { etag: '"2"', last_modified: date } } }]);
  site.page('/feed', { body: '<rss/>', headers: { etag: 'x'.repeat(300) } });
  expect(await poll(stage)).toMatchObject([{ job: { status: 200, validators: { etag: null, last_modified: null } } }]);
  site.handle('/feed', (_req, res) => void res.writeHead(304, { etag: '"3"' }).end());
  expect(await poll(stage)).toMatchObject([{ job: { status: 304, validators: { etag: '"3"', last_modified: null } } }]);
});

test('only permanent redirects at the start of a poll are noted, to another host too, and any other answer ends the count', async () => {
  const stage = await testStage({ HOST_GAP_MS: '0' });
  const site = stage.web.site('news.example').page('/new', '<rss/>');
  const seen = async () => (await stage.store.feeds.move(id)) ?? null;
  site.redirect('/feed', '/new', 301);
  await poll(stage);
  await poll(stage);
  expect(await seen()).toEqual({ url: 'https://news.example/new', seen: 2 });
  site.redirect('/feed', '/new', 302);
  await poll(stage);
  expect(await seen()).toBeNull();
  site.redirect('/feed', 'https://other.example/feed', 308);
  expect(await poll(stage)).toMatchObject([{ to: 'frontier' }]);
  expect(await seen()).toEqual({ url: 'https://other.example/feed', seen: 1 });
  site.redirect('/feed', '/between', 301).redirect('/between', '/new', 307);
  await poll(stage);
  expect(await seen()).toBeNull();
});

test('what an answer says of its freshness travels with it', async () => {
  const stage = await testStage({ HOST_GAP_MS: '0' });
  const site = stage.web.site('news.example').page('/feed', { body: '<rss/>', headers: { 'cache-control': 'public, max-age=1800' } });
  expect(await poll(stage)).toMatchObject([{ job: { restMs: 1_800_000 } }]);
  site.page('/feed', { body: '<rss/>', status: 429, headers: { 'retry-after': '90' } });
  const impatient = { ...(await leased(stage, offer)), tries: 10 };
  expect(await stage.fetch.handle(impatient, signal)).toMatchObject([{ job: { code: 'http_rate_limited', restMs: 90_000 } }]);
});

describe('freshness', () => {
  const now = Date.UTC(2026, 10, 25);
  it.each([
    [{}, 0],
    [{ 'cache-control': 'max-age=60' }, 60],
    [{ 'cache-control': 'S-MAXAGE=5, Max-Age = "60"' }, 60],
    [{ 'cache-control': 'max-age=60', age: '20' }, 40],
    [{ 'cache-control': 'max-age=60', age: '200' }, 0],
    [{ 'cache-control': 'no-cache, max-age=60' }, 0],
    [{ 'cache-control': 'max-age=99999999999999' }, 86_400],
    [{ 'cache-control': 'max-age=31536000' }, 86_400],
    [{ expires: 'Wed, 25 Nov 2026 01:00:00 GMT', date: 'Wed, 25 Nov 2026 00:30:00 GMT' }, 1_800],
    [{ expires: 'Wed, 25 Nov 2026 01:00:00 GMT', 'cache-control': 'max-age=1' }, 1],
    [{ expires: '0' }, 0],
    [{ expires: '-1', 'retry-after': '30' }, 30],
    [{ 'retry-after': 'Wed, 25 Nov 2026 00:02:00 GMT' }, 120],
  ])('%j is %i s', (headers, seconds) => {
    expect(freshFor(headers as Record<string, string>, now)).toBe(seconds * 1_000);
  });
});
