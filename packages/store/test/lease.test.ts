import { expect, test } from 'vitest';
import { HOUR, only, openFrontier, page } from './frontier.ts';

const A = page('https://a.example/1');
const B = page('https://a.example/2');

test('the start gate opens for the URL and generation that hold the host, and the lease begins anew', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A], 'new');
  const item = only(await frontier.dispatch(10, 2 * HOUR));
  await advance(HOUR);
  expect(await frontier.start(item, 3 * HOUR)).toBe(true);
  await advance(2 * HOUR);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  await advance(HOUR);
  expect(await frontier.dispatch(10, HOUR)).toHaveLength(1);
});

test('the start gate is shut for a URL that was not dispatched, for another generation, and once it is done', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A, B], 'new');
  const item = only(await frontier.dispatch(10, HOUR));
  const waiting = (await frontier.look(B)).item ?? item;
  expect(await frontier.start({ ...waiting }, HOUR)).toBe(waiting === item);
  expect(await frontier.start({ ...item, n: item.n + 1 }, HOUR)).toBe(false);
  expect(await frontier.start({ ...item, n: Number(String(item.n).slice(0, -1)) }, HOUR)).toBe(false);
  await frontier.done(item, { gapMs: 0 });
  expect(await frontier.start(item, HOUR)).toBe(false);
});

test('the start gate is shut when the lease ended and another URL holds the host', async () => {
  const { frontier, advance } = await openFrontier();
  const low = page('https://a.example/low');
  await frontier.offer([low], 'again');
  const slow = only(await frontier.dispatch(10, HOUR));
  await advance(HOUR);
  await frontier.offer([A], 'new');
  const taken = only(await frontier.dispatch(10, HOUR));
  expect(taken.url).toBe(A.url);
  expect(await frontier.start(slow, HOUR)).toBe(false);
  expect(await frontier.done(slow, { gapMs: 0 })).toBe(false);
  expect(await frontier.defer(slow, { gapMs: 0 })).toBe(false);
  expect(await frontier.start(taken, HOUR)).toBe(true);
  expect(await frontier.sizes()).toMatchObject({ waiting: 2 });
});

test('a URL offered anew while it is out is not fetched in its old generation', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A], 'new');
  const old = only(await frontier.dispatch(10, HOUR));
  await frontier.offer([A], 'force');
  expect(await frontier.start(old, HOUR)).toBe(false);
});

test.each(['done', 'defer'] as const)('%s of an old generation gives the host free and keeps the newer one', async (end) => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A], 'new');
  const old = only(await frontier.dispatch(10, HOUR));
  await frontier.offer([A], 'force');
  expect(await frontier[end](old, { gapMs: HOUR })).toBe(true);
  await advance(HOUR);
  const newer = only(await frontier.dispatch(10, HOUR));
  expect(newer).toEqual({ ...old, n: newer.n });
  expect(newer.n).toBeGreaterThan(old.n);
});

test('a URL is done once: a second time changes nothing', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A, B], 'new');
  const item = only(await frontier.dispatch(10, HOUR));
  expect(await frontier.done(item, { gapMs: HOUR })).toBe(true);
  expect(await frontier.done(item, { gapMs: 0 })).toBe(false);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  expect(await frontier.sizes()).toMatchObject({ waiting: 1 });
});

test('a URL that was removed while it was out is neither fetched nor brought back', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A, B], 'new');
  const item = only(await frontier.dispatch(10, HOUR));
  await frontier.remove(item);
  expect(await frontier.start(item, HOUR)).toBe(false);
  expect(await frontier.defer(item, { gapMs: 0 })).toBe(true);
  expect(await frontier.look(A)).toMatchObject({ seen: true, item: null, pendingSince: null, waiting: false });
  expect(only(await frontier.dispatch(10, HOUR)).url).toBe(B.url);
});
