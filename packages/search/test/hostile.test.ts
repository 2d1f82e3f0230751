import { DependencyDown, Fault } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { article, articleItem, urlItem } from './articles.ts';
import { install } from './install.ts';

const { client, names, search, settled, record, stored, refresh } = install();
let count = 0;
const newUrl = (): string => `https://h.example/${++count}`;

test.each<[string, Record<string, unknown>]>([
  ['a word for a number', { word_count: 'many' }],
  ['an unknown field', { surprise: 1 }],
  ['an object for a text', { title: { text: 'x' } }],
  ['a feed that is none, which its record refuses already', { feeds: [{ id: { a: 1 }, url: 'x' }] }],
  ['a date that is none', { published_at: 'yesterday', first_seen_at: '2026-01-15T11:00:00.000Z' }],
])('a document with %s is refused, and its neighbours are written', async (_what, wrong) => {
  const [bad, good, other] = [newUrl(), newUrl(), newUrl()];
  const results = await settled([
    articleItem(article(good)),
    articleItem({ ...article(bad), ...wrong } as never),
    articleItem(article(other)),
    urlItem(newUrl(), { outcome: 'skipped', code: 'no_article' }),
  ]);
  expect(results).toEqual(['created', expect.any(Fault), 'created', 'created']);
  expect(results[1]).toMatchObject({ code: 'index_rejected', permanent: true });
  expect(await stored(good)).toMatchObject({ url: good });
  expect(await record(other)).toMatchObject({ outcome: 'indexed' });
});

test('an address that cannot be read is refused, and its neighbours are written', async () => {
  const good = Array.from({ length: 6 }, newUrl);
  const bad = articleItem(article(newUrl()));
  bad.job.url = 'https://';
  const badUrl = urlItem(newUrl(), { outcome: 'skipped' });
  badUrl.job.url = 'mailto:x';
  const results = await settled([
    ...good.slice(0, 3).map((url) => articleItem(article(url))),
    bad,
    badUrl,
    ...good.slice(3).map((url) => articleItem(article(url))),
  ]);
  expect(results.map((result) => (result instanceof Fault ? result.code : result))).toEqual([
    ...['created', 'created', 'created'],
    ...['bad_url', 'bad_url'],
    ...['created', 'created', 'created'],
  ]);
});

test.each<[string, Parameters<typeof article>[1]]>([
  ['keywords of 40 KB', { keywords: ['x'.repeat(40_000), 'plain'] }],
  [
    'a keyword of 20,000 Chinese characters',
    { keywords: ['新'.repeat(20_000)], authors: ['闻'.repeat(20_000)], section: '报'.repeat(20_000) },
  ],
  [
    'entities and topics without end',
    { topics: ['t'.repeat(40_000)], entities: { name: ['n'.repeat(40_000)], people: [], organizations: [], places: [], other: [] } },
  ],
  [
    'a title of 100,000 characters without a space',
    { title: '标'.repeat(100_000), subtitle: 'x'.repeat(100_000), summary: 'y'.repeat(100_000) },
  ],
  ['an image address of 40 KB', { image_url: `https://h.example/${'i'.repeat(40_000)}` }],
  ['half an emoji', { title: 'cut \ud83d', body: 'low \ude00 alone', keywords: ['\ud83d'] }],
  ['control characters', { title: 'a\u0000b\u0007', body: '\u0000\u0001', keywords: ['\u0000'] }],
  ['extra fields of any shape', { extra: { a: 1, b: 'x'.repeat(40_000), c: { d: [true, null, { e: 'f' }] }, 'dotted.name': 1 } }],
  ['ten thousand keywords', { keywords: Array.from({ length: 10_000 }, (_, i) => `k${i}`) }],
])('a document with %s is accepted', async (_what, more) => {
  const url = newUrl();
  expect(await settled([articleItem(article(url, more))])).toEqual(['created']);
  expect(await record(url)).toMatchObject({ outcome: 'indexed' });
});

test('a URL of the greatest length is recorded, with its dead letter', async () => {
  const url = `https://h.example/${'u'.repeat(8_100)}`;
  expect(await settled([urlItem(url, { outcome: 'dead', code: 'timeout', detail: 'd'.repeat(500) })])).toEqual(['created']);
  expect(await record(url)).toMatchObject({ url });
});

test('a body of 1.2 million characters is found, and its hit is highlighted', async () => {
  const url = newUrl();
  const words = Array.from({ length: 150_000 }, (_, i) => `w${i % 977}`).join(' ');
  const body = `${words.padEnd(1_200_000, ' lorem')} needle in the end`;
  expect(await settled([articleItem(article(url, { body }))])).toEqual(['created']);
  await refresh();
  const { hits } = await search.articles.search({ q: 'needle', sort: 'relevance', from: 0, size: 10 });
  expect(hits.map(({ id }) => id)).toEqual([urlKey(url)]);
  expect(hits[0]?.highlights['body']?.join()).toContain('<mark>needle</mark>');
});

test('an index that is closed for writing makes its articles wait: they are not refused', async () => {
  const [before, url] = [newUrl(), newUrl()];
  const polish = { language: 'pl' };
  await settled([articleItem(article(before, polish))]);
  await client.indices.putSettings({ index: names.homeIndex('news-east-2020s'), settings: { 'blocks.write': true } });
  const [waits, elsewhere] = await settled([articleItem(article(url, polish)), articleItem(article(newUrl()))]);
  expect(waits).toBeInstanceOf(DependencyDown);
  expect(elsewhere).toBe('created');
  await client.indices.putSettings({ index: names.homeIndex('news-east-2020s'), settings: { 'blocks.write': null } });
  expect(await settled([articleItem(article(url, polish))])).toEqual(['created']);
});

test('a dead letter that cannot be written holds back the outcome, so that it is tried again', async () => {
  const url = newUrl();
  const item = urlItem(url, { outcome: 'dead', code: 'timeout' });
  await client.indices.putSettings({ index: names.dead, settings: { 'blocks.write': true } });
  const [waits] = await settled([item]);
  await client.indices.putSettings({ index: names.dead, settings: { 'blocks.write': null } });
  expect(waits).toBeInstanceOf(DependencyDown);
  expect(await record(url)).toBeUndefined();
  expect(await settled([item])).toEqual(['created']);
});

test('highlights are safe to show: the page’s own markup is text in them', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { title: 'Xylophone <script>alert(1)</script>' }))]);
  await refresh();
  const { hits } = await search.articles.search({ q: 'xylophone', sort: 'relevance', from: 0, size: 10 });
  expect(hits[0]?.highlights['title']).toEqual(['<mark>Xylophone</mark> &lt;script&gt;alert(1)&lt;&#x2F;script&gt;']);
});
