import { expect, test } from 'vitest';
import { HOUR, only, openFrontier, page, urlsOf } from './frontier.ts';

const A = page('https://a.example/1');
const B = page('https://a.example/2');
const MINUTE = 60_000;

test.each(['settle', 'remove', 'offer'] as const)(
  'a URL whose item goes by `%s` while it is out does not come back when its lease ends',
  async (how) => {
    const { frontier, advance } = await openFrontier();
    await frontier.offer([A, B], 'new');
    const out = only(await frontier.dispatch(10, MINUTE));
    if (how === 'settle') await frontier.settle(out);
    else if (how === 'remove') await frontier.remove(out);
    else await frontier.offer([A], 'force');
    await advance(MINUTE);
    const order: string[] = [];
    for (const item of await frontier.dispatch(10, HOUR)) {
      order.push(item.url);
      expect(item.n === out.n && item.url === out.url).toBe(false);
      await frontier.done(item, { gapMs: 0 });
    }
    for (const item of await frontier.dispatch(10, HOUR)) order.push(item.url);
    expect(order).toEqual(how === 'offer' ? [B.url, A.url] : [B.url]);
  },
);

test('a lease that ends gives its URL back to the head of its list, behind what is more urgent', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A, B], 'again');
  only(await frontier.dispatch(10, MINUTE));
  await frontier.offer([page('https://a.example/urgent')], 'new');
  await advance(MINUTE);
  const order: string[] = [];
  for (let i = 0; i < 3; i++) {
    const item = only(await frontier.dispatch(10, HOUR));
    order.push(item.url);
    await frontier.done(item, { gapMs: 0 });
  }
  expect(order).toEqual(['https://a.example/urgent', A.url, B.url]);
});

test('a fetch that outlasts the lease it was dispatched with keeps its host', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A, B], 'new');
  const item = only(await frontier.dispatch(10, MINUTE));
  expect(await frontier.start(item, HOUR)).toBe(true);
  await advance(2 * MINUTE);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  expect(await frontier.done(item, { gapMs: 0 })).toBe(true);
  expect(only(await frontier.dispatch(10, HOUR)).url).toBe(B.url);
});

test('a host that may take fewer at a time than it has under way loses no URL', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.setGate('a.example', { gapMs: 0, concurrency: 2 });
  await frontier.offer([A, B], 'new');
  const both = [...(await frontier.dispatch(10, HOUR)), ...(await frontier.dispatch(10, HOUR))];
  expect(urlsOf(both)).toEqual([A.url, B.url]);
  await frontier.setGate('a.example', null);
  const [first, second] = both as [(typeof both)[0], (typeof both)[0]];
  expect(await frontier.start(second, HOUR)).toBe(false);
  expect(await frontier.done(first, { gapMs: 0 })).toBe(true);
  await advance(1);
  expect(only(await frontier.dispatch(10, HOUR)).url).toBe(B.url);
});

test('failures in a row outlive that an operator sets the host, and he is told of no host that only failed', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer([A, B], 'new');
  await frontier.defer(only(await frontier.dispatch(10, HOUR)), { gapMs: 1_000, failed: true });
  expect(await frontier.gates()).toEqual({});
  await frontier.setGate('a.example', { gapMs: null, concurrency: 1 });
  await advance(HOUR);
  const item = only(await frontier.dispatch(10, HOUR));
  await frontier.defer(item, { gapMs: 1_000, failed: true });
  const { hostNextAt, now } = await frontier.look(item);
  expect(Math.round(((hostNextAt ?? 0) - now) / 1_000)).toBe(4);
  expect(await frontier.gates()).toEqual({ 'a.example': { gapMs: null, concurrency: 1 } });
});

test('starts and ends that come together are answered each for itself', async () => {
  const { frontier } = await openFrontier();
  const hosts = Array.from({ length: 250 }, (_, i) => page(`https://h${i}.example/`));
  await frontier.offer(hosts, 'new');
  const items = await frontier.dispatch(1_000, HOUR);
  expect(items).toHaveLength(250);
  const stale = (at: number): boolean => at % 3 === 0;
  const asked = items.map((item, at) => (stale(at) ? { ...item, n: item.n + 1 } : item));
  const expected = asked.map((_, at) => !stale(at));
  expect(await Promise.all(asked.map((item) => frontier.start(item, HOUR)))).toEqual(expected);
  expect(await Promise.all(asked.map((item) => frontier.done(item, { gapMs: HOUR })))).toEqual(expected);
  expect(await frontier.sizes()).toMatchObject({ waiting: items.filter((_, at) => stale(at)).length, pending: 250 });
});

test('of two ends of one lease that come together one counts', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([A], 'new');
  const item = only(await frontier.dispatch(10, HOUR));
  const ends = await Promise.all([frontier.done(item, { gapMs: 0 }), frontier.done(item, { gapMs: 0 })]);
  expect(ends.toSorted()).toEqual([false, true]);
});

test('outcomes and openings that come together count each for itself', async () => {
  const { frontier } = await openFrontier();
  const kept = Array.from({ length: 250 }, (_, i) => page(`https://h${i % 50}.example/${i}`));
  const generations = await frontier.open(kept);
  const twice = await frontier.open(kept.slice(0, 100));
  for (const [at, n] of twice.entries()) expect(n).toBeGreaterThan(generations[at] ?? 0);
  expect(await frontier.sizes()).toMatchObject({ waiting: 0, pending: 250 });
  // of the first hundred these are old generations
  await Promise.all(kept.map((item, at) => frontier.settle({ ...item, n: generations[at] ?? 0 })));
  expect(await frontier.sizes()).toMatchObject({ pending: 100 });
  await Promise.all(kept.slice(0, 100).map((item, at) => frontier.settle({ ...item, n: twice[at] ?? 0 })));
  expect(await frontier.sizes()).toEqual({ waiting: 0, hosts: 0, pending: 0 });
  expect(await frontier.seen(kept)).toEqual(kept.map(() => true));
});
