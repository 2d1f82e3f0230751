import { RECENT_ENTRIES, type RecentEntry } from '@newsmill/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, openDoor } from './door.ts';

let door: Door;
let id: string;
const entry = (title: string, path: string, categories: string[] = []): RecentEntry => ({
  title,
  url: `https://p.example${path}`,
  categories,
  published: null,
});
const ENTRIES = [
  entry('Harbour closed', '/news/1', ['Local']),
  entry('Cup final: live', '/sport/2', ['Sport', 'Live']),
  entry('Élection results', '/news/3', ['Politics']),
];
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
  id = (
    await door.ask('POST', '/feeds', { payload: { url: 'https://p.example/feed', exclude: [{ field: 'category', text: 'politics' }] } })
  ).body.id;
  await door.store.bodies.putScratch(id, RECENT_ENTRIES, ENTRIES);
}, 60_000);
afterAll(() => door.close());

const preview = (payload: object, feed = id) => door.ask('POST', `/feeds/${feed}/preview`, { payload });
type Told = { url: string; taken: boolean; taken_now: boolean; why: string };
const told = (entries: Told[]): string[] =>
  entries.map(({ url, taken, taken_now, why }) => `${url.slice(-1)} ${taken ? '+' : '-'}${taken_now ? '+' : '-'} ${why}`);

test('rules tell of each past entry whether they take it and why, beside what the rules of the feed do', async () => {
  const { status, body } = await preview({
    include: [{ field: 'url', text: '/news/' }],
    exclude: [{ field: 'title', text: 'harbour*closed' }],
  });
  expect(status).toBe(200);
  expect(told(body.entries)).toEqual([
    '1 -+ exclude title:harbour*closed',
    '2 -+ no rule of include matches it',
    '3 +- include url:/news/',
  ]);
  expect(body).toMatchObject({
    taken: 1,
    left: 2,
    include: [{ field: 'url', text: '/news/', entries: 2 }],
    exclude: [{ field: 'title', text: 'harbour*closed', entries: 1 }],
  });
});

test('a list that is not given is the one of the feed; nothing is changed', async () => {
  const { body } = await preview({});
  expect(told(body.entries)).toEqual([
    '1 ++ no rule speaks against it',
    '2 ++ no rule speaks against it',
    '3 -- exclude category:politics',
  ]);
  await preview({ exclude: [] });
  expect((await door.ask('GET', `/feeds/${id}`)).body.exclude).toEqual([{ field: 'category', text: 'politics' }]);
  expect((await preview({ exclude: [] })).body).toMatchObject({ taken: 3, left: 0 });
});

test.each([
  [{ include: [{ field: 'body', text: 'x' }] }, /include\/0\/field/],
  [{ include: [{ field: 'title', text: '  ' }] }, /include\/0\/text: must hold the words to look for/],
  [{ exclude: [{ field: 'title', text: 'x'.repeat(201) }] }, /exclude\/0\/text/],
  [{ exclude: Array.from({ length: 101 }, () => ({ field: 'title', text: 'x' })) }, /exclude/],
  [{ excludes: [] }, /excludes/],
])('bad rules %# are refused with the place where they are', async (rules, says) => {
  const { status, body } = await preview(rules);
  expect(status).toBe(400);
  expect(body.error.message).toMatch(says);
});

test('what would be a costly pattern elsewhere is words here, and answers like any other', async () => {
  await door.store.bodies.putScratch(id, RECENT_ENTRIES, [entry('a'.repeat(1_000), '/x'), entry('what (a+)+$ means', '/y')]);
  const patterns = ['(a+)+$', '(a|aa)*b', `${'a*'.repeat(90)}b`].map((text) => ({ field: 'any', text }));
  const { body } = await preview({ exclude: patterns });
  expect(body.exclude.map(({ entries }: { entries: number }) => entries)).toEqual([1, 0, 0]);
  await door.store.bodies.putScratch(id, RECENT_ENTRIES, ENTRIES);
});

test('a feed of which nothing is remembered has no entries; one that is not there is 404', async () => {
  const { body } = await door.ask('POST', '/feeds', { payload: { url: 'https://new.example/feed' } });
  expect((await preview({}, body.id)).body).toMatchObject({ taken: 0, left: 0, entries: [] });
  expect((await preview({}, 'a'.repeat(27))).status).toBe(404);
});
