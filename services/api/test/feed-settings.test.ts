import { urlKey } from '@newsmill/contracts/ids';
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
  [{ language: 'English' }],
  [{ language: 'EN' }],
  [{ language: 'qx' }],
  [{ country: 'br' }],
  [{ country: 'XQ' }],
  [{ country: 'BRA' }],
  [{ articles_per_day: 0 }],
  [{ articles_per_day: 1.5 }],
  [{ gap_seconds: -1 }],
  [{ gap_seconds: 100_000 }],
  [{ gap_seconds: '5' }],
  [{ url: 'https://other.example/' }],
  [{ id: 'x' }],
])('%j is refused', async (change) => {
  const { id } = await submit('https://refused.example/feed');
  expect((await patch(id, change)).status).toBe(400);
});

test('a refusal says which setting is wrong, and what it must be', async () => {
  const { id } = await submit('https://told.example/feed');
  expect((await patch(id, { language: 'English' })).text).toMatch(/language.*must be a language as ISO 639 writes it, such as en or pt/);
  expect((await patch(id, { country: 'br' })).text).toMatch(/country.*must be a country as ISO 3166-1 writes it, such as BR/);
  expect((await patch(id, { language: 'pt', country: 'BR' })).body).toMatchObject({ language: 'pt', country: 'BR' });
  expect((await door.search.feeds.get(id))?.language).toBe('pt');
});

test('a feed that is not there is 404', async () => {
  expect((await patch('a'.repeat(27), { name: 'x' })).status).toBe(404);
});

test('a daily limit is shown with what waits for a later day, which its trace tells; another limit gives the days anew', async () => {
  const url = 'https://daily.example/feed';
  const { id } = await submit(url, { articles_per_day: 1 });
  expect((await door.ask('GET', `/feeds/${id}`)).body).toMatchObject({ articles_per_day: 1, taken: { today: 0, later: 0 } });
  const pages = ['a', 'b', 'c'].map((name) => `https://daily.example/${name}`);
  const times = await door.store.caps.reserve(id, 1, pages.map(urlKey));
  for (const [at, page] of pages.entries()) {
    const offer = { origin: 'live', url: page, urlKey: urlKey(page), feedId: id, entryKey: null, kind: 'page', via: [] } as const;
    await door.store.frontier.offer([{ ...offer, via: [] }], 'new', times[at]);
  }
  const trace = async (page = ''): Promise<string> => {
    const { body } = await door.ask('GET', `/trace?url=${encodeURIComponent(page)}`);
    expect(body.status).toBe('waiting');
    return body.answer;
  };
  const inDays = (days: number): string => new Date((Math.floor(Date.now() / 86_400_000) + days) * 86_400_000).toISOString();
  expect(await trace(pages[0])).toContain('waits for the turn of daily.example');
  expect(await trace(pages[2])).toBe(`It waits until ${inDays(2)}: its feed has brought its articles of the day (articles_per_day).`);
  expect((await door.ask('GET', `/feeds/${id}`)).body.taken).toEqual({ today: 1, later: 2 });
  await patch(id, { articles_per_day: 2 });
  expect((await door.ask('GET', `/feeds/${id}`)).body.taken).toEqual({ today: 2, later: 1 });
  const waiting = (await Promise.all(pages.map(trace))).filter((answer) => answer.startsWith('It waits until'));
  expect(waiting).toEqual([expect.stringContaining(inDays(1))]);
  await patch(id, { articles_per_day: null });
  expect((await door.ask('GET', `/feeds/${id}`)).body.taken).toBeNull();
  for (const page of pages) expect(await trace(page)).toContain('waits for the turn of daily.example');
});
