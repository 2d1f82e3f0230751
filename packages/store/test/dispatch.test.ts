import { expect, test } from 'vitest';
import { HOUR, hostsOf, only, openFrontier, page, urlsOf } from './frontier.ts';

const pages = (host: string, count: number) => Array.from({ length: count }, (_, i) => page(`https://${host}/${i}`));

test('a host is asked for one URL at a time', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([...pages('a.example', 3), ...pages('b.example', 3)], 'new');
  expect(urlsOf(await frontier.dispatch(10, HOUR))).toEqual(['https://a.example/0', 'https://b.example/0']);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
});

test('twenty dispatchers at once get each host once', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([...pages('a.example', 9), ...pages('b.example', 9), ...pages('c.example', 9)], 'new');
  const found = await Promise.all(Array.from({ length: 20 }, () => frontier.dispatch(2, HOUR)));
  expect(hostsOf(found.flat())).toEqual(['a.example', 'b.example', 'c.example']);
});

test('no more URLs are dispatched than are asked for', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer(
    ['a', 'b', 'c', 'd'].map((name) => page(`https://${name}.example/`)),
    'new',
  );
  expect(await frontier.dispatch(0, HOUR)).toEqual([]);
  expect(await frontier.dispatch(3, HOUR)).toHaveLength(3);
  expect(await frontier.dispatch(3, HOUR)).toHaveLength(1);
});

test('after a fetch its host rests as long as it was told, then the next URL follows', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer(pages('a.example', 2), 'new');
  await frontier.done(only(await frontier.dispatch(10, HOUR)), { gapMs: 10 * HOUR });
  await advance(9 * HOUR);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  await advance(HOUR);
  expect(only(await frontier.dispatch(10, HOUR)).url).toBe('https://a.example/1');
});

test('the rest holds for a URL that is offered when the list is empty', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer(pages('a.example', 1), 'new');
  await frontier.done(only(await frontier.dispatch(10, HOUR)), { gapMs: 10 * HOUR });
  await frontier.offer([page('https://a.example/next')], 'new');
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  await advance(10 * HOUR);
  expect(only(await frontier.dispatch(10, HOUR)).url).toBe('https://a.example/next');
});

test('a lease that expires makes the same URL available again, in the same generation', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer(pages('a.example', 2), 'new');
  const first = only(await frontier.dispatch(10, HOUR));
  await advance(HOUR);
  expect(only(await frontier.dispatch(10, HOUR))).toEqual(first);
});

test('what is new goes before what is read again or rebuilt', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([page('https://a.example/again')], 'again');
  await frontier.offer([page('https://a.example/rebuilt', { origin: 'rebuild' })], 'new');
  await frontier.offer([page('https://a.example/new')], 'new');
  await frontier.offer([page('https://a.example/rss', { kind: 'feed' })], 'again');
  const order: string[] = [];
  for (let i = 0; i < 4; i++) {
    const item = only(await frontier.dispatch(10, HOUR));
    order.push(item.url.slice('https://a.example/'.length));
    await frontier.done(item, { gapMs: 0 });
  }
  expect(order).toEqual(['new', 'rss', 'again', 'rebuilt']);
});

test('a URL that is put off goes to the end of its list with one more try, and its host rests', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer(pages('a.example', 2), 'new');
  const first = only(await frontier.dispatch(10, HOUR));
  expect(await frontier.defer(first, { gapMs: 5 * HOUR })).toBe(true);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  await advance(5 * HOUR);
  const second = only(await frontier.dispatch(10, HOUR));
  expect(second.url).toBe('https://a.example/1');
  await frontier.done(second, { gapMs: 0 });
  expect(only(await frontier.dispatch(10, HOUR))).toEqual({ ...first, tries: 1 });
  expect(await frontier.sizes()).toMatchObject({ waiting: 1, pending: 2 });
});

test('hosts of one name and different ports are asked apart; http and https are one', async () => {
  const { frontier } = await openFrontier();
  const urls = ['https://a.example/1', 'http://a.example/2', 'https://a.example:8443/3'];
  await frontier.offer(
    urls.map((url) => page(url)),
    'new',
  );
  expect(hostsOf(await frontier.dispatch(10, HOUR))).toEqual(['a.example', 'a.example:8443']);
});

test('with 4 partitions every host is found once', async () => {
  const { frontier } = await openFrontier({ partitions: 4 });
  const hosts = Array.from({ length: 40 }, (_, i) => `h${i}.example`);
  await frontier.offer(
    hosts.flatMap((host) => pages(host, 2)),
    'new',
  );
  expect(await frontier.sizes()).toEqual({ waiting: 80, hosts: 40, pending: 80 });
  const found = await frontier.dispatch(100, HOUR);
  expect(hostsOf(found)).toEqual(hosts.toSorted());
  for (const item of found) expect(await frontier.done(item, { gapMs: 0 })).toBe(true);
  expect(hostsOf(await frontier.dispatch(100, HOUR))).toEqual(hosts.toSorted());
});

test('no partition starves when only one URL is asked for at a time', async () => {
  const { frontier, redis, prefix } = await openFrontier({ partitions: 4 });
  const hosts = Array.from({ length: 40 }, (_, i) => `h${i}.example`);
  await frontier.offer(
    hosts.flatMap((host) => pages(host, 5)),
    'new',
  );
  const partitionOf = async (url: string): Promise<number> => {
    const scores = await Promise.all([0, 1, 2, 3].map((p) => redis.zscore(`${prefix}{nm:${p}}:hosts`, new URL(url).hostname)));
    return scores.findIndex((score) => score !== null);
  };
  const asked = new Set<number>();
  for (let i = 0; i < 8; i++) {
    const item = only(await frontier.dispatch(1, HOUR));
    asked.add(await partitionOf(item.url));
    await frontier.done(item, { gapMs: 0 });
  }
  expect([...asked].toSorted()).toEqual([0, 1, 2, 3]);
});

test('the scripts survive that Redis forgets them', async () => {
  const { frontier, redis } = await openFrontier();
  await frontier.offer(pages('a.example', 1), 'new');
  await redis.script('FLUSH');
  const item = only(await frontier.dispatch(10, HOUR));
  await redis.script('FLUSH');
  expect(await frontier.done(item, { gapMs: 0 })).toBe(true);
});

test('list entries whose items are lost are passed over, however many', async () => {
  const { frontier, redis, prefix } = await openFrontier();
  const lost = pages('a.example', 1_500);
  await frontier.offer(lost, 'new');
  await frontier.offer([page('https://a.example/kept')], 'new');
  await redis.hdel(`${prefix}{nm:0}:items`, ...lost.map(({ urlKey }) => urlKey));
  const found = [...(await frontier.dispatch(1, HOUR)), ...(await frontier.dispatch(1, HOUR))];
  expect(urlsOf(found)).toEqual(['https://a.example/kept']);
  expect((await frontier.sizes()).waiting).toBe(1);
});
