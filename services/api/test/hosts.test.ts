import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
}, 60_000);
afterAll(() => door.close());

test('a limit of requests a day is kept, shown and taken away', async () => {
  const gate = { gap_ms: 5_000, concurrency: 2, requests_per_day: 100 };
  expect((await door.ask('PUT', '/hosts/News.Example', { payload: gate })).body).toEqual(gate);
  await door.ask('PUT', '/hosts/free.example', { payload: { gap_ms: null } });
  expect(
    (await door.ask('GET', '/hosts')).body.hosts.toSorted((a: { host: string }, b: { host: string }) => (a.host < b.host ? -1 : 1)),
  ).toEqual([
    { host: 'free.example', gap_ms: null, concurrency: 1, requests_per_day: null },
    { host: 'news.example', ...gate },
  ]);
  expect((await door.ask('DELETE', '/hosts/news.example')).status).toBe(204);
  expect((await door.ask('GET', '/hosts')).body.hosts).toHaveLength(1);
});

test('a gap below nothing is refused', async () => {
  expect((await door.ask('PUT', '/hosts/slow.example', { payload: { gap_ms: -1 } })).status).toBe(400);
});

test.each([0, -1, 1.5, '7'])('%j requests a day are refused', async (requests_per_day) => {
  expect((await door.ask('PUT', '/hosts/bad.example', { payload: { gap_ms: null, requests_per_day } })).status).toBe(400);
});

test('the trace of what waits says that its host has had its requests of today', async () => {
  await door.ask('PUT', '/hosts/busy.example', { payload: { gap_ms: 0, requests_per_day: 1 } });
  const pages = ['a', 'b'].map((name) => `https://busy.example/${name}`);
  const { frontier } = door.store;
  await frontier.offer(
    pages.map((url) => ({ origin: 'live', url, urlKey: urlKey(url), feedId: null, entryKey: null, kind: 'page', via: [] })),
    'new',
  );
  for (const item of await frontier.dispatch(10, 60_000)) {
    await frontier.start(item, 60_000);
    await frontier.done(item, { gapMs: 0 });
  }
  expect(await frontier.dispatch(10, 60_000)).toEqual([]);
  const { body } = await door.ask('GET', `/trace?url=${pages[1]}`);
  const midnight = new Date((Math.floor(Date.now() / 86_400_000) + 1) * 86_400_000).toISOString();
  expect(body).toMatchObject({
    status: 'waiting',
    answer: `It waits for the turn of busy.example, not before ${midnight}: its 1 requests of today (requests_per_day) are made.`,
  });
});
