import { homeOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { article, articleItem, feed, N, urlItem } from './articles.ts';
import { install } from './install.ts';

const { names, client, search, settled, record, stored, refresh } = install();
let count = 0;
const newUrl = (): string => `https://a.example/${++count}`;
const LATER = '2026-02-01T00:00:00.000Z';

test('an article is written to its home, and its record says so', async () => {
  const url = newUrl();
  expect(await settled([articleItem(article(url, { feeds: [feed('one')] }))])).toEqual(['created']);
  expect(await record(url)).toMatchObject({
    v: 1,
    url,
    host: 'a.example',
    doc_id: urlKey(url),
    outcome: 'indexed',
    code: null,
    home: 'news-en-2026',
    revision: 1,
    etag: '"e"',
    feeds: [feed('one')],
    n: N,
  });
  const { _index, _source } = await client.get({ index: names.home('news-en-2026'), id: urlKey(url) });
  expect(_index).toBe(names.homeIndex('news-en-2026'));
  expect(_source).toMatchObject({ url, '@timestamp': '2026-01-15T10:00:00.000Z', revision: 1, corrected: false, story_id: null });
  await refresh();
  expect(await client.count({ index: names.articles, query: { ids: { values: [urlKey(url)] } } })).toMatchObject({ count: 1 });
});

test('a record is there, pending and with its home, before the article', async () => {
  const url = newUrl();
  const [refused] = await settled([articleItem(article(url, { word_count: 'many' as never }))]);
  expect(refused).toMatchObject({ code: 'index_rejected' });
  expect(await record(url)).toMatchObject({ outcome: 'pending', home: 'news-en-2026' });
  expect(await stored(url)).toBeUndefined();
});

test('a record that was written by hand before the offer is completed, not replaced', async () => {
  const url = newUrl();
  await settled([urlItem(url, { outcome: null }, [feed('two')])]);
  const before = await record(url);
  expect(before).toMatchObject({ outcome: 'pending', feeds: [feed('two')] });
  await settled([articleItem(article(url, { feeds: [feed('one')] }))]);
  expect(await record(url)).toMatchObject({ outcome: 'indexed', home: 'news-en-2026', first_seen_at: before?.first_seen_at });
  expect((await stored(url))?.feeds.map(({ id }) => id).toSorted()).toEqual([feed('one').id, feed('two').id].toSorted());
});

test('the home stays for good, though a later fetch has another language and date', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  const moved = article(url, { language: 'de', published_at: '2019-05-05T00:00:00.000Z', body: 'Anders', fetched_at: LATER });
  expect(homeOf(moved)).toBe('news-de-2010s');
  expect(await settled([articleItem(moved, { n: N + 1 })])).toEqual(['revised']);
  expect(await record(url)).toMatchObject({ home: 'news-en-2026', revision: 2 });
  expect(await stored(url)).toMatchObject({ language: 'de', body: 'Anders' });
  await refresh();
  expect(await client.count({ index: names.articles, query: { ids: { values: [urlKey(url)] } } })).toMatchObject({ count: 1 });
});

test('the same job twice is one document in its first revision', async () => {
  const url = newUrl();
  const item = articleItem(article(url, { feeds: [feed('one')] }));
  expect(await settled([item])).toEqual(['created']);
  const before = await stored(url);
  expect(await settled([item])).toEqual(['same']);
  expect(await stored(url)).toEqual(before);
  expect(await settled([item, item])).toEqual(['same', 'same']);
  expect(await record(url)).toMatchObject({ revision: 1, outcome: 'indexed' });
});

test('a new text, fetched later, is the next revision and a correction', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  await settled([articleItem(article(url, { body: 'Corrected', fetched_at: LATER }), { n: N + 1 })]);
  expect(await stored(url)).toMatchObject({ body: 'Corrected', revision: 2, corrected: true, fetched_at: LATER });
  expect(await record(url)).toMatchObject({ revision: 2, n: N + 1 });
});

test('the text of a feed entry, which has no page body, is corrected by a later one too', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { body: 'First words', body_sha: null }))]);
  const later = article(url, { body: 'Second words', body_sha: null, fetched_at: LATER });
  expect(await settled([articleItem(later, { n: N + 1 })])).toEqual(['revised']);
  expect(await stored(url)).toMatchObject({ body: 'Second words', revision: 2, corrected: true });
});

test('an entry without a link is indexed under the address that stands for it', async () => {
  const url = `feed:${feed('one').id}:tag:x,2026:"ü"`;
  expect(await settled([articleItem(article(url))])).toEqual(['created']);
  expect(await record(url)).toMatchObject({ outcome: 'indexed', url });
  expect(await stored(url)).toMatchObject({ url, canonical_url: url });
});

