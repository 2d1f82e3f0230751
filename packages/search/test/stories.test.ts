import { urlKey } from '@newsmill/contracts/ids';
import { beforeAll, expect, test } from 'vitest';
import type { SearchQuery } from '../src/index.ts';
import { article, articleItem } from './articles.ts';
import { install } from './install.ts';

const { client, names, search, settled, refresh, record } = install();

// one story with more articles than are looked at for a page, the newest of all; then others, in two languages
const FLOOD = Array.from({ length: 14 }, (_, n) => `flood-${n}`);
const OTHERS = ['alone-1', 'vote-1', 'alone-2', 'vote-2', 'alone-3'];
const ORDER = [...FLOOD, ...OTHERS];
const urlOf = (name: string): string => `https://${name}.example/`;
const storyOf = (name: string): string | null => (name.startsWith('alone') ? null : (name.split('-')[0] ?? null));

beforeAll(async () => {
  const items = ORDER.map((name, at) =>
    articleItem(
      article(urlOf(name), {
        title: `River ${name}`,
        language: at % 2 === 0 ? 'en' : 'de',
        published_at: new Date(Date.UTC(2026, 0, 10) - at * 3_600_000).toISOString(),
      }),
    ),
  );
  expect(await settled(items)).toEqual(ORDER.map(() => 'created'));
  for (const name of ORDER) {
    const [story_id, home] = [storyOf(name), (await record(urlOf(name)))?.home ?? ''];
    if (story_id !== null) await client.update({ index: names.home(home), id: urlKey(urlOf(name)), doc: { story_id, story_size: 2 } });
  }
  await refresh();
}, 60_000);

const PAGE = ['flood-0', 'alone-1', 'vote-1', 'alone-2', 'alone-3'];
const ask = (query: Partial<SearchQuery>) => search.articles.search({ q: '', sort: 'date', from: 0, size: 10, stories: true, ...query });
const namesOf = (ids: readonly { id: string }[] = []): (string | undefined)[] =>
  ids.map(({ id }) => ORDER.find((name) => urlKey(urlOf(name)) === id));

test.each(['', 'river'])('each story comes once at its best article, however many articles the first one has (q=%j)', async (q) => {
  for (const size of [1, 2, 3, 10]) {
    const pages = [];
    for (let from = 0; from < PAGE.length; from += size) pages.push(await ask({ q, from, size }));
    expect(
      pages.flatMap(({ hits }) => namesOf(hits)),
      `pages of ${size}`,
    ).toEqual(PAGE);
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => PAGE.length));
  }
});

test('a story tells its other outlets, the best first, ten at most; marks, scores and facets come with it', async () => {
  const { hits, facets } = await ask({ q: 'river', sort: 'relevance', facets: ['language'] });
  expect(hits.map(({ outlets }) => outlets?.length ?? 0).toSorted()).toEqual([0, 0, 0, 1, 10]);
  expect(hits.every(({ highlights }) => highlights['title']?.[0]?.startsWith('<mark>River</mark>'))).toBe(true);
  expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((one, other) => Number(other) - Number(one)));
  expect(facets?.language?.reduce((sum, { count }) => sum + count, 0)).toBe(ORDER.length);
  const [flood] = (await ask({})).hits;
  expect(namesOf(flood?.outlets)).toEqual(FLOOD.slice(1, 11));
});

test('what is counted once is counted anew when something changes', async () => {
  expect(await ask({})).toMatchObject({ total: PAGE.length });
  await settled([articleItem(article(urlOf('late')))]);
  await refresh();
  expect(await ask({})).toMatchObject({ total: PAGE.length + 1 });
});

test('no hits are asked for: only the counts are told', async () => {
  expect(await ask({ size: 0, q: 'flood', facets: ['language'] })).toMatchObject({ total: 1, hits: [], facets: { language: [{}, {}] } });
});
