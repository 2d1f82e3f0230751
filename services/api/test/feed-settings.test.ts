import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
}, 60_000);
afterAll(() => door.close());

const submit = async (url: string, more: object = {}) => (await door.ask('POST', '/feeds', { payload: { url, ...more } })).body;
const patch = (id: string, payload: object) => door.ask('PATCH', `/feeds/${id}`, { payload });
const request = { user_agent: 'Reader/1', cookie: 'session=hush', login: { user: 'me', password: 'hush' }, headers: { 'x-key': 'hush' } };

test('settings are changed one by one, kept in both stores, and taken away by null', async () => {
  const { id } = await submit('https://s.example/feed', { tags: ['a'] });
  const rules = { include: [{ field: 'title', text: 'news' }], exclude: [{ field: 'url', text: '/ads/' }] };
  expect((await patch(id, { name: 'Mine', ...rules })).body).toMatchObject({ name: 'Mine', tags: ['a'], ...rules });
  expect(await door.store.feeds.config(id)).toMatchObject({ name: 'Mine', tags: ['a'], ...rules });
  expect((await patch(id, { gap_seconds: 2.5 })).body).toMatchObject({ name: 'Mine', gap_seconds: 2.5 });
  expect((await patch(id, { gap_seconds: null })).body.gap_seconds).toBeUndefined();
  const { body } = await patch(id, { name: null, tags: null, include: null });
  expect(body).toMatchObject({ name: null, exclude: rules.exclude });
  expect([body.tags, body.include]).toEqual([undefined, undefined]);
  expect((await door.ask('GET', `/feeds/${id}`)).body).toMatchObject({ exclude: rules.exclude });
});

test('secrets are never shown, and stay when they are sent back as they are shown', async () => {
  const { id } = await submit('https://secret.example/feed', { request });
  for (const path of [`/feeds/${id}`, '/feeds', '/opml']) expect((await door.ask('GET', path)).text).not.toContain('hush');
  const shown = (await door.ask('GET', `/feeds/${id}`)).body.request;
  expect(shown).toEqual({ user_agent: 'Reader/1', cookie: '***', login: { user: 'me', password: '***' }, headers: { 'x-key': '***' } });
  expect((await patch(id, { request: { ...shown, user_agent: 'Reader/2' } })).text).not.toContain('hush');
  expect((await door.store.feeds.config(id))?.request).toEqual({ ...request, user_agent: 'Reader/2' });
});

test.each([
  [{ request: { headers: { host: 'x' } } }],
  [{ request: { headers: { 'if-none-match': 'x' } } }],
  [{ request: { headers: { 'a b': 'x' } } }],
  [{ request: { cookie: 'a\r\nx-evil: 1' } }],
  [{ include: [{ field: 'body', text: 'x' }] }],
  [{ include: [{ field: 'title', text: '' }] }],
  [{ gap_seconds: -1 }],
  [{ gap_seconds: 100_000 }],
  [{ gap_seconds: '5' }],
  [{ url: 'https://other.example/' }],
  [{ id: 'x' }],
])('%j is refused', async (change) => {
  const { id } = await submit('https://refused.example/feed');
  expect((await patch(id, change)).status).toBe(400);
});

test('a feed that is not there is 404', async () => {
  expect((await patch('a'.repeat(27), { name: 'x' })).status).toBe(404);
});
