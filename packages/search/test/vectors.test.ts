import type { IndexJobOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { beforeAll, expect, test } from 'vitest';
import type { SearchQuery, WriteItem } from '../src/index.ts';
import { article, articleItem, N } from './articles.ts';
import { install } from './install.ts';

const { client, prefix, search, settled, stored, refresh } = install();
/** A vector in this direction: of two the nearer the less they are apart. */
const embedding = (degrees: number): string => {
  const radians = (degrees * Math.PI) / 180;
  const numbers = Array.from({ length: 384 }, (_, at) => (at === 0 ? Math.cos(radians) : at === 1 ? Math.sin(radians) : 0) * 127);
  return Buffer.from(Int8Array.from(numbers, Math.round).buffer).toString('base64');
};
const [words, meaning, both, other] = ['words', 'meaning', 'both', 'other'].map((name) => `https://v.example/${name}`) as [
  string,
  string,
  string,
  string,
];
const vectorItem = (url: string, contentHash: string, degrees: number): WriteItem => {
  const job: IndexJobOf<'vector'> = {
    ...{ kind: 'vector', v: 1, n: N, origin: 'live', url, urlKey: urlKey(url), feedId: null, docId: urlKey(url) },
    ...{ contentHash, embedding: embedding(degrees) },
  };
  return { job };
};
const ask = async (parts: Partial<SearchQuery>) =>
  search.articles.search({ q: 'glacier', sort: 'hybrid', from: 0, size: 10, embed: async () => embedding(0), ...parts });

beforeAll(async () => {
  await settled([
    articleItem(article(words, { title: 'A glacier, a glacier', body: 'glacier '.repeat(20) })),
    articleItem(
      article(both, { title: 'Alps', body: 'A glacier of the Alps, and much else that makes it longer.', embedding: embedding(5) }),
    ),
    articleItem(article(meaning, { title: 'Ice melts', body: 'The ice of the mountains melts.', embedding: embedding(10) })),
    articleItem(
      article(other, { title: 'Ice hockey', body: 'A match.', source: { id: 'x', name: 'X', domain: 'x.example', country: null } }),
    ),
  ]);
  await settled([vectorItem(other, article(other, { title: 'Ice hockey', body: 'A match.' }).content_hash, 80)]);
  await refresh();
}, 60_000);

const idsOf = (hits: readonly { id: string }[]): string[] => hits.map(({ id }) => id);

test('a hybrid search finds what the words find and what means the like, first what both find, as hits like any other', async () => {
  const { hits, total } = await ask({});
  expect(idsOf(hits)[0]).toBe(urlKey(both));
  expect(new Set(idsOf(hits).slice(1, 3))).toEqual(new Set([urlKey(words), urlKey(meaning)]));
  expect(idsOf(hits)[3]).toBe(urlKey(other));
  expect(total).toBe(4);
  expect(hits[0]?.highlights['body']?.[0]).toContain('<mark>glacier</mark>');
  for (const { article: shown } of hits) expect(Object.keys(shown)).not.toEqual(expect.arrayContaining(['embedding']));
});

test('what narrows a search narrows both its halves; pages follow one another', async () => {
  expect(idsOf((await ask({ source: 'x.example' })).hits)).toEqual([urlKey(other)]);
  expect(idsOf((await ask({ q: 'glacier -alps' })).hits)).not.toContain(urlKey(both));
  expect(idsOf((await ask({ q: 'glacier "of the mountains"' })).hits)).toEqual([urlKey(meaning)]);
  const all = idsOf((await ask({})).hits);
  expect([...idsOf((await ask({ size: 2 })).hits), ...idsOf((await ask({ from: 2, size: 2 })).hits)]).toEqual(all);
});

test('without a vector, or with one that is none, it is a search by words', async () => {
  for (const vector of [undefined, '', 'AAAA', Buffer.alloc(384).toString('base64')])
    expect(new Set(idsOf((await ask({ embed: async () => vector })).hits))).toEqual(new Set([urlKey(words), urlKey(both)]));
});

test('a vector goes with its text: another text loses it, one that comes late for an older text is not taken', async () => {
  const url = 'https://v.example/changed';
  const first = article(url, { embedding: embedding(20) });
  await settled([articleItem(first)]);
  expect(await stored(url)).toMatchObject({ embedding: embedding(20) });
  expect(await settled([vectorItem(url, first.content_hash, 30)])).toEqual(['updated']);
  expect(await stored(url)).toMatchObject({ embedding: embedding(30), revision: 1 });
  const second = article(url, { body: 'Quite another text', fetched_at: '2026-02-01T00:00:00.000Z' });
  await settled([articleItem(second, { n: N + 1 })]);
  expect(await stored(url)).not.toHaveProperty('embedding');
  expect(await settled([vectorItem(url, first.content_hash, 40)])).toEqual(['same']);
  await refresh();
  const { hits } = await client.search({
    index: `${prefix}news`,
    query: { bool: { filter: [{ exists: { field: 'vector' } }, { term: { url } }] } },
  });
  expect(hits.hits).toEqual([]);
});

test('a fact that comes later leaves the vector to be searched', async () => {
  const job: IndexJobOf<'facts'> = {
    ...{ kind: 'facts', v: 1, n: N, origin: 'live', url: meaning, urlKey: urlKey(meaning), feedId: null },
    ...{ of: [urlKey(meaning)], part: 0 },
  };
  expect(await settled([{ job, docId: urlKey(meaning), facts: { story_id: 's1', story_size: 2 } }])).toEqual(['updated']);
  await refresh();
  expect(idsOf((await ask({ q: 'melt' })).hits)[0]).toBe(urlKey(meaning));
  expect(idsOf((await ask({ q: 'nothingofthekind', embed: async () => embedding(10) })).hits)[0]).toBe(urlKey(meaning));
});
