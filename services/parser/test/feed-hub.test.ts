import { isPushing } from '@newsmill/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FeedStage, offersIn, openFeedStage } from './feed-stage.ts';

let stage: FeedStage;
beforeAll(async () => {
  stage = await openFeedStage();
}, 60_000);
afterAll(() => stage.close());

const HOUR = 3_600_000;
let count = 0;
const submitted = async () => {
  const url = `https://h${++count}.example/feed`;
  return { url, id: await stage.submit(url) };
};
const item = (name: string, hoursAgo: number): string =>
  `<item><title>${name}</title><link>https://site.example/${name}</link><pubDate>${new Date(Date.now() - hoursAgo * HOUR).toUTCString()}</pubDate></item>`;
const rss = (head: string, ...items: string[]): string =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>${head}${items.join('')}</channel></rss>`;
const HUB = '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://topic.example/feed"/>';
const many = Array.from({ length: 60 }, (_, at) => item(`n${at}`, at + 1));
const waitMs = async (id: string): Promise<number> => Date.parse((await stage.state(id)).next_poll_at ?? '') - Date.now();
const activate = (id: string, hoursAgo: number): Promise<void> =>
  stage.store.subscriptions.change(id, { state: 'active', since: Date.now() - hoursAgo * HOUR, ends: Date.now() + 100 * HOUR });

test.each([
  ['RSS', { body: rss(HUB) }, 'https://topic.example/feed'],
  [
    'Atom',
    { body: `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="hub self-made" href="https://hub.example/"/></feed>` },
    null,
  ],
  [
    'JSON Feed',
    {
      body: '{"version":"https://jsonfeed.org/version/1.1","title":"T","feed_url":"https://topic.example/feed","items":[],"hubs":[{"type":"rssCloud","url":"https://no.example/"},{"type":"WebSub","url":"https://hub.example/"}]}',
    },
    'https://topic.example/feed',
  ],
  [
    'the answer’s headers, before the feed',
    {
      body: rss(HUB.replace('hub.example', 'old.example')),
      headers: { link: '<https://hub.example/>; rel="hub", <https://topic.example/b>; rel=self' },
    },
    'https://topic.example/b',
  ],
])('the hub that %s names is to be asked', async (_, answer, topic) => {
  const { id, url } = await submitted();
  await stage.answer(id, url, answer);
  expect(await stage.store.subscriptions.get(id)).toMatchObject({ hub: 'https://hub.example/', topic: topic ?? url, state: 'wanted' });
});

test('a feed whose hub pushes is polled as a net only; one whose hub has not confirmed as ever', async () => {
  const { id, url } = await submitted();
  await stage.answer(id, url, { body: rss(HUB, ...many) });
  expect(await waitMs(id)).toBeLessThan(3 * HOUR);
  await activate(id, 1);
  await stage.answer(id, url, { body: rss(HUB, ...many) });
  expect(await waitMs(id)).toBeGreaterThan(5.9 * HOUR);
});

test('a push offers what is new, keeps what is known of the feed’s address, and forgets no entry', async () => {
  const { id, url } = await submitted();
  await stage.answer(id, url, { body: rss(HUB, ...many), headers: { etag: '"one"' } });
  const before = await stage.state(id);
  const fresh = item('fresh', 0);
  const pushed = await stage.answer(id, url, { body: rss('', fresh), pushed: true });
  expect(offersIn(pushed)).toEqual(['https://site.example/fresh']);
  expect(await stage.state(id)).toMatchObject({ etag: '"one"', body_sha: before.body_sha, entries_in_body: 60 });
  expect(await stage.store.subscriptions.get(id)).toBeDefined();
  expect(offersIn(await stage.answer(id, url, { body: rss(HUB, fresh, ...many) }))).toEqual([]);
});

test('a hub that keeps entries back for two polls in a row is counted on no longer; one that is only late is', async () => {
  const { id, url } = await submitted();
  await stage.answer(id, url, { body: rss(HUB, item('a', 9)) });
  await activate(id, 8);
  await stage.answer(id, url, { body: rss(HUB, item('late', 0.1), item('a', 9)) });
  await stage.answer(id, url, { body: rss(HUB, item('b', 5), item('a', 9)) });
  const still = await stage.store.subscriptions.get(id);
  expect(still !== undefined && isPushing(still) && still.missed).toBe(1);
  await stage.answer(id, url, { body: rss(HUB, item('c', 3), item('b', 5)) });
  expect(await stage.store.subscriptions.get(id)).toMatchObject({ state: 'mute', missed: 2 });
});

test('a feed that names no hub any more is polled as before', async () => {
  const { id, url } = await submitted();
  await stage.answer(id, url, { body: rss(HUB, ...many) });
  await activate(id, 1);
  await stage.answer(id, url, { body: rss('', ...many) });
  expect(await stage.store.subscriptions.get(id)).toBeUndefined();
});
