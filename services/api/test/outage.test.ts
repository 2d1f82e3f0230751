import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const AWAY = '127.0.0.1:1';
const ID = 'abcdefghijklmnopqrstuvwxyzA';
const url = 'https://news.example/feed';

let noRedis: Door;
let noSearch: Door;
let bare: Door;
beforeAll(async () => {
  noRedis = await openDoor({ REDIS_URL: `redis://${AWAY}` });
  await noRedis.search.setUp();
  noSearch = await openDoor({ ELASTICSEARCH_URL: `http://${AWAY}` });
  // Elasticsearch is there, but nothing has been set up in it yet
  bare = await openDoor();
});
afterAll(async () => {
  for (const door of [noRedis, noSearch, bare]) await door.close();
});

const unavailable = (dependency: string) => ({
  status: 503,
  headers: { 'retry-after': '2' },
  body: { error: { code: 'unavailable', message: expect.stringContaining(dependency) } },
});

const NEED_REDIS = [
  ['POST', '/feeds', { url }],
  ['POST', '/articles', { url }],
  ['POST', `/feeds/${ID}/pause`, undefined],
  ['POST', `/feeds/${ID}/resume`, undefined],
  ['DELETE', `/feeds/${ID}`, undefined],
  ['GET', `/trace?url=${encodeURIComponent(url)}`, undefined],
] as const;

test.each(NEED_REDIS)('while Redis is away %s %s is 503, and changes nothing', async (method, path, payload) => {
  expect(await noRedis.ask(method, path, { payload })).toMatchObject(unavailable('Redis'));
  expect(await noRedis.search.feeds.list()).toEqual([]);
});

test('while Redis is away feeds are listed and articles are found', async () => {
  expect(await noRedis.ask('GET', '/feeds')).toMatchObject({ status: 200, body: { feeds: [] } });
  expect(await noRedis.ask('GET', '/search?q=x')).toMatchObject({ status: 200, body: { total: 0 } });
});

test('while Redis is away the process lives, but is not ready; the board answers instead of hanging', async () => {
  expect((await noRedis.ask('GET', '/health')).status).toBe(200);
  expect(await noRedis.ask('GET', '/ready')).toMatchObject({
    status: 503,
    body: { ok: false, checks: { elasticsearch: 'ok', redis: expect.not.stringMatching(/^ok$/) } },
  });
  expect((await noRedis.ask('GET', '/queues/api/queues')).status).toBe(503);
});

const NEED_SEARCH = [
  ...NEED_REDIS,
  ['GET', '/feeds', undefined],
  ['GET', `/feeds/${ID}`, undefined],
  ['GET', '/search?q=x', undefined],
] as const;

test.each(NEED_SEARCH)('while Elasticsearch is away %s %s is 503', async (method, path, payload) => {
  expect(await noSearch.ask(method, path, { payload })).toMatchObject(unavailable('Elasticsearch'));
  expect(await noSearch.store.frontier.sizes()).toEqual({ waiting: 0, hosts: 0, pending: 0 });
  expect(await noSearch.store.feeds.configIds()).toEqual([]);
});

test('before the indices are set up nothing is taken and nothing is found: 503, never an error of ours, and no index of a wrong shape', async () => {
  for (const [method, path, payload] of NEED_SEARCH) {
    const answer = await bare.ask(method, path, { payload });
    const harmless = path.startsWith('/search') || path.startsWith('/trace') || path.includes(ID);
    expect(harmless ? [200, 404, 503] : [503], `${method} ${path}: ${answer.text}`).toContain(answer.status);
  }
  expect(await bare.store.frontier.sizes()).toMatchObject({ waiting: 0 });
  await bare.search.setUp();
  expect((await bare.ask('POST', '/feeds', { payload: { url } })).status).toBe(202);
});
