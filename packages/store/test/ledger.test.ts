import { expect, test } from 'vitest';
import { HOUR, only, openFrontier, page, urlsOf } from './frontier.ts';

const A = page('https://a.example/1');
const B = page('https://b.example/1');

test('a URL is pending from its offer until it is settled', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A], 'new');
  const item = only(await frontier.dispatch(10, HOUR));
  await frontier.done(item, { gapMs: 0 });
  expect(await frontier.look(A)).toMatchObject({ pendingSince: item.n, item });
  await frontier.settle(item);
  expect(await frontier.look(A)).toMatchObject({ seen: true, pendingSince: null, item: null });
  expect(await frontier.sizes()).toMatchObject({ waiting: 0, pending: 0 });
});

test('settling an old generation leaves the newer one open; settling the newer one ends both', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A], 'new');
  const old = only(await frontier.dispatch(10, HOUR));
  await frontier.offer([A], 'force');
  const { pendingSince } = await frontier.look(A);
  await frontier.settle(old);
  expect(await frontier.look(A)).toMatchObject({ pendingSince, waiting: true });
  await frontier.settle({ ...old, n: pendingSince ?? 0 });
  expect(await frontier.look(A)).toMatchObject({ pendingSince: null, item: null });
});

test('a URL whose outcome is written before its fetch is done leaves the list too', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A], 'new');
  const item = only(await frontier.dispatch(10, HOUR));
  await frontier.settle(item);
  await advance(1);
  await frontier.offer([A], 'again');
  expect(await frontier.sizes()).toEqual({ waiting: 1, hosts: 1, pending: 1 });
  expect(await frontier.done(item, { gapMs: 0 })).toBe(true);
  const next = only(await frontier.dispatch(10, HOUR));
  await frontier.done(next, { gapMs: 0 });
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
});

test('only what left its list long ago is overdue: what waits or is being fetched is late, not lost', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A, B, page('https://b.example/waits')], 'new');
  const [a, b] = await frontier.dispatch(10, 1000 * HOUR);
  if (a === undefined || b === undefined) throw new Error('two hosts were ready');
  await frontier.done(a, { gapMs: 0 });
  await advance(10 * HOUR);
  expect(await frontier.overdue(9 * HOUR, 10)).toEqual([a]);
  expect(await frontier.overdue(11 * HOUR, 10)).toEqual([]);
  await frontier.done(b, { gapMs: 0 });
  expect(await frontier.overdue(9 * HOUR, 10)).toEqual([a]);
  await advance(10 * HOUR);
  expect(urlsOf(await frontier.overdue(9 * HOUR, 10))).toEqual([A.url, B.url]);
  expect(await frontier.overdue(9 * HOUR, 1)).toHaveLength(1);
});

test('what is settled or forced is no longer overdue', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A, B], 'new');
  const items = await frontier.dispatch(10, HOUR);
  for (const item of items) await frontier.done(item, { gapMs: 0 });
  await advance(HOUR);
  const [settled] = items;
  if (settled === undefined) throw new Error('nothing was dispatched');
  await frontier.settle(settled);
  const [forced] = await frontier.overdue(0, 10);
  if (forced === undefined) throw new Error('nothing is overdue');
  await frontier.offer([forced], 'force');
  expect(await frontier.overdue(0, 10)).toEqual([]);
  expect(only(await frontier.dispatch(10, HOUR)).n).toBeGreaterThan(forced.n);
});

test('overdue URLs of all partitions are found', async () => {
  const { frontier, advance } = await openFrontier({ partitions: 4 });
  const offers = Array.from({ length: 20 }, (_, i) => page(`https://h${i}.example/`));
  await frontier.offer(offers, 'new');
  for (const item of await frontier.dispatch(100, HOUR)) await frontier.done(item, { gapMs: 0 });
  await advance(HOUR);
  expect(urlsOf(await frontier.overdue(0, 100))).toEqual(urlsOf(offers));
});

test('a removed URL is in no list and not pending, but still refused as seen', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A], 'new');
  await frontier.remove(A);
  expect(await frontier.look(A)).toMatchObject({ seen: true, item: null, pendingSince: null, waiting: false });
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  expect(await frontier.sizes()).toEqual({ waiting: 0, hosts: 0, pending: 0 });
  expect(await frontier.offer([A], 'new')).toEqual(['seen']);
});

test('a look tells where a URL is at each step', async () => {
  const { frontier, advance } = await openFrontier();
  const nowhere = { seen: false, pendingSince: null, item: null, waiting: false, hostNextAt: null, leasedBy: null };
  expect(await frontier.look(A)).toMatchObject(nowhere);
  await frontier.offer([A], 'new');
  expect(await frontier.look(A)).toMatchObject({ seen: true, waiting: true, leasedBy: null, item: { url: A.url } });
  const item = only(await frontier.dispatch(10, HOUR));
  const leased = await frontier.look(A);
  expect(leased).toMatchObject({ waiting: true, leasedBy: A.urlKey });
  expect(leased.hostNextAt).toBeGreaterThan(leased.now);
  await frontier.done(item, { gapMs: HOUR });
  expect(await frontier.look(A)).toMatchObject({ waiting: false, leasedBy: null, pendingSince: item.n });
  await advance(HOUR);
  const rested = await frontier.look(A);
  expect(rested.hostNextAt).toBeLessThanOrEqual(rested.now);
});