test('the same body read by a newer pipeline replaces the article, and is no revision', async () => {
  const url = newUrl();
  const first = article(url, { pipeline: { version: '1.9', extractor: 'test' } });
  await settled([articleItem(first)]);
  const again = { ...first, title: 'Read better', content_hash: 'better', pipeline: { version: '1.10', extractor: 'test' } };
  expect(await settled([articleItem(again, { n: N + 1 })])).toEqual(['updated']);
  expect(await stored(url)).toMatchObject({ title: 'Read better', revision: 1, corrected: false });
  expect(await settled([articleItem(first, { n: N + 2 })])).toEqual(['same']);
  expect(await stored(url)).toMatchObject({ title: 'Read better' });
});

test('an older fetch that arrives late changes nothing but the feeds', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { body: 'New', fetched_at: LATER, feeds: [feed('one')] }), { n: N + 1 })]);
  expect(await settled([articleItem(article(url, { body: 'Old' }), { n: N })])).toEqual(['same']);
  expect(await stored(url)).toMatchObject({ body: 'New', revision: 1 });
  expect(await settled([articleItem(article(url, { body: 'Old', feeds: [feed('two')] }), { n: N })])).toEqual(['updated']);
  expect(await stored(url)).toMatchObject({ body: 'New', revision: 1, feeds: [feed('one'), feed('two')] });
  expect(await record(url)).toMatchObject({ n: N + 1 });
});

test('two URLs with one canonical are one document; the second ends as merged', async () => {
  const [canonical, variant] = [newUrl(), newUrl()];
  await settled([articleItem(article(canonical, { feeds: [feed('one')] }))]);
  const other = article(variant, { canonical_url: canonical, body: 'Variant', fetched_at: LATER, feeds: [feed('two')] });
  await settled([articleItem(other, { n: N + 1 })]);
  expect(await record(canonical)).toMatchObject({ outcome: 'indexed', home: 'news-en-2026' });
  expect(await record(variant)).toMatchObject({ outcome: 'merged', doc_id: urlKey(canonical), home: null });
  // the body of a variant never replaces that of the canonical URL
  expect(await stored(canonical)).toMatchObject({ url: canonical, revision: 1, feeds: [feed('one'), feed('two')] });
});

test('a variant that comes first makes the document, and the canonical URL takes it over', async () => {
  const [canonical, variant] = [newUrl(), newUrl()];
  await settled([articleItem(article(variant, { canonical_url: canonical, fetched_at: LATER }))]);
  expect(await record(variant)).toMatchObject({ outcome: 'indexed', doc_id: urlKey(canonical) });
  expect(await stored(canonical)).toMatchObject({ url: variant });
  await settled([articleItem(article(canonical), { n: N + 1 })]);
  expect(await record(canonical)).toMatchObject({ outcome: 'indexed' });
  expect(await stored(canonical)).toMatchObject({ url: canonical });
});

test('both variants in one batch are one document', async () => {
  const [canonical, variant] = [newUrl(), newUrl()];
  const items = [
    articleItem(article(variant, { canonical_url: canonical, feeds: [feed('one')] })),
    articleItem(article(canonical, { feeds: [feed('two')] })),
  ];
  expect((await settled(items)).toSorted()).toEqual(['created', 'revised']);
  expect((await stored(canonical))?.feeds).toHaveLength(2);
  expect(await stored(canonical)).toMatchObject({ url: canonical });
});

test('facts of later stages stay when the text changes', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  const facts = { story_id: 's1', story_size: 3, duplicate_of: 'd1' };
  await client.update({ index: names.home('news-en-2026'), id: urlKey(url), doc: facts });
  await settled([articleItem(article(url, { body: 'Corrected', fetched_at: LATER }), { n: N + 1 })]);
  expect(await stored(url)).toMatchObject({ ...facts, body: 'Corrected' });
});

test('a page that was taken down is answered `removed`, and nothing is written', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  await client.update({ index: names.urls, id: urlKey(url), doc: { outcome: 'removed', deleted: true } });
  await client.delete({ index: names.home('news-en-2026'), id: urlKey(url) });
  const before = await record(url);
  const variant = newUrl();
  const items = [
    articleItem(article(url, { body: 'Back again', fetched_at: LATER }), { n: N + 1 }),
    articleItem(article(variant, { canonical_url: url }), { n: N + 1 }),
  ];
  expect(await settled(items)).toEqual(['removed', 'removed']);
  expect(await stored(url)).toBeUndefined();
  expect(await record(url)).toEqual(before);
});

test('what was written while a takedown came between is taken away again', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  // the takedown's delete came before the writer's create: the document is there, its record says deleted
  await client.update({ index: names.urls, id: urlKey(url), doc: { outcome: 'removed', deleted: true } });
  expect(await settled([articleItem(article(url))])).toEqual(['removed']);
  expect(await search.articles.read('news-en-2026', urlKey(url))).toBeUndefined();
});

test('an article of a year that cannot be lives where it was first seen', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { published_at: '2999-01-01T00:00:00.000Z' }))]);
  expect(await record(url)).toMatchObject({ home: 'news-en-2026' });
  expect(await stored(url)).toMatchObject({ '@timestamp': '2026-01-15T11:00:00.000Z' });
});
