import { urlKey } from '@newsmill/contracts/ids';
import { beforeAll, expect, test } from 'vitest';
import type { SearchQuery } from '../src/index.ts';
import { article, articleItem } from './articles.ts';
import { install } from './install.ts';

const { client, names, search, settled, refresh } = install();

const none = { name: [], people: [], organizations: [], places: [], other: [] };
const ARTICLES = [
  article('https://one.example/merkel', {
    title: 'Merkel speaks in Berlin',
    body: 'The former chancellor spoke of energy and of trade with the harbour cities of the north.',
    entities: { ...none, people: ['Angela Merkel'], places: ['Berlin'] },
    topics: ['medtop:11000000'],
    section: 'Politics',
    published_at: '2026-01-10T00:00:00.000Z',
  }),
  article('https://two.example/harbour', {
    title: 'Harbour opens again',
    body: 'Ships are back in the harbour, and energy prices fall.',
    entities: { ...none, organizations: ['Port Authority'], places: ['Hamburg'] },
    published_at: '2026-01-12T00:00:00.000Z',
    authors: ['Grace Hopper'],
  }),
  article('https://news.two.example/old', {
    title: 'Energy: a long look back',
    body: 'Energy, and nothing but energy, was what the conference on energy was about.',
    published_at: '2006-05-01T00:00:00.000Z',
  }),
  article('https://three.example/harbour', {
    title: 'Harbour is open once more',
    body: 'The harbour has opened after the storm; ships come and go.',
    published_at: '2026-01-13T00:00:00.000Z',
  }),
  article('https://four.example/fresh', {
    title: 'Cooking with leeks',
    body: `${'Leeks are cooked with butter and salt. '.repeat(40)} It takes little energy.`,
    published_at: '2026-01-15T10:00:00.000Z',
  }),
];
const idOf = (path: string): string => urlKey(ARTICLES.find(({ url }) => url.endsWith(path))?.url ?? '');

beforeAll(async () => {
  expect(await settled(ARTICLES.map((one) => articleItem(one)))).toEqual(ARTICLES.map(() => 'created'));
  const inStory = [
    ['news-en-2026', idOf('two.example/harbour')],
    ['news-en-2026', idOf('three.example/harbour')],
  ] as const;
  for (const [home, id] of inStory) await client.update({ index: names.home(home), id, doc: { story_id: 'harbour', story_size: 2 } });
  await refresh();
}, 60_000);

const ask = (query: Partial<SearchQuery>) => search.articles.search({ q: '', sort: 'relevance', from: 0, size: 10, ...query });
const found = async (q: string): Promise<string[]> =>
  (await ask({ q, sort: 'date' })).hits.map(({ article: { url } }) => url.replace('https://', '').replace('.example', ''));

test.each<[string, string[]]>([
  ['person:merkel', ['one/merkel']],
  ['person:"angela merkel"', ['one/merkel']],
  ['person:gela', []],
  ['place:hamburg', ['two/harbour']],
  ['org:"Port Authority"', ['two/harbour']],
  ['topic:medtop:11000000', ['one/merkel']],
  ['topic:politics', ['one/merkel']],
  ['author:hopper', ['two/harbour']],
  ['site:two.example', ['two/harbour', 'news.two/old']],
  ['site:https://two.example/any/path', ['two/harbour', 'news.two/old']],
  ['source:two.example', ['two/harbour']],
  ['source:"The Example" title:energy', ['news.two/old']],
  ['lang:en title:harbour', ['three/harbour', 'two/harbour']],
  ['lang:en-GB title:"harbour opens"', ['two/harbour']],
  ['energy after:2026-01-11', ['four/fresh', 'two/harbour']],
  ['energy before:2026-01-12', ['one/merkel', 'news.two/old']],
  ['merkel OR leeks', ['four/fresh', 'one/merkel']],
  ['energy -title:energy -leeks', ['two/harbour', 'one/merkel']],
  ['person:merkel OR place:hamburg', ['two/harbour', 'one/merkel']],
])('%s finds %j', async (q, paths) => {
  expect(await found(q)).toEqual(paths);
});

test('relevance decides before age: an old article about it comes before a fresh one that mentions it', async () => {
  const { hits } = await ask({ q: 'energy' });
  expect([hits[0]?.id, hits.at(-1)?.id]).toEqual([idOf('/old'), idOf('/fresh')]);
});

test('of a question in sentences not every word need be there, of two words both must', async () => {
  const { hits } = await ask({ q: 'what did the former chancellor Merkel say about the zeppelin and the unicorn' });
  expect(hits[0]?.id).toBe(idOf('/merkel'));
  expect((await ask({ q: 'Merkel zeppelin' })).total).toBe(0);
});

