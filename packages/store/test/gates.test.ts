import { expect, test } from 'vitest';
import { HOUR, only, openFrontier, page, urlsOf } from './frontier.ts';

const urls = ['https://a.example/1', 'https://a.example/2', 'https://a.example/3'];
const MINUTE = 60_000;

test('a host that takes two at a time has two different URLs under way, the second after the gap', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.setGate('a.example', { gapMs: 1_000, concurrency: 2 });
  await frontier.offer(
    urls.map((url) => page(url)),
    'new',
  );
  const first = only(await frontier.dispatch(10, HOUR, 5_000));
  expect(await frontier.dispatch(10, HOUR, 5_000)).toEqual([]);
  await advance(1_000);
  const second = only(await frontier.dispatch(10, HOUR, 5_000));
  expect(urlsOf([first, second])).toEqual(urls.slice(0, 2));
  await advance(1_000);
  expect(await frontier.dispatch(10, HOUR, 5_000)).toEqual([]);
  expect(await frontier.start(first, HOUR)).toBe(true);
  expect(await frontier.start(second, HOUR)).toBe(true);
  expect(await frontier.done(first, { gapMs: 5_000 })).toBe(true);
  await advance(1_000);
  expect(only(await frontier.dispatch(10, HOUR, 5_000)).url).toBe(urls[2]);
  expect(await frontier.done(second, { gapMs: 5_000 })).toBe(true);
});

test('of two under way the one whose lease ends is offered again, the other stays', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.setGate('a.example', { gapMs: 0, concurrency: 2 });
  await frontier.offer([page('https://a.example/1'), page('https://a.example/2')], 'new');
  const first = only(await frontier.dispatch(1, MINUTE));
  const second = only(await frontier.dispatch(1, HOUR));
  await advance(2 * MINUTE);
  expect(only(await frontier.dispatch(10, HOUR)).url).toBe(first.url);
  expect(await frontier.start(second, HOUR)).toBe(true);
});

test("an operator's gap holds in place of the usual one, until it is taken back", async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.setGate('a.example', { gapMs: 10 * MINUTE, concurrency: 1 });
  expect(await frontier.gates()).toEqual({ 'a.example': { gapMs: 10 * MINUTE, concurrency: 1 } });
  await frontier.offer(
    urls.map((url) => page(url)),
    'new',
  );
  await frontier.done(only(await frontier.dispatch(10, HOUR)), { gapMs: MINUTE });
  await advance(9 * MINUTE);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  await advance(MINUTE);
  const next = only(await frontier.dispatch(10, HOUR));
  await frontier.setGate('a.example', null);
  await frontier.done(next, { gapMs: MINUTE });
  await advance(MINUTE);
  expect(await frontier.dispatch(10, HOUR)).toHaveLength(1);
});

test('the rest that an answer asks for holds for the whole host', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer(
    urls.map((url) => page(url)),
    'new',
  );
  await frontier.defer(only(await frontier.dispatch(10, HOUR)), { gapMs: 0, restMs: HOUR });
  await advance(HOUR - MINUTE);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  await advance(MINUTE);
  expect(only(await frontier.dispatch(10, HOUR)).url).toBe(urls[1]);
});

test('each failure in a row doubles the rest of the host, and one success ends that', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.offer(
    urls.map((url) => page(url)),
    'new',
  );
  const rested = async (failed: boolean): Promise<number> => {
    await advance(2 * HOUR);
    const item = only(await frontier.dispatch(10, HOUR));
    await frontier.defer(item, { gapMs: 1_000, failed });
    const { hostNextAt, now } = await frontier.look(item);
    return Math.round(((hostNextAt ?? 0) - now) / 1_000);
  };
  expect([await rested(true), await rested(true), await rested(true)]).toEqual([2, 4, 8]);
  expect(await rested(false)).toBe(1);
  expect(await rested(true)).toBe(2);
  for (let i = 0; i < 30; i++) await rested(true);
  expect(await rested(true)).toBe(3_600);
});

test('what is opened past the lists has a generation of its own, is overdue when lost, and is settled like any other', async () => {
  const { frontier, advance } = await openFrontier();
  const url = page('https://a.example/kept', { origin: 'replay' });
  const [n = 0] = await frontier.open([url]);
  const [later = 0] = await frontier.open([url]);
  expect(later).toBeGreaterThan(n);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  expect(await frontier.look(url)).toMatchObject({ seen: true, waiting: false, pendingSince: later });
  await advance(MINUTE);
  expect(only(await frontier.overdue(MINUTE, 10))).toMatchObject({ url: url.url, origin: 'replay', n: later });
  await frontier.settle({ ...url, n: later });
  expect(await frontier.overdue(0, 10)).toEqual([]);
});

