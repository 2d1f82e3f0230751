import { randomPrefix } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createCaps } from '../src/caps.ts';
import { openRedis } from './frontier.ts';

const DAY = 86_400_000;
const open = async () => createCaps(await openRedis(), randomPrefix());
const keys = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => `key-${from + at}`);
/** Days after today. */
const inDays = (times: readonly number[], midnight: number): number[] => times.map((ms) => (ms === 0 ? 0 : (ms - midnight) / DAY));
const midnight = (): number => Math.floor(Date.now() / DAY) * DAY;

test('a feed has its share of today, the rest one of the days after, in order, and nothing is without a day', async () => {
  const caps = await open();
  const today = midnight();
  expect(inDays(await caps.reserve('a', 3, keys(0, 8)), today)).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
  expect(await caps.count('a')).toEqual({ today: 3, later: 5 });
  // what comes after finds the room that is left
  expect(inDays(await caps.reserve('a', 3, keys(8, 11)), today)).toEqual([2, 3, 3]);
  expect(await caps.count('b')).toEqual({ today: 0, later: 0 });
});

test('one that was given a day keeps it: a job that is run again takes no more', async () => {
  const caps = await open();
  const first = await caps.reserve('a', 2, keys(0, 5));
  expect(await caps.reserve('a', 2, keys(0, 5))).toEqual(first);
  expect(await caps.reserve('a', 2, keys(3, 4))).toEqual(first.slice(3, 4));
  expect(await caps.count('a')).toEqual({ today: 2, later: 3 });
});

test('with another limit what waits is given its day anew; what has today keeps it', async () => {
  const caps = await open();
  const today = midnight();
  await caps.reserve('a', 2, keys(0, 8));
  const waiting = await caps.release('a');
  expect(waiting.toSorted()).toEqual(keys(2, 8));
  expect(inDays(await caps.reserve('a', 5, waiting), today).toSorted()).toEqual([0, 0, 0, 1, 1, 1]);
  expect(await caps.count('a')).toEqual({ today: 5, later: 3 });
  expect(await caps.reserve('a', 5, [])).toEqual([]);
});

test('a flood that would take years has a day in the first', async () => {
  const caps = await open();
  const times = inDays(await caps.reserve('a', 1, keys(0, 10_000)), midnight());
  expect(times.slice(0, 366)).toEqual(Array.from({ length: 366 }, (_, day) => day));
  expect(Math.max(...times)).toBe(366);
});
