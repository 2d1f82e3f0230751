import { RECENT_ENTRIES, type RecentEntry } from '@newsmill/contracts';
import { scratchKey } from '@newsmill/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FeedStage, offersIn, openFeedStage } from './feed-stage.ts';

let stage: FeedStage;
beforeAll(async () => {
  stage = await openFeedStage();
}, 60_000);
afterAll(() => stage.close());

const rss = (from: number, to: number): string =>
  `<rss version="2.0"><channel><title>T</title><link>https://r.example/</link>${Array.from(
    { length: to - from },
    (_, at) =>
      `<item><title>Entry ${to - at}</title><link>https://r.example/${to - at}</link><category>${(to - at) % 2 ? 'odd' : 'even'}</category></item>`,
  ).join('')}</channel></rss>`;
const recent = async (id: string) => (await stage.store.bodies.getScratch(scratchKey(id, RECENT_ENTRIES))) as RecentEntry[];

test('what a feed had lately is remembered, the newest first, each once, also what its rules leave out; no more than 300', async () => {
  const url = 'https://r.example/feed';
  const id = await stage.submit(url);
  const config = await stage.store.feeds.config(id);
  if (config === undefined) throw new Error('no config');
  await stage.store.feeds.putConfig({ ...config, exclude: [{ field: 'category', text: 'odd' }] }, { wake: false });
  expect(offersIn(await stage.answer(id, url, { body: rss(0, 4) }))).toEqual(['https://r.example/4', 'https://r.example/2']);
  await stage.answer(id, url, { body: rss(2, 6) });
  expect((await recent(id)).map(({ title }) => title)).toEqual([6, 5, 4, 3, 2, 1].map((at) => `Entry ${at}`));
  expect((await recent(id))[1]).toEqual({ title: 'Entry 5', url: 'https://r.example/5', categories: ['odd'], published: null });
  await stage.answer(id, url, { body: rss(6, 600) });
  expect(await recent(id)).toHaveLength(300);
});

test('a memory that cannot be read is made anew', async () => {
  const url = 'https://torn.example/feed';
  const id = await stage.submit(url);
  await stage.store.bodies.putScratch(id, RECENT_ENTRIES, [{ wrong: true }]);
  await stage.answer(id, url, { body: rss(0, 2) });
  expect(await recent(id)).toHaveLength(2);
});