test('opening a URL that waits takes it out of its list', async () => {
  const { frontier } = await openFrontier();
  await frontier.offer([page('https://a.example/1')], 'new');
  await frontier.open([page('https://a.example/1')]);
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  expect(await frontier.sizes()).toMatchObject({ waiting: 0, pending: 1 });
});

test('a host with a daily limit has no more requests than that a day, whatever is under way, and goes on the next day', async () => {
  for (const concurrency of [1, 3]) {
    const { frontier, advance } = await openFrontier();
    await frontier.setGate('a.example', { gapMs: 0, concurrency, daily: 4 });
    await frontier.offer(
      Array.from({ length: 9 }, (_, at) => page(`https://a.example/${at}`)),
      'new',
    );
    const { now } = await frontier.look(page(urls[0] ?? ''));
    // the day begins anew for this test
    await advance(24 * HOUR - (now % (24 * HOUR)));
    const day = async (): Promise<number> => {
      let asked = 0;
      for (let round = 0; round < 12; round++) {
        const items = await frontier.dispatch(10, 2 * MINUTE);
        for (const item of items) {
          asked++;
          expect(await frontier.start(item, 2 * MINUTE)).toBe(true);
        }
        await advance(MINUTE);
        for (const item of items) await frontier.done(item, { gapMs: 0 });
      }
      return asked;
    };
    expect([concurrency, await day()]).toEqual([concurrency, 4]);
    const view = await frontier.look(page('https://a.example/8'));
    expect(view).toMatchObject({ waiting: true, hostDaily: { asked: 4, most: 4 } });
    expect(((view.hostNextAt ?? 0) / HOUR) % 24).toBe(0);
    await advance(24 * HOUR);
    expect([concurrency, await day()]).toEqual([concurrency, 4]);
    await advance(24 * HOUR);
    expect([concurrency, await day()]).toEqual([concurrency, 1]);
  }
});

test('redirects count as requests, a turn in which none was made does not, and failures leave the limit as it is', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.setGate('a.example', { gapMs: null, concurrency: 1, daily: 5 });
  await frontier.offer(
    Array.from({ length: 9 }, (_, at) => page(`https://a.example/${at}`)),
    'new',
  );
  const { now } = await frontier.look(page(urls[0] ?? ''));
  await advance(24 * HOUR - (now % (24 * HOUR)));
  for (const rest of [{ requests: 3 }, { requests: 0 }, { failed: true }, { requests: 1 }]) {
    const item = only(await frontier.dispatch(10, HOUR));
    await frontier.start(item, HOUR);
    await frontier.done(item, { gapMs: 0, ...rest });
    await advance(MINUTE);
  }
  expect((await frontier.look(page('https://a.example/8'))).hostDaily).toEqual({ asked: 5, most: 5 });
  expect(await frontier.dispatch(10, HOUR)).toEqual([]);
  expect(await frontier.gates()).toEqual({ 'a.example': { gapMs: null, concurrency: 1, daily: 5 } });
});

test('a higher limit, or none, lets a host that had its requests go on today', async () => {
  const { frontier, advance } = await openFrontier();
  await frontier.setGate('a.example', { gapMs: 0, concurrency: 1, daily: 1 });
  await frontier.offer(
    urls.map((url) => page(url)),
    'new',
  );
  const { now } = await frontier.look(page(urls[0] ?? ''));
  await advance(24 * HOUR - (now % (24 * HOUR)));
  const ask = async (): Promise<number> => {
    const items = await frontier.dispatch(10, HOUR);
    for (const item of items) {
      await frontier.start(item, HOUR);
      await frontier.done(item, { gapMs: 0 });
    }
    await advance(2 * MINUTE);
    return items.length;
  };
  expect([await ask(), await ask()]).toEqual([1, 0]);
  await frontier.setGate('a.example', { gapMs: 0, concurrency: 1, daily: 2 });
  expect(await ask()).toBe(0);
  expect([await ask(), await ask()]).toEqual([1, 0]);
  await frontier.setGate('a.example', null);
  await advance(2 * MINUTE);
  expect(await ask()).toBe(1);
});
