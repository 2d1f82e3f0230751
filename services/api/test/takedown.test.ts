import type { FrontierItem } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

const itemOf = (url: string): FrontierItem => ({
  v: 1,
  n: Date.now(),
  origin: 'live',
  url,
  urlKey: urlKey(url),
  feedId: null,
  entryKey: null,
  kind: 'page',
  via: [],
  tries: 0,
});
const keep = (url: string, fetchedAt = new Date().toISOString()): Promise<string> =>
  door.store.bodies.putExchange({ finalUrl: url, status: 200, headers: {}, body: Buffer.from('<p>x</p>'), fetchedAt, item: itemOf(url) });
const status = async (url: string): Promise<string> => (await door.ask('GET', `/trace?${new URLSearchParams({ url })}`)).body.status;

test('a removed article is gone from search, with its kept bodies, and cannot be submitted again', async () => {
  const url = 'https://gone.example/story';
  await indexArticle(door, url, { title: 'Unforgettable' });
  const exchange = await keep(url);
  const answer = await door.ask('POST', '/remove', { payload: { url: `${url}?utm_source=x`, why: 'asked for' } });
  expect(answer.body).toMatchObject({ files: 1 });
  expect(await status(url)).toBe('removed');
  await expect(door.store.bodies.getExchange(exchange)).rejects.toMatchObject({ code: 'body_missing' });
  expect((await door.ask('POST', '/articles', { payload: { url } })).body.status).toBe('removed');
  await indexArticle(door, url, { title: 'Unforgettable' });
  expect(await status(url)).toBe('removed');
  expect((await door.ask('POST', '/remove', { payload: { url, why: 'again' } })).status).toBe(200);
});

test('what copied a removed article, drew on it, or was in its story goes on without it and without its words', async () => {
  const url = (name: string): string => `https://${name}.kin.example/a`;
  const id = (name: string): string => urlKey(url(name));
  const story = { story_id: id('wire'), story_size: 4, story_label: 'Wire', story_publisher: 'Wire' };
  const at = (hour: number) => ({ published_at: `2026-11-25T0${hour}:00:00.000Z` });
  await indexArticle(door, url('wire'), { title: 'Wire', ...at(1), ...story });
  await indexArticle(door, url('first'), { title: 'First', ...at(2), ...story, duplicate_of: id('wire') });
  await indexArticle(door, url('second'), { title: 'Second', ...at(3), ...story, duplicate_of: id('wire') });
  await indexArticle(door, url('rewrite'), { title: 'Rewrite', ...at(4), ...story, derived_from: id('wire') });
  const { stories, sketches } = door.store.akin;
  const kept = {
    firstAt: 1,
    lastAt: 1,
    label: 'Wire',
    publisher: 'Wire',
    language: 'en',
    terms: [[1, 1]] as const,
    names: [],
    vector: null,
  };
  for (const [at, name] of ['wire', 'first', 'second', 'rewrite'].entries())
    await stories.put({ id: id('wire'), ...kept, version: at + 1, size: at + 1 }, [1], id(name));
  for (const name of ['first', 'second']) await sketches.link(id(name), { original: { id: id('wire'), at: 1 } });

  expect((await door.ask('POST', '/remove', { payload: { url: url('wire') } })).status).toBe(200);
  const facts = async (name: string) => (await door.ask('GET', `/articles/${id(name)}`)).body.article;
  await door.ask('GET', '/search?q=');
  const told = { story_id: id('wire'), story_size: 3, story_label: 'First' };
  await vi.waitFor(async () => expect(await facts('first')).toMatchObject({ ...told, duplicate_of: null }), { timeout: 10_000 });
  expect(await facts('second')).toMatchObject({ ...told, duplicate_of: id('first') });
  expect(await facts('rewrite')).toMatchObject({ ...told, derived_from: id('first') });
  expect(await stories.storyOf(id('second'))).toMatchObject({ label: 'First', size: 3 });
  expect(await stories.storyOf(id('wire'))).toBeUndefined();
  expect(await door.store.akin.factsOf(id('first'))).not.toHaveProperty('duplicate_of');
  expect(await door.store.akin.factsOf(id('second'))).toMatchObject({ duplicate_of: id('first') });
});

