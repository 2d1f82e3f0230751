import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FeedStage, offersIn, openFeedStage } from './feed-stage.ts';

let stage: FeedStage;
beforeAll(async () => {
  stage = await openFeedStage();
}, 60_000);
afterAll(() => stage.close());

const rss = (items: readonly string[]): string =>
  `<rss version="2.0"><channel><title>T</title><link>https://cap.example/</link>${items
    .map(
      (item) =>
        `<item><title>${item}</title>${item.startsWith('/') ? `<link>https://cap.example${item}</link>` : `<guid>${item}</guid><description>w</description>`}</item>`,
    )
    .join('')}</channel></rss>`;

test('of a feed with a daily limit no new entry is lost: the first go today, the others wait, an entry without a link does not', async () => {
  const url = 'https://cap.example/feed';
  const id = await stage.submit(url);
  const config = await stage.store.feeds.config(id);
  if (config === undefined) throw new Error('no config');
  await stage.store.feeds.putConfig({ ...config, articles_per_day: 3 }, { wake: false });
  const body = rss(['/1', '/2', '/3', 'own words', '/4']);
  const next = await stage.answer(id, url, { body });
  expect(offersIn(next)).toHaveLength(5);
  const waits = new Map(next.flatMap((one) => (one.to === 'frontier' ? [[one.job.offer.url, one.job.notBefore ?? 0]] : [])));
  const tomorrow = (Math.floor(Date.now() / 86_400_000) + 1) * 86_400_000;
  expect(['/1', '/2', '/3', '/4'].map((path) => waits.get(`https://cap.example${path}`))).toEqual([0, 0, tomorrow, tomorrow]);
  expect([...waits].filter(([at]) => String(at).startsWith('feed:')).map(([, ms]) => ms)).toEqual([0]);
  // an entry that is known counts no more
  const again = await stage.answer(id, url, { body: rss(['/1', '/2', '/5']) });
  expect(offersIn(again)).toEqual(['https://cap.example/5']);
  expect(again.flatMap((one) => (one.to === 'frontier' ? [one.job.notBefore] : []))).toEqual([tomorrow]);
  expect(await stage.store.caps.count(id)).toEqual({ today: 3, later: 3 });
  expect(await stage.store.caps.count(urlKey('https://other.example/'))).toEqual({ today: 0, later: 0 });
});

test('a feed without a limit is not counted', async () => {
  const url = 'https://free.example/feed';
  const id = await stage.submit(url);
  const next = await stage.answer(id, url, { body: rss(['/1', '/2']) });
  expect(next.flatMap((one) => (one.to === 'frontier' ? [one.job.notBefore] : []))).toEqual([undefined, undefined]);
  expect(await stage.store.caps.count(id)).toEqual({ today: 0, later: 0 });
});
