import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { article, articleItem, N, urlItem } from './articles.ts';
import { install } from './install.ts';

const { client, names, search, settled, record, stored } = install();
const { takedown } = search;
const urlsOf = (condemned: readonly { url: string }[]): string[] => condemned.map(({ url }) => url).toSorted();
/** Whether the document is in the index, whatever its record says. */
const isIndexed = async (url: string): Promise<boolean> => (await search.articles.read('news-en-2026', urlKey(url))) !== undefined;

test('a takedown of one URL takes the whole document, with every URL that led to it', async () => {
  const [canonical, variant, other] = ['https://t.example/1', 'https://m.t.example/1', 'https://t.example/2'];
  await settled([
    articleItem(article(canonical)),
    articleItem(article(variant, { canonical_url: canonical })),
    articleItem(article(other)),
  ]);
  for (const url of [canonical, variant]) expect(urlsOf(await takedown.ofUrl(urlKey(url)))).toEqual([variant, canonical].toSorted());
  await takedown.remove([urlKey(canonical), urlKey(variant)]);
  expect(await isIndexed(canonical)).toBe(false);
  expect(await record(canonical)).toMatchObject({ outcome: 'removed', deleted: true });
  expect(await record(variant)).toMatchObject({ outcome: 'removed' });
  expect(await stored(other)).toMatchObject({ url: other });
});

test('what was taken down does not come back by a late job, a new fetch or another variant', async () => {
  const [canonical, variant] = ['https://t.example/3', 'https://new.t.example/3'];
  await settled([articleItem(article(canonical))]);
  await takedown.remove([urlKey(canonical)]);
  const results = await settled([
    articleItem(article(canonical, { body: 'New text', fetched_at: '2026-06-01T00:00:00.000Z' }), { n: N + 1 }),
    articleItem(article(variant, { canonical_url: canonical }), { n: N + 1 }),
  ]);
  expect(results).toEqual(['removed', 'removed']);
  await settled([urlItem(canonical, { outcome: 'unchanged', n: N + 2 })]);
  expect(await record(canonical)).toMatchObject({ outcome: 'removed', deleted: true });
  expect(await isIndexed(canonical)).toBe(false);
});

test('a takedown of a host finds all its URLs, and the documents that they belong to', async () => {
  const [own, foreign] = ['https://gone.example/1', 'https://syndicated.example/1'];
  await settled([
    articleItem(article(own)),
    articleItem(article('https://gone.example/2', { canonical_url: foreign })),
    urlItem('https://gone.example/3', { outcome: 'dead', code: 'timeout' }),
  ]);
  const condemned = await takedown.ofHost('gone.example');
  expect(urlsOf(condemned)).toEqual([own, 'https://gone.example/2', 'https://gone.example/3', foreign].toSorted());
  await takedown.remove(condemned.map(({ urlKey: key }) => key));
  expect(await isIndexed(foreign)).toBe(false);
  expect(await search.dead.read([urlKey('https://gone.example/3')])).toEqual([]);
});

test('a takedown twice changes nothing more; one of an unknown URL is no error', async () => {
  const url = 'https://t.example/4';
  await settled([articleItem(article(url))]);
  await takedown.remove([urlKey(url)]);
  await takedown.remove([urlKey(url), urlKey('https://t.example/unknown')]);
  expect(await record(url)).toMatchObject({ outcome: 'removed', deleted: true });
  expect(await takedown.ofUrl(urlKey('https://t.example/unknown'))).toEqual([]);
});

test('a takedown that cannot be carried out is an error, and is done when it is repeated', async () => {
  const url = 'https://t.example/5';
  await settled([articleItem(article(url))]);
  const index = names.homeIndex('news-en-2026');
  await client.indices.putSettings({ index, settings: { 'blocks.write': true } });
  const first = await takedown.remove([urlKey(url)]).then(
    () => 'removed',
    (error: Error) => error.name,
  );
  await client.indices.putSettings({ index, settings: { 'blocks.write': null } });
  expect(first).toBe('DependencyDown');
  await takedown.remove([urlKey(url)]);
  expect(await isIndexed(url)).toBe(false);
});

test('articles past their time are counted, then deleted, and no poll brings them back', async () => {
  const [old, fresh] = ['https://old.example/1', 'https://old.example/2'];
  const seen = { published_at: '2001-05-01T00:00:00.000Z', first_seen_at: '2001-05-01T00:00:00.000Z' };
  await settled([articleItem(article(old, seen)), articleItem(article(fresh))]);
  const before = '2002-01-01T00:00:00.000Z';
  expect(await search.expireArticles(before, true)).toBe(1);
  expect(await stored(old)).toMatchObject({ url: old });
  expect(await search.expireArticles(before, false)).toBe(1);
  expect(await stored(old)).toBeUndefined();
  expect(await record(old)).toMatchObject({ outcome: 'skipped', code: 'expired', deleted: true });
  expect(await settled([articleItem(article(old, seen), { n: N + 1 })])).toEqual(['removed']);
  expect(await stored(fresh)).toMatchObject({ url: fresh });
  expect(await search.expireArticles(before, false)).toBe(0);
});
