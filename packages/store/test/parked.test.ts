import { expect, test } from 'vitest';
import { HOUR, only, openFrontier, page, urlsOf } from './frontier.ts';

const later = async (frontier: Awaited<ReturnType<typeof openFrontier>>['frontier'], ms: number): Promise<number> =>
  (await frontier.look(page('https://any.example/'))).now + ms;

test('what is parked waits for its time, whatever its host does, and is one of those that wait', async () => {
  const { frontier, advance } = await openFrontier();
  const [parked, other] = [page('https://a.example/1'), page('https://a.example/2')];
  const until = await later(frontier, 5 * HOUR);
  expect(await frontier.offer([parked], 'new', until)).toEqual(['offered']);
  await frontier.offer([other], 'new');
  expect(urlsOf(await frontier.dispatch(10, HOUR))).toEqual([other.url]);
  expect(await frontier.look(parked)).toMatchObject({ waiting: true, parkedUntil: until, pendingSince: expect.any(Number) });
  expect(await frontier.sizes()).toMatchObject({ waiting: 2, pending: 2 });
  expect(await frontier.offer([parked], 'new')).toEqual(['seen']);
  await advance(4.9 * HOUR);
  expect(urlsOf(await frontier.dispatch(10, HOUR))).toEqual([other.url]);
  await advance(0.2 * HOUR);
  // the lease of the other holds the host
  await frontier.dispatch(10, HOUR);
  expect(await frontier.look(parked)).toMatchObject({ waiting: true, parkedUntil: null });
  await advance(HOUR);
  expect(urlsOf(await frontier.dispatch(10, HOUR))).toEqual([other.url]);
  await frontier.remove(other);
  await advance(HOUR);
  expect(urlsOf(await frontier.dispatch(10, HOUR))).toEqual([parked.url]);
});

test('a time that is over is none', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([page('https://a.example/1')], 'new', 1);
  expect(await frontier.dispatch(10, HOUR)).toHaveLength(1);
});

test.each([
  ['settled', 'settle'],
  ['removed', 'remove'],
  ['opened', 'open'],
  ['forced', 'force'],
] as const)('what is %s while it is parked is parked no more, and comes once at most', async (_name, how) => {
  const { frontier, advance } = await openFrontier();
  const item = page('https://a.example/1');
  await frontier.offer([item], 'new', await later(frontier, HOUR));
  const { pendingSince: n } = await frontier.look(item);
  if (how === 'settle') await frontier.settle({ ...item, n: n ?? 0 });
  if (how === 'remove') await frontier.remove(item);
  if (how === 'open') await frontier.open([item]);
  if (how === 'force') await frontier.offer([item], 'force');
  expect((await frontier.look(item)).parkedUntil).toBeNull();
  const before = (await frontier.dispatch(10, 9 * HOUR)).length;
  await advance(2 * HOUR);
  expect(before + (await frontier.dispatch(10, HOUR)).length).toBe(how === 'force' ? 1 : 0);
});

test('what is parked is given another time, what is not stays as it is', async () => {
  const { frontier } = await openFrontier({ partitions: 3 });
  const items = ['a', 'b', 'c', 'd'].map((name) => page(`https://${name}.example/1`));
  const free = page('https://e.example/1');
  const until = await later(frontier, HOUR);
  await frontier.offer(items, 'new', until);
  await frontier.offer([free], 'new');
  await frontier.repark(
    [...items.slice(0, 2), free].map(({ urlKey }) => urlKey),
    until + HOUR,
  );
  await frontier.repark(
    items.slice(2, 3).map(({ urlKey }) => urlKey),
    0,
  );
  const times = await Promise.all(items.map(async (item) => (await frontier.look(item)).parkedUntil));
  expect(times).toEqual([until + HOUR, until + HOUR, null, until]);
  expect(urlsOf(await frontier.dispatch(10, HOUR))).toEqual([items[2]?.url, free.url]);
});

test('what is parked is not taken for lost', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([page('https://a.example/1')], 'new', await later(frontier, 100 * HOUR));
  await advance(50 * HOUR);
  expect(await frontier.overdue(HOUR, 10)).toEqual([]);
  expect(only(await Promise.all([frontier.sizes()]))).toMatchObject({ waiting: 1, pending: 1 });
});
