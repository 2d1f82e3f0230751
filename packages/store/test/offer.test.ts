import { MAX_URL } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { HOUR, only, openFrontier, page } from './frontier.ts';

const A = page('https://a.example/1');

test('a second offer of a URL is refused for good', async () => {
  const { frontier, advance } = await openFrontier();
  expect(await frontier.offer([A], 'new')).toEqual(['offered']);
  expect(await frontier.offer([A], 'new')).toEqual(['seen']);
  const item = only(await frontier.dispatch(10, HOUR));
  await frontier.done(item, { gapMs: 0 });
  await frontier.settle(item);
  await advance(1000 * HOUR);
  expect(await frontier.offer([A], 'new')).toEqual(['seen']);
  expect(await frontier.sizes()).toMatchObject({ waiting: 0, pending: 0 });
});

test('a URL offered again is refused while its outcome is open, in the list and behind it, and taken after', async () => {
  const { frontier } = await openFrontier();
  expect(await frontier.offer([A], 'again')).toEqual(['offered']);
  expect(await frontier.offer([A], 'again')).toEqual(['pending']);
  const item = only(await frontier.dispatch(10, HOUR));
  expect(await frontier.offer([A], 'again')).toEqual(['pending']);
  await frontier.done(item, { gapMs: 0 });
  expect(await frontier.offer([A], 'again')).toEqual(['pending']);
  await frontier.settle(item);
  expect(await frontier.offer([A], 'again')).toEqual(['offered']);
});

test('a forced offer takes the place of the one that waits', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A], 'new');
  const before = await frontier.look(A);
  expect(await frontier.offer([{ ...A, tries: 3 }], 'force')).toEqual(['offered']);
  const after = await frontier.look(A);
  expect(after.item).toMatchObject({ url: A.url, tries: 3, n: after.pendingSince });
  expect(after.pendingSince).toBeGreaterThan(before.pendingSince ?? Number.POSITIVE_INFINITY);
  expect(await frontier.sizes()).toEqual({ waiting: 1, hosts: 1, pending: 1 });
});

test('each generation of a URL is later than the one before, however fast they follow', async () => {
  const { frontier } = await openFrontier();
  const generations: number[] = [];
  for (let i = 0; i < 50; i++) {
    await frontier.offer([A], 'force');
    generations.push((await frontier.look(A)).pendingSince ?? 0);
  }
  expect(new Set(generations).size).toBe(50);
  expect(generations).toEqual(generations.toSorted((a, b) => a - b));
});

test('twenty offers of one URL at once put it into the list once', async () => {
  const { frontier } = await openFrontier();
  const answers = await Promise.all(Array.from({ length: 20 }, () => frontier.offer([A], 'new')));
  expect(answers.flat().filter((answer) => answer === 'offered')).toHaveLength(1);
  expect(await frontier.sizes()).toEqual({ waiting: 1, hosts: 1, pending: 1 });
});

test('each offer of a call has its own answer, in order', async () => {
  const { frontier } = await openFrontier({ limit: 2 });
  const b = page('https://b.example/');
  expect(await frontier.offer([A, A, b, page('https://c.example/')], 'new')).toEqual(['offered', 'seen', 'offered', 'full']);
});

test('above the limit an offer is answered `full` and leaves no trace, until a place is free', async () => {
  const { frontier } = await openFrontier({ limit: 1 });
  const late = page('https://late.example/');
  await frontier.offer([A], 'new');
  expect(await frontier.offer([late], 'new')).toEqual(['full']);
  expect(await frontier.offer([late], 'again')).toEqual(['full']);
  expect(await frontier.look(late)).toMatchObject({ seen: false, pendingSince: null, item: null });
  await frontier.done(only(await frontier.dispatch(10, HOUR)), { gapMs: 0 });
  expect(await frontier.offer([late], 'new')).toEqual(['offered']);
});

test('a forced offer (sweeper, replay) is taken above the limit too', async () => {
  const { frontier } = await openFrontier({ limit: 0 });
  expect(await frontier.offer([A], 'new')).toEqual(['full']);
  expect(await frontier.offer([A], 'force')).toEqual(['offered']);
});

test('at 70 % of the memory nothing new is taken, what waits goes out up to 80 %; the door opens again at 55 %, not before', async () => {
  let ratio = 0;
  const { frontier } = await openFrontier({ memoryRatio: async () => ratio });
  await frontier.offer([A, page('https://c.example/')], 'new');
  ratio = 0.81;
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  ratio = 0.79;
  expect(await frontier.offer([page('https://b.example/')], 'new')).toEqual(['full']);
  expect(await frontier.dispatch(10, HOUR)).toHaveLength(2);
  ratio = 0.6;
  expect(await frontier.offer([page('https://b.example/')], 'new')).toEqual(['full']);
  ratio = 0.54;
  expect(await frontier.offer([page('https://b.example/')], 'new')).toEqual(['offered']);
  ratio = 0.6;
  expect(await frontier.offer([page('https://d.example/')], 'new')).toEqual(['offered']);
});

const FEED = urlKey('https://feeds.example/rss');
test.each([
  ['quotes and backslashes', 'https://a.example/say?q="hello"&path=C:\\new'],
  ['letters of other scripts', 'https://a.example/新闻/новости?é=ü'],
  ['an emoji and a lone surrogate', 'https://a.example/\u{1f600}\ud83d'],
  ['what Lua takes for a pattern', 'https://a.example/%d+%s$)}"n":1}'],
  ['an entry without a link', `feed:${FEED}:tag:x,2024:"1"|2`],
])('a URL with %s comes back as it was offered', async (_what, url) => {
  const { frontier } = await openFrontier();
  const offer = page(url, { feedId: FEED, entryKey: 'feeds/2026-01-01/x#"é\n', via: [], urlKey: urlKey('https://any.example/') });
  await frontier.offer([offer], 'new');
  const item = only(await frontier.dispatch(10, HOUR));
  expect(item).toEqual({ ...offer, v: 1, tries: 0, n: item.n });
  expect(await frontier.start(item, HOUR)).toBe(true);
  expect(await frontier.done(item, { gapMs: 0 })).toBe(true);
});

test('the way a URL was redirected is kept, in order', async () => {
  const { frontier } = await openFrontier();
  const via = [urlKey('https://t.example/1'), urlKey('https://u.example/2')];
  await frontier.offer([{ ...A, via }], 'new');
  expect(only(await frontier.dispatch(10, HOUR)).via).toEqual(via);
});

test('which URLs were ever offered is answered in the order of the question', async () => {
  const { frontier } = await openFrontier({ partitions: 4 });
  const urls = [1, 2, 3, 4, 5, 6].map((i) => page(`https://h${i}.example/`));
  await frontier.offer(
    urls.filter((_, i) => i % 2 === 0),
    'new',
  );
  expect(await frontier.seen(urls)).toEqual([true, false, true, false, true, false]);
});

test('a URL too long to travel in a job is refused when it is offered', async () => {
  const { frontier } = await openFrontier();
  const long = page(`https://a.example/${'x'.repeat(MAX_URL)}`);
  await expect(frontier.offer([long], 'new')).rejects.toMatchObject({ code: 'bad_url' });
  expect(await frontier.sizes()).toEqual({ waiting: 0, hosts: 0, pending: 0 });
});
