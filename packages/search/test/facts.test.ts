import type { Facts, IndexJobOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import type { WriteItem } from '../src/index.ts';
import { article, articleItem, N } from './articles.ts';
import { install } from './install.ts';

const { search, settled, record, stored } = install();
let count = 0;
const newUrl = (): string => `https://f.example/${++count}`;
const LATER = '2026-02-01T00:00:00.000Z';
const STORY: Facts = { story_id: 's1', story_size: 2, story_label: 'First title', story_publisher: 'First' };

function factsItem(url: string, facts: Facts): WriteItem {
  const docId = urlKey(url);
  const job: IndexJobOf<'facts'> = { kind: 'facts', v: 1, n: N, origin: 'live', url, urlKey: docId, feedId: null, of: [docId], part: 0 };
  return { job, docId, facts };
}
const againItem = (url: string, parts: Parameters<typeof article>[1]): WriteItem => {
  const item = articleItem(article(url, parts));
  return 'article' in item ? { ...item, job: { ...item.job, origin: 'rebuild', again: true } } : item;
};

test('an article comes with its facts, later ones take their place, and what is not known erases nothing', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { ...STORY, duplicate_of: null }))]);
  expect(await stored(url)).toMatchObject({ ...STORY, duplicate_of: null, derived_from: null });
  expect(await settled([factsItem(url, { ...STORY, story_size: 4, duplicate_of: 'first' })])).toEqual(['updated']);
  expect(await settled([factsItem(url, { story_id: null, duplicate_of: null })])).toEqual(['same']);
  expect(await settled([articleItem(article(url), { n: N + 1 })])).toEqual(['same']);
  expect(await stored(url)).toMatchObject({ ...STORY, story_size: 4, duplicate_of: 'first', revision: 1 });
});

test('facts change nothing else: no revision, no outcome, no home', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  const [before, recordBefore] = [await stored(url), await record(url)];
  await settled([factsItem(url, STORY)]);
  expect(await stored(url)).toEqual({ ...before, ...STORY, indexed_at: expect.any(String) });
  expect(await record(url)).toEqual(recordBefore);
});

test('facts of a document that is not there, or was taken down, go nowhere', async () => {
  const url = newUrl();
  expect(await settled([factsItem(url, STORY)])).toEqual(['absent']);
  expect(await record(url)).toBeUndefined();
  await settled([articleItem(article(url))]);
  await search.takedown.remove([urlKey(url)]);
  expect(await settled([factsItem(url, STORY)])).toEqual(['same']);
  expect(await stored(url)).toBeUndefined();
});

test('an article stays in its story for good, and is never a copy of itself', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { ...STORY, duplicate_of: urlKey(url) }))]);
  await settled([
    factsItem(url, { story_id: 's2', story_size: 9 }),
    factsItem(url, { duplicate_of: urlKey(url), derived_from: urlKey(url) }),
  ]);
  expect(await stored(url)).toMatchObject({ ...STORY, duplicate_of: null, derived_from: null });
});

test('another text is no copy any more unless it is said to be one', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { duplicate_of: 'a', sketch: { keys: ['k'], packed: 'AAAA' } }))]);
  await settled([articleItem(article(url, { body: 'Other', fetched_at: LATER, duplicate_of: null }), { n: N + 1 })]);
  expect(await stored(url)).toMatchObject({ body: 'Other', duplicate_of: null, revision: 2 });
  expect((await stored(url))?.sketch).toBeUndefined();
});

test('the article and the facts of it in one batch end as if they had come one after the other', async () => {
  const url = newUrl();
  expect(await settled([articleItem(article(url)), factsItem(url, STORY)])).toEqual(['created', 'updated']);
  expect(await stored(url)).toMatchObject(STORY);
});

test('the same text enriched by newer enrichers replaces what they found, and is no revision', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { pipeline: { version: '1.0', extractor: 'test', enricher: 8 } }))]);
  const newer = article(url, { topics: ['medtop:1'], pipeline: { version: '1.0', extractor: 'test', enricher: 9 } });
  expect(await settled([articleItem(newer, { n: N + 1 })])).toEqual(['updated']);
  expect(await stored(url)).toMatchObject({ topics: ['medtop:1'], revision: 1, corrected: false });
});

test('an article enriched again where it is takes only what enrichers find and their version, is written only if that differs, and not if its text has changed', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, STORY))]);
  const before = await stored(url);
  const recordBefore = await record(url);
  const same = { pipeline: { version: '9', extractor: 'x', enricher: 9 } };
  expect(await settled([againItem(url, same), againItem(url, same)])).toEqual(['updated', 'same']);
  const found = { ...same, keyphrases: ['new phrase'], first_seen_at: LATER, authors: ['Nobody'] };
  expect(await settled([againItem(url, found)])).toEqual(['updated']);
  expect(await stored(url)).toEqual({
    ...before,
    keyphrases: ['new phrase'],
    pipeline: { ...before?.pipeline, enricher: 9 },
    indexed_at: expect.any(String),
  });
  expect(await record(url)).toEqual(recordBefore);
  expect(await settled([againItem(url, { ...found, body: 'Meanwhile other', keyphrases: ['late'] })])).toEqual(['same']);
});

test('a rebuild carries the facts over', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { ...STORY, duplicate_of: 'a' }))]);
  const generation = await search.rebuild.prepare();
  const again = article(url, { title: 'Read better', pipeline: { version: '2.0', extractor: 'test' } });
  await search.rebuild.writer(generation)([articleItem(again, { n: N + 1 })]);
  await search.rebuild.carryOver(generation);
  await search.rebuild.remove(await search.rebuild.swap(generation));
  expect(await stored(url)).toMatchObject({ title: 'Read better', ...STORY, duplicate_of: 'a' });
});