test('a removed host takes all its articles along, and only its', async () => {
  for (const path of ['a', 'b']) await indexArticle(door, `https://whole.example/${path}`);
  await indexArticle(door, 'https://other.example/a');
  const answer = await door.ask('POST', '/remove', { payload: { host: 'WHOLE.example' } });
  expect(answer.body.urls.toSorted()).toEqual(['https://whole.example/a', 'https://whole.example/b']);
  expect([await status('https://whole.example/a'), await status('https://other.example/a')]).toEqual(['removed', 'indexed']);
  expect((await door.ask('POST', '/articles', { payload: { url: 'https://whole.example/new' } })).body.status).toBe('removed');
});

test('what names neither a URL nor a host is refused', async () => {
  expect((await door.ask('POST', '/remove', { payload: { why: 'x' } })).status).toBe(400);
  expect((await door.ask('POST', '/remove', { payload: { url: 'no url' } })).status).toBe(400);
});

test('retention only counts until it is told to delete', async () => {
  const old = await keep('https://old.example/a', '2020-05-01T00:00:00.000Z');
  const fresh = await keep('https://old.example/b');
  await indexArticle(door, 'https://old.example/c', { first_seen_at: '2020-05-01T00:00:00.000Z' });
  await door.ask('GET', '/search?q=');
  const limits = { bodies_days: 365, articles_days: 365 };
  expect((await door.ask('POST', '/retention', { payload: limits })).body).toMatchObject({
    dry_run: true,
    days: ['bodies/2020-05-01'],
    articles: 1,
  });
  expect((await door.store.bodies.getExchange(old)).status).toBe(200);
  expect((await door.ask('POST', '/retention', { payload: { ...limits, dry_run: false } })).body).toMatchObject({
    dry_run: false,
    articles: 1,
  });
  await expect(door.store.bodies.getExchange(old)).rejects.toMatchObject({ code: 'body_missing' });
  expect((await door.store.bodies.getExchange(fresh)).status).toBe(200);
  expect((await door.ask('POST', '/retention', { payload: limits })).body).toMatchObject({ days: [], articles: 0 });
  expect((await door.ask('GET', '/trace?url=https://old.example/c')).body).toMatchObject({ status: 'skipped', code: 'expired' });
});

test('an archive holds the kept pages of its days, and brings them in again as parse jobs', async () => {
  await keep('https://archived.example/a');
  const today = new Date().toISOString().slice(0, 10);
  const file = await door.ask('GET', `/archive?from=${today}&to=${today}`);
  expect(file.headers['content-type']).toBe('application/warc');
  expect((await door.ask('GET', '/archive?from=yesterday&to=today')).status).toBe(400);
  const warc = [
    'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://foreign.example/a\r\nWARC-Date: 2024-01-02T03:04:05Z',
    'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 53\r\n',
    'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<p>hello</p>\r\n\r\n',
  ].join('\r\n');
  const before = await door.queues.depth('parse');
  const answer = await door.ask('POST', '/archive', { payload: Buffer.from(warc), headers: { 'content-type': 'application/warc' } });
  expect(answer.body, answer.text).toMatchObject({ taken: 1, skipped: 0 });
  expect(await door.queues.depth('parse')).toBe(before + 1);
  expect(await status('https://foreign.example/a')).toBe('in_pipeline');
});

test('lines of the fetch log are kept for thirty days unless told otherwise', async () => {
  const url = 'https://logged.example/a';
  const fetched = { ms: 1, status: 200, code: null, wire_bytes: 1, body_bytes: 1, redirects: 0, etag: null, last_modified: null };
  const line = (at: string, tries: number) => ({
    job: {
      ...({ kind: 'fetch', v: 1, n: 1, origin: 'live', url, urlKey: urlKey(url), feedId: null, of: 'page', next_poll_at: null } as const),
      tries,
      fetched: { ...fetched, at },
    },
  });
  await door.search.createWriter()([line('2020-01-01T00:00:00.000Z', 0), line(new Date().toISOString(), 1)]);
  const expire = async (more: object) => (await door.ask('POST', '/retention', { payload: more })).body.fetches;
  await expect.poll(() => expire({})).toBe(1);
  expect([await expire({ dry_run: false }), await expire({ fetches_days: 1 })]).toEqual([1, expect.any(Number)]);
  await expect.poll(() => expire({})).toBe(0);
});
