import { randomPrefix } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createSketches } from '../src/akin/sketches.ts';
import { openRedis } from './frontier.ts';

const DAY = 86_400_000;
const NOW = 1_800_000_000_000;
const LIMITS = { least: 1, most: 20, keep: true };

async function open({ roomy = true }: { roomy?: boolean } = {}) {
  const redis = await openRedis();
  const prefix = randomPrefix();
  let now = NOW;
  const sketches = createSketches(redis, prefix, { roomy: async () => roomy, now: () => now });
  const advance = (ms: number): void => {
    now += ms;
  };
  return { redis, prefix, sketches, advance };
}

/** A sketch of so many hashes, all keys, that begins at `from`. */
const sketch = (from: number, count = 20) => ({
  hashes: Array.from({ length: count }, (_, at) => (from + at) * 16),
  parts: Array.from({ length: count }, (_, at) => at % 16),
});
const piece = (id: string, from: number, at = NOW) => ({ id, at, sketch: sketch(from) });
const ID = 'kRyxr5Sqx0-Kf2aFUKQ2F5_8IxA';

test('what was kept is found by any of its keys as it was kept, the most alike first, and never by itself', async () => {
  const { sketches } = await open();
  await sketches.meet({ ...piece(ID, 0), at: NOW - 5 }, sketch(0).hashes, LIMITS);
  await sketches.meet(piece('near', 5), sketch(5).hashes, LIMITS);
  const found = await sketches.meet(piece('new', 6), sketch(6).hashes, LIMITS);
  expect(found).toEqual([
    { ...piece('near', 5), original: null, source: null },
    { ...piece(ID, 0), at: NOW - 5, original: null, source: null },
  ]);
  expect(await sketches.meet(piece('new', 6), sketch(6).hashes, { ...LIMITS, least: 15 })).toMatchObject([{ id: 'near' }]);
  expect(await sketches.meet(piece('new', 6), sketch(6).hashes, { ...LIMITS, most: 1 })).toMatchObject([{ id: 'near' }]);
  expect(await sketches.meet(piece('other', 900), sketch(900).hashes, LIMITS)).toEqual([]);
});

test('keeping the same article again adds nothing', async () => {
  const { sketches, redis, prefix } = await open();
  await sketches.meet(piece('a', 0), sketch(0).hashes, LIMITS);
  const bytes = async (): Promise<number> => {
    const keys = await redis.keys(`${prefix}*`);
    return (await Promise.all(keys.map((key) => redis.memory('USAGE', key)))).reduce<number>((sum, size) => sum + Number(size), 0);
  };
  const before = await bytes();
  for (let round = 0; round < 3; round++) await sketches.meet(piece('a', 0), sketch(0).hashes, LIMITS);
  expect(await bytes()).toBe(before);
});

test('a key that very many have leads to the latest of them only', async () => {
  const { sketches } = await open();
  for (let at = 0; at < 40; at++) await sketches.meet(piece(`${at}`, 0), sketch(0, 1).hashes, { ...LIMITS, most: 0 });
  const found = await sketches.meet(piece('new', 0), sketch(0, 1).hashes, { ...LIMITS, most: 100 });
  expect(found.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, at) => `${39 - at}`));
});

test('an article is found for seven days and is gone by itself in fourteen', async () => {
  const { sketches, advance, redis, prefix } = await open();
  await sketches.meet(piece('a', 0), sketch(0).hashes, LIMITS);
  const look = async () => (await sketches.meet(piece('new', 0), sketch(0).hashes, { ...LIMITS, keep: false })).length;
  advance(7 * DAY - 1);
  expect(await look()).toBe(1);
  advance(7 * DAY);
  expect(await look()).toBe(0);
  for (const key of await redis.keys(`${prefix}*`)) {
    const expiresAt = (Date.now() + (await redis.pttl(key))) / 1_000;
    expect(expiresAt * 1_000 - NOW, key).toBeGreaterThanOrEqual(7 * DAY);
    expect(expiresAt * 1_000 - NOW, key).toBeLessThanOrEqual(14 * DAY);
  }
});

test('a link stays when one to a later article comes, gives way to an earlier one, and goes with another text', async () => {
  const { sketches, advance } = await open();
  await sketches.meet(piece('a', 0), sketch(0).hashes, LIMITS);
  await sketches.link('a', { original: { id: 'two', at: 2 }, source: { id: 's', at: 1 } });
  await sketches.link('a', { original: { id: 'three', at: 3 } });
  expect(await sketches.linksOf('a')).toEqual({ original: { id: 'two', at: 2 }, source: { id: 's', at: 1 } });
  advance(7 * DAY);
  await sketches.link('a', { original: { id: 'one', at: 1 } });
  await sketches.meet(piece('a', 0), sketch(0).hashes, LIMITS);
  expect(await sketches.meet(piece('new', 0), sketch(0).hashes, LIMITS)).toMatchObject([{ id: 'a', original: { id: 'one', at: 1 } }]);
  await sketches.meet(piece('a', 50), sketch(50).hashes, LIMITS);
  expect(await sketches.linksOf('a')).toEqual({ original: null, source: null });
});

test('of two that come at once at least one sees the other', async () => {
  const { sketches } = await open();
  const pieces = Array.from({ length: 20 }, (_, at) => piece(`p${at}`, 0));
  const found = await Promise.all(pieces.map((each) => sketches.meet(each, each.sketch.hashes, { ...LIMITS, most: 50 })));
  const seen = new Set(found.flatMap((others, at) => others.map(({ id }) => [`p${at}`, id].toSorted().join())));
  // each key keeps the latest twelve: who came in so long before is not seen
  for (let at = 1; at < 12; at++) expect(seen).toContain([`p${at}`, `p${at - 1}`].toSorted().join());
});

test('where memory is short articles are compared and not kept', async () => {
  const { sketches, redis, prefix } = await open({ roomy: false });
  await sketches.meet(piece('a', 0), sketch(0).hashes, LIMITS);
  expect(await redis.keys(`${prefix}*`)).toEqual([]);
});

test('a removed article is found no more', async () => {
  const { sketches } = await open();
  await sketches.meet(piece('a', 0), sketch(0).hashes, LIMITS);
  await sketches.link('a', { original: { id: 'b', at: 1 } });
  await sketches.remove('a');
  expect(await sketches.meet(piece('new', 0), sketch(0).hashes, LIMITS)).toEqual([]);
  expect(await sketches.linksOf('a')).toEqual({ original: null, source: null });
});
