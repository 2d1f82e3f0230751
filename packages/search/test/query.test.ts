import { urlKey } from '@newsmill/contracts/ids';
import { beforeAll, expect, test } from 'vitest';
import { openSearch, type SearchQuery } from '../src/index.ts';
import { article, articleItem, feed } from './articles.ts';
import { install, settingsFor } from './install.ts';

const { prefix, search, settled, refresh } = install();

const ARTICLES = [
  article('https://one.example/fox', {
    title: 'Quick foxes',
    body: 'The quick brown fox jumps over the lazy dog near the river bank.',
    published_at: '2026-01-10T00:00:00.000Z',
    feeds: [feed('one')],
  }),
  article('https://two.example/bank', {
    title: 'Central bank raises rates',
    body: 'The governor spoke of inflation. Foxes were not mentioned.',
    published_at: '2026-01-12T00:00:00.000Z',
    feeds: [feed('one'), feed('two')],
    keywords: ['monetary policy'],
  }),
  article('https://two.example/merger', {
    title: 'Merger news',
    body: 'The merger of the two companies was approved. Brown spoke before the quick vote.',
    published_at: '2026-01-14T00:00:00.000Z',
    authors: ['Grace Hopper'],
  }),
  article('https://drei.example/fuchs', {
    title: 'Der Fuchs',
    body: 'Ein schneller Fuchs sprang über den Zaun.',
    language: 'de',
    published_at: '2026-01-11T00:00:00.000Z',
  }),
];

beforeAll(async () => {
  expect(await settled(ARTICLES.map((one) => articleItem(one)))).toEqual(ARTICLES.map(() => 'created'));
  await refresh();
}, 60_000);

const ask = (query: Partial<SearchQuery>) => search.articles.search({ q: '', sort: 'relevance', from: 0, size: 10, ...query });
/** Paths of what is found. */
const found = async (query: Partial<SearchQuery> | string): Promise<string[]> =>
  (await ask(typeof query === 'string' ? { q: query } : query)).hits.map(({ article: { url } }) => new URL(url).pathname.slice(1));

test('all words must be there, in any field', async () => {
  expect(await found('bank inflation')).toEqual(['bank']);
  expect(await found('bank zebra')).toEqual([]);
  expect(await found('merger hopper')).toEqual(['merger']);
  expect(await found('monetary governor')).toEqual(['bank']);
});

test('words that the language passes over hinder no search', async () => {
  expect(await found('the merger of companies')).toEqual(['merger']);
  expect(await found('the lazy dog')).toEqual(['fox']);
});

test('a phrase is found as it stands, not its words apart', async () => {
  expect(await found('"quick brown fox"')).toEqual(['fox']);
  expect(await found('brown quick')).toHaveLength(2);
  expect(await found('"brown quick"')).toEqual([]);
});

test('a word with a minus must not be there', async () => {
  expect((await found('fox')).toSorted()).toEqual(['bank', 'fox']);
  expect(await found('fox -inflation')).toEqual(['fox']);
  expect((await found('-fox')).toSorted()).toEqual(['fuchs', 'merger']);
});

test('the beginning of a word with a star is found', async () => {
  expect(await found('infla*')).toEqual(['bank']);
});

test('a title weighs more than a body', async () => {
  expect((await found('bank'))[0]).toBe('bank');
});

test('nothing asked finds everything', async () => {
  expect(await ask({})).toMatchObject({ total: 4 });
  expect(await ask({ q: '  ' })).toMatchObject({ total: 4 });
});

test('each filter narrows, and together they narrow more', async () => {
  expect(await found({ language: 'de' })).toEqual(['fuchs']);
  expect((await found({ source: 'two.example' })).toSorted()).toEqual(['bank', 'merger']);
  expect((await found({ feedId: feed('one').id })).toSorted()).toEqual(['bank', 'fox']);
  expect((await found({ after: '2026-01-12T00:00:00.000Z' })).toSorted()).toEqual(['bank', 'merger']);
  expect((await found({ before: '2026-01-11T00:00:00.000Z' })).toSorted()).toEqual(['fox', 'fuchs']);
  expect(await found({ q: 'fox', source: 'two.example', feedId: feed('two').id, after: '2026-01-12T00:00:00.000Z' })).toEqual(['bank']);
  expect(await found({ language: 'xx' })).toEqual([]);
});

test('by date the newest comes first', async () => {
  expect(await found({ sort: 'date' })).toEqual(['merger', 'bank', 'fuchs', 'fox']);
});

test('pages follow one another without gap or repeat, and say how many there are', async () => {
  const pages = [];
  for (const from of [0, 1, 2, 3, 4]) pages.push(await ask({ sort: 'date', from, size: 1 }));
  expect(pages.flatMap(({ hits }) => hits.map(({ id }) => id))).toEqual(
    ['two.example/merger', 'two.example/bank', 'drei.example/fuchs', 'one.example/fox'].map((url) => urlKey(`https://${url}`)),
  );
  expect(pages.map(({ total }) => total)).toEqual([4, 4, 4, 4, 4]);
});

test('a hit shows where the words are', async () => {
  const { hits } = await ask({ q: 'inflation' });
  expect(hits[0]?.highlights).toMatchObject({ body: [expect.stringContaining('<mark>inflation</mark>')] });
  expect(hits[0]).toMatchObject({ score: expect.any(Number), article: { title: 'Central bank raises rates' } });
});

test('hits carry the whole text only where it is asked for', async () => {
  for (const more of [{}, { stories: true }]) {
    const body = 'The governor spoke of inflation. Foxes were not mentioned.';
    expect((await ask({ q: 'inflation', ...more })).hits[0]).toMatchObject({
      article: { body: '' },
      highlights: { body: [expect.stringContaining('<mark>')] },
    });
    expect((await ask({ q: 'inflation', body: true, ...more })).hits[0]).toMatchObject({ article: { body } });
  }
});

/** A small generator, so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('no bytes make a search fail', { timeout: 60_000 }, async () => {
  const next = random(42);
  const signs = [
    ...'"\'\\()[]{}+-|*~^:?/<>=!&#%$@.,; \t\n\u0000aZé新\u202e\ud83d',
    '"',
    '"',
    '\ud83d\ude00',
    'fox',
    ' AND ',
    ' OR ',
    ' NOT ',
    '~2',
    '*:*',
    '\ufffe',
  ];
  const texts = Array.from({ length: 100 }, () =>
    Array.from({ length: 1 + Math.floor(next() * 40) }, () => signs[Math.floor(next() * signs.length)]).join(''),
  );
  for (const q of texts) {
    const { total } = await ask({ q });
    expect(total, JSON.stringify(q)).toBeGreaterThanOrEqual(0);
  }
});

test.each([
  ['twenty thousand words', 'word '.repeat(20_000)],
  ['a thousand different words', Array.from({ length: 1_000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(' ')],
  ['a word of 100,000 letters', 'x'.repeat(100_000)],
  ['ten thousand opening brackets', '('.repeat(10_000)],
  ['a hundred stars', Array.from({ length: 100 }, (_, i) => `${String.fromCharCode(97 + (i % 26))}*`).join(' ')],
])('a search for %s is answered', async (_what, q) => {
  expect((await ask({ q })).total).toBeGreaterThanOrEqual(0);
});

test('before the first article a search finds nothing, and is no error', async () => {
  const empty = openSearch(settingsFor(`${prefix}empty-`));
  expect(await empty.articles.search({ q: 'fox', sort: 'relevance', from: 0, size: 10 })).toMatchObject({ total: 0, hits: [] });
  await empty.close();
});
