import { DependencyDown } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import type { WriteItem } from '../src/index.ts';
import { article, articleItem, feed, N, urlItem } from './articles.ts';
import { install } from './install.ts';

const { search, client, names, settled, record, stored } = install();
const URL_OF = (name: string): string => `https://${name}.example/1`;

/** Writes as the queue does: what the writer puts off is tried again. */
async function insist(item: WriteItem): Promise<void> {
  const write = search.createWriter();
  for (;;) {
    const [result] = await write([item]).catch((reason: unknown) => [{ status: 'rejected' as const, reason }]);
    if (result?.status === 'fulfilled') return;
    if (!(result?.reason instanceof DependencyDown)) throw result?.reason;
  }
}

test('fifty writers of one document at once lose no feed', { timeout: 60_000 }, async () => {
  const url = URL_OF('contended');
  const feeds = Array.from({ length: 50 }, (_, i) => feed(`f${i}`));
  await Promise.all(feeds.map((one) => insist(articleItem(article(url, { feeds: [one] })))));
  const ids = feeds.map(({ id }) => id).toSorted();
  expect((await stored(url))?.feeds.map(({ id }) => id).toSorted()).toEqual(ids);
  expect((await record(url))?.feeds.map(({ id }) => id).toSorted()).toEqual(ids);
  expect(await stored(url)).toMatchObject({ revision: 1 });
});

test('twenty variants of one document, written at once, lose no feed', { timeout: 60_000 }, async () => {
  const url = URL_OF('variants');
  await settled([articleItem(article(url))]);
  const feeds = Array.from({ length: 20 }, (_, i) => feed(`v${i}`));
  const variants = feeds.map((one, i) => article(`${url}?v=${i}`, { canonical_url: url, feeds: [one] }));
  await Promise.all(variants.map((variant) => insist(articleItem(variant))));
  expect((await stored(url))?.feeds.map(({ id }) => id).toSorted()).toEqual(feeds.map(({ id }) => id).toSorted());
  for (const variant of variants) expect(await record(variant.url)).toMatchObject({ outcome: 'merged' });
});

test('fifty jobs of one document in one batch lose no feed', { timeout: 60_000 }, async () => {
  const url = URL_OF('batched');
  const feeds = Array.from({ length: 50 }, (_, i) => feed(`f${i}`));
  const results = await settled(feeds.map((one) => articleItem(article(url, { feeds: [one] }))));
  expect(results).toEqual(['created', ...feeds.slice(1).map(() => 'updated')]);
  expect((await stored(url))?.feeds).toHaveLength(50);
});

test('mentions and articles of one document in one batch are all heard', async () => {
  const [url, variant] = [URL_OF('mixed'), 'https://mixed.example/variant'];
  await settled([articleItem(article(variant, { canonical_url: url }))]);
  const results = await settled([
    urlItem(variant, { outcome: null, n: N + 1 }, [feed('a')]),
    articleItem(article(url, { feeds: [feed('b')] })),
    urlItem(url, { outcome: null, n: N + 1 }, [feed('c')]),
    urlItem(variant, { outcome: null, n: N + 2 }, [feed('d')]),
  ]);
  expect(results.every((result) => typeof result === 'string')).toBe(true);
  const found = (await stored(url))?.feeds.map(({ id }) => id).toSorted();
  expect(found).toEqual(['a', 'b', 'c', 'd'].map((name) => feed(name).id).toSorted());
});

test('ten writers that meet a new home at once all get through', { timeout: 60_000 }, async () => {
  const urls = Array.from({ length: 10 }, (_, i) => `https://new-home.example/${i}`);
  await Promise.all(urls.map((url) => insist(articleItem(article(url, { language: 'it', published_at: '2011-01-01T00:00:00.000Z' })))));
  for (const url of urls) expect(await record(url)).toMatchObject({ home: 'news-it-2010s', outcome: 'indexed' });
});

test('a home that an operator deleted is made again by a writer that starts', async () => {
  const [url, next] = ['https://deleted.example/1', 'https://deleted.example/2'];
  const greek = { language: 'fr', published_at: '2012-01-01T00:00:00.000Z' };
  await settled([articleItem(article(url, greek))]);
  await client.indices.delete({ index: names.homeIndex('news-fr-2010s') });
  await insist(articleItem(article(next, greek)));
  expect(await stored(next)).toMatchObject({ url: next });
  // the article that went with it comes back when its job is run again
  await insist(articleItem(article(url, greek)));
  expect(await search.articles.read('news-fr-2010s', urlKey(url))).toMatchObject({ url });
});
