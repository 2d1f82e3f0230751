import type { Offer } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { randomPrefix } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createRechecks } from '../src/rechecks.ts';
import { HOUR, openRedis } from './frontier.ts';

const AFTER = [1, 6, 24].map((hours) => hours * HOUR);
const NOW = 1_800_000_000_000;
const url = 'https://news.example/a';
const offer: Offer = { origin: 'live', url, urlKey: urlKey(url), feedId: null, entryKey: null, kind: 'page', via: [] };
const page = { offer, etag: '"1"', last_modified: null, sha: 'one' };
const open = async () => createRechecks(await openRedis(), randomPrefix());

test('a page is due at each of its times, counted from its first reading, and then no more', async () => {
  const rechecks = await open();
  await rechecks.note(page, AFTER, NOW);
  const dueAt = async (hours: number) => (await rechecks.takeDue(10, AFTER, NOW + hours * HOUR)).length;
  expect([await dueAt(0.9), await dueAt(1.1), await dueAt(5.9)]).toEqual([0, 1, 0]);
  // read again with another text: the times stay
  await rechecks.note({ ...page, sha: 'two' }, AFTER, NOW + 5.9 * HOUR);
  expect([await dueAt(6.1), await dueAt(23), await dueAt(24.5), await dueAt(40), await dueAt(49)]).toEqual([1, 0, 1, 0, 0]);
  expect(await rechecks.get(offer.urlKey)).toBeUndefined();
});

test('times that were missed are made up for once', async () => {
  const rechecks = await open();
  await rechecks.note(page, AFTER, NOW);
  expect(await rechecks.takeDue(10, AFTER, NOW + 20 * HOUR)).toHaveLength(1);
  expect(await rechecks.takeDue(10, AFTER, NOW + 20 * HOUR)).toEqual([]);
});

test('what was asked is known until it is answered', async () => {
  const rechecks = await open();
  await rechecks.note(page, AFTER, NOW);
  const asked = async () => (await rechecks.get(offer.urlKey))?.asked;
  expect(await asked()).toBe(false);
  await rechecks.ask(await rechecks.takeDue(10, AFTER, NOW + 2 * HOUR));
  expect(await asked()).toBe(true);
  await rechecks.answered(offer.urlKey);
  expect(await asked()).toBe(false);
});