test('facets count what was found', async () => {
  const { facets } = await ask({ q: 'harbour', size: 0, facets: ['source', 'language', 'places', 'people', 'days'] });
  expect(facets).toEqual({
    source: expect.arrayContaining(['one.example', 'three.example', 'two.example'].map((value) => ({ value, count: 1 }))),
    language: [{ value: 'en', count: 3 }],
    places: expect.arrayContaining([
      { value: 'Berlin', count: 1 },
      { value: 'Hamburg', count: 1 },
    ]),
    people: [{ value: 'Angela Merkel', count: 1 }],
    days: ['2026-01-13', '2026-01-12', '2026-01-10'].map((value) => ({ value, count: 1 })),
  });
});

test('days without articles are passed over, however many they are', async () => {
  const { facets } = await ask({ facets: ['days'] });
  expect(facets?.days?.at(-1)).toEqual({ value: '2006-05-01', count: 1 });
  expect(facets?.days?.reduce((sum, { count }) => sum + count, 0)).toBe(ARTICLES.length);
});

test('a story is one hit with its other outlets inside, articles without a story stay apart', async () => {
  const { total, hits } = await ask({ q: '', sort: 'date', stories: true });
  expect(total).toBe(4);
  expect(hits.map(({ id }) => id)).toEqual(['/fresh', 'three.example/harbour', '/merkel', '/old'].map(idOf));
  expect(hits.map(({ outlets }) => outlets?.map(({ id }) => id))).toEqual([[], [idOf('two.example/harbour')], [], []]);
  const second = await ask({ q: '', sort: 'date', stories: true, from: 1, size: 2 });
  expect(second.hits.map(({ id }) => id)).toEqual(['three.example/harbour', '/merkel'].map(idOf));
});

test('a walk meets everything once, and does not see what comes after its start', async () => {
  const first = await ask({ size: 2, cursor: '*' });
  const late = article('https://five.example/late', { title: 'Late' });
  expect(await settled([articleItem(late)])).toEqual(['created']);
  await refresh();
  const ids = first.hits.map(({ id }) => id);
  for (let cursor = first.cursor; cursor; ) {
    const page = await ask({ size: 2, cursor });
    ids.push(...page.hits.map(({ id }) => id));
    cursor = page.cursor;
  }
  expect(ids.toSorted()).toEqual(ARTICLES.map(({ url }) => urlKey(url)).toSorted());
});

test.each(['', 'x', 'WyJhIl0', Buffer.from('["no such point",  "2026-01-01T00:00:00Z", [1, 2]]').toString('base64url')])(
  'a cursor that is none (%j) is told as the fault of who asks',
  async (cursor) => {
    await expect(ask({ cursor })).rejects.toMatchObject({ statusCode: 400, code: 'cursor_gone' });
  },
);

test('where nothing is found another spelling is offered', async () => {
  expect((await ask({ q: 'harbuor opens' })).suggestions).toEqual(['harbour opens']);
  expect((await ask({ q: 'harbour' })).suggestions).toEqual([]);
  expect((await ask({ q: 'qwertzuiop' })).suggestions).toEqual([]);
});

test('a search box gets titles while one types', async () => {
  expect(await search.articles.titles('harb', 5)).toEqual(['Harbour is open once more', 'Harbour opens again']);
  expect(await search.articles.titles('harbour is o', 5)).toEqual(['Harbour is open once more']);
  expect(await search.articles.titles('  ', 5)).toEqual([]);
});

test('an article is had by its id, and the most alike comes first', async () => {
  expect(await search.articles.find(idOf('/merkel'))).toMatchObject({ article: { title: 'Merkel speaks in Berlin' } });
  expect((await search.articles.similar(idOf('two.example/harbour'), 3))?.[0]?.id).toBe(idOf('three.example/harbour'));
  expect(await search.articles.find('nothing')).toBeUndefined();
  expect(await search.articles.similar('nothing', 3)).toBeUndefined();
});

test('best match orders, and finds no more than the words do', async () => {
  const [plain, best] = [await ask({ q: 'harbour' }), await ask({ q: 'harbour', sort: 'best' })];
  expect(best.total).toBe(plain.total);
  expect(best.hits.map(({ id }) => id).toSorted()).toEqual(plain.hits.map(({ id }) => id).toSorted());
  expect(await ask({ q: '', sort: 'best' })).toMatchObject({ total: plain.total + 3 });
});
