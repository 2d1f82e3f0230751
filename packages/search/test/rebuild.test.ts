import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { homeKeeper } from '../src/setup.ts';
import { article, articleItem, feed, N, urlItem } from './articles.ts';
import { install } from './install.ts';

const { client, names, prefix, search, settled, record, stored, refresh } = install();
const { rebuild } = search;
let count = 0;
const newUrl = (): string => `https://r.example/${++count}`;
const found = async (q: string): Promise<string[]> => {
  await refresh();
  return (await search.articles.search({ q, sort: 'date', from: 0, size: 100 })).hits.map(({ article: { url } }) => url);
};

test('a set that is filled beside the live one is not seen until the swap, and then is all there is', async () => {
  const [kept, carried, dead] = [newUrl(), newUrl(), newUrl()];
  await settled([
    articleItem(article(kept, { title: 'Swapped before', feeds: [feed('one')] })),
    articleItem(article(carried, { title: 'Swapped carried' })),
    urlItem(dead, { outcome: 'dead', code: 'http_gone' }),
  ]);
  await client.update({ index: names.home('news-en-2026'), id: urlKey(kept), doc: { story_id: 's1' } });
  const generation = await rebuild.prepare();
  const again = article(kept, { title: 'Swapped after', pipeline: { version: '2.0', extractor: 'test' } });
  expect(await rebuild.writer(generation)([articleItem(again, { n: N + 1 })])).toEqual([{ status: 'fulfilled', value: 'created' }]);
  expect(await stored(kept)).toMatchObject({ title: 'Swapped before' });
  expect((await found('swapped')).toSorted()).toEqual([kept, carried].toSorted());

  await rebuild.carryOver(generation);
  await rebuild.rehome(generation);
  await rebuild.remove(await rebuild.swap(generation));
  expect(await stored(kept)).toMatchObject({ title: 'Swapped after', story_id: 's1', revision: 1, feeds: [feed('one')] });
  expect(await stored(carried)).toMatchObject({ title: 'Swapped carried' });
  expect(await record(dead)).toMatchObject({ outcome: 'dead', code: 'http_gone' });
  expect((await found('swapped')).toSorted()).toEqual([kept, carried].toSorted());
  const indices = Object.keys(await client.indices.get({ index: [`${prefix}news-en-*`, `${names.urls}-r*`] }));
  expect(indices.filter((index) => !index.endsWith(`-r${generation}`))).toEqual([]);
  // the live writer goes on in the new set
  expect(await settled([articleItem(article(newUrl()))])).toEqual(['created']);
});

test('a takedown outlives the rebuild that reads its body again', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  await search.takedown.remove([urlKey(url)]);
  const generation = await rebuild.prepare();
  await rebuild.writer(generation)([articleItem(article(url), { n: N + 1 })]);
  await rebuild.carryOver(generation);
  await rebuild.remove(await rebuild.swap(generation));
  expect(await record(url)).toMatchObject({ outcome: 'removed', deleted: true });
  expect(await settled([articleItem(article(url), { n: N + 2 })])).toEqual(['removed']);
});

test('an article whose language is read anew moves to its new home', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  const generation = await rebuild.prepare();
  await rebuild.carryOver(generation);
  const write = rebuild.writer(generation);
  await write([articleItem(article(url, { language: 'de', pipeline: { version: '2.0', extractor: 'test' } }), { n: N + 1 })]);
  expect(await rebuild.rehome(generation)).toBe(1);
  await rebuild.remove(await rebuild.swap(generation));
  expect(await record(url)).toMatchObject({ home: 'news-de-2020s' });
  expect(await stored(url)).toMatchObject({ language: 'de' });
  await refresh();
  expect(await client.count({ index: names.articles, query: { ids: { values: [urlKey(url)] } } })).toMatchObject({ count: 1 });
});

test('what ends while the rebuild runs is carried over by the last look', async () => {
  const url = newUrl();
  await settled([urlItem(url, { outcome: null }, [feed('one')])]);
  const generation = await rebuild.prepare();
  await rebuild.carryOver(generation);
  await settled([articleItem(article(url, { body_sha: null }))]);
  await rebuild.carryOver(generation);
  await rebuild.remove(await rebuild.swap(generation));
  expect(await record(url)).toMatchObject({ outcome: 'indexed', home: 'news-en-2026' });
  expect(await stored(url)).toMatchObject({ url });
});

test('a set that is given up leaves the live one as it was', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  const generation = await rebuild.prepare();
  await rebuild.carryOver(generation);
  await rebuild.drop(generation);
  expect(await stored(url)).toMatchObject({ url });
  expect(await rebuild.prepare()).toBe(generation);
  await rebuild.drop(generation);
});

test('an article in a home of an older version stays there, found and corrected as before, until a rebuild moves it', async () => {
  const [url, text] = [newUrl(), { language: 'ru', title: 'Выборы в городах' }];
  const old = 'news-ru-2026';
  await settled([articleItem(article(url, text))]);
  const made = await stored(url);
  await homeKeeper(client, names)(old);
  await client.index({ index: names.home(old), id: urlKey(url), document: made });
  await client.update({ index: names.urls, id: urlKey(url), doc: { home: old } });
  await client.delete({ index: names.home('news-world-2020s'), id: urlKey(url) });
  expect(await found('выбор')).toEqual([url]);
  const later = { fetched_at: '2026-01-20T00:00:00.000Z', title: 'Выборы в больших городах', content_hash: 'another' };
  expect(await settled([articleItem(article(url, { ...text, ...later }), { n: N + 1 })])).toEqual(['revised']);
  expect(await record(url)).toMatchObject({ home: old });

  const generation = await rebuild.prepare();
  await rebuild.carryOver(generation);
  expect(await rebuild.rehome(generation)).toBeGreaterThanOrEqual(1);
  await rebuild.remove(await rebuild.swap(generation));
  expect(await record(url)).toMatchObject({ home: 'news-world-2020s' });
  expect(await stored(url)).toMatchObject({ title: later.title });
  expect(await found('большой город')).toEqual([url]);
});
