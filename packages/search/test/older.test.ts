import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { article, articleItem } from './articles.ts';
import { install } from './install.ts';

const { search, settled, refresh } = install();

test.each(['en', 'de', 'uk'])('%s: copies are looked for in this year and the last, whatever else their index holds', async (language) => {
  const year = new Date().getUTCFullYear();
  const [now, last, before] = [0, 1, 2].map((ago) => ({
    url: `https://${language}.example/${ago}`,
    published_at: `${year - ago}-01-01T00:00:00.000Z`,
  }));
  const keys = ['a', 'b', 'c'].map((key) => `${language}-${key}`);
  const items = [now, last, before].map((one) =>
    articleItem(article(one?.url ?? '', { language, ...one, first_seen_at: one?.published_at ?? '', sketch: { keys, packed: 'AAAA' } })),
  );
  expect(await settled(items)).toEqual(items.map(() => 'created'));
  await refresh();
  const ids = (found: readonly { id: string }[] = []): string[] => found.map(({ id }) => id).toSorted();
  const [all, others, few] = await search.articles.older([
    { language, keys, except: 'none' },
    { language, keys, except: urlKey(now?.url ?? '') },
    { language, keys: [keys[0] ?? '', 'none'], except: 'none' },
  ]);
  expect(ids(all)).toEqual([now, last].map((one) => urlKey(one?.url ?? '')).toSorted());
  expect(ids(others)).toEqual([urlKey(last?.url ?? '')]);
  expect(ids(few)).toEqual([]);
});
