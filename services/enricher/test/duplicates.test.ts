import { expect, test } from 'vitest';
import { memorySketches } from '../src/duplicates/memory.ts';
import { relate } from '../src/duplicates/relate.ts';
import { overlap, relationOf } from '../src/duplicates/relation.ts';
import { keysOf, MOST, sketchOf } from '../src/duplicates/sketch.ts';

/** A text of so many different words; equal for equal seeds. */
function story(seed: number, words = 400): string[] {
  let state = seed;
  return Array.from({ length: words }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return `w${state % 5_000}`;
  });
}
const text = (...parts: string[][]): string => parts.map((part) => part.join(' ')).join(' ');
const one = story(1);
const other = story(2);

test('a copy with every tenth word changed, one without case and signs, one with another beginning: each is a duplicate', () => {
  const original = sketchOf(text(one));
  const changed = one.map((word, at) => (at % 10 === 0 ? `x${at}` : word));
  for (const copy of [text(changed), text(one).toUpperCase(), text(one).replaceAll(' ', ', '), text(story(9, 60), one.slice(60))])
    expect(relationOf(original, sketchOf(copy))).toBe('duplicate');
});

test('the first third of a report is its duplicate, whichever is asked first', () => {
  const [whole, part] = [sketchOf(text(one)), sketchOf(text(one.slice(0, 140)))];
  expect(relationOf(whole, part)).toBe('duplicate');
  expect(relationOf(part, whole)).toBe('duplicate');
});

test('an article that quotes a fifth of another is derived from it and no duplicate', () => {
  const quoting = text(other.slice(0, 200), one.slice(100, 180), other.slice(200));
  expect(relationOf(sketchOf(text(one)), sketchOf(quoting))).toBe('derived');
});

test('unrelated texts are nothing to each other, and so are texts too short to tell', () => {
  expect(relationOf(sketchOf(text(one)), sketchOf(text(other)))).toBe('none');
  for (const short of ['', 'Live', 'Watch the video', '…']) expect(relationOf(sketchOf(short), sketchOf(short))).toBe('none');
});

test('text without spaces is compared too', () => {
  const report = [...'俄罗斯总统周二在莫斯科会见了来自世界各地的记者并回答了关于经济外交安全和教育的许多问题']
    .flatMap((sign, at) => [sign, String.fromCharCode(0x4e00 + at * 7)])
    .join('');
  expect(relationOf(sketchOf(report.repeat(2)), sketchOf(`前言${report.repeat(2)}`))).toBe('duplicate');
});

test('a sketch has a bound, however long the text, and costs time that grows with its length', () => {
  const began = performance.now();
  for (const long of [text(story(3, 200_000)), 'a'.repeat(1_000_000), `x${'\u0301'.repeat(500_000)}`, '一'.repeat(300_000)])
    expect(sketchOf(long).hashes.length).toBeLessThanOrEqual(MOST);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('two long texts are compared over the range of hashes that both sketches cover', () => {
  const long = story(5, 3_000);
  expect(overlap(sketchOf(text(long)), sketchOf(text(long, story(6, 3_000)))).containment[0]).toBeGreaterThan(0.9);
});

test('the first published is the original whichever comes in first, and a late original takes over', async () => {
  const copy = { id: 'copy', text: text(one), at: 2_000 };
  const original = { id: 'original', text: text(one), at: 1_000 };
  const inOrder = memorySketches();
  expect(await relate(original, inOrder)).toEqual({ duplicate_of: null, derived_from: null, superseded: [] });
  expect(await relate(copy, inOrder)).toMatchObject({ duplicate_of: 'original' });

  const reversed = memorySketches();
  expect(await relate(copy, reversed)).toMatchObject({ duplicate_of: null });
  expect(await relate(original, reversed)).toEqual({ duplicate_of: null, derived_from: null, superseded: ['copy'] });
  expect(await relate({ id: 'third', text: text(one), at: 3_000 }, reversed)).toMatchObject({ duplicate_of: 'original' });
});

test('asked again with the same id the answer is the same and nothing is kept twice', async () => {
  const store = memorySketches();
  await relate({ id: 'a', text: text(one), at: 1 }, store);
  const copy = { id: 'b', text: text(one), at: 2 };
  const first = await relate(copy, store);
  expect(await relate(copy, store)).toEqual(first);
  expect(store.size()).toBe(2);
});

test('a rewrite names what it draws on, and copies of the same minute are told apart by their ids', async () => {
  const store = memorySketches();
  await relate({ id: 'wire', text: text(one), at: 1 }, store);
  const rewrite = text(other.slice(0, 150), one.slice(20, 140), other.slice(150));
  expect(await relate({ id: 'rewrite', text: rewrite, at: 2 }, store)).toMatchObject({ duplicate_of: null, derived_from: 'wire' });
  expect(await relate({ id: 'a-wire', text: text(one), at: 1 }, store)).toMatchObject({ duplicate_of: null, superseded: ['wire'] });
});

test('the store keeps no more than it may, and forgets the first kept first', async () => {
  const store = memorySketches(10);
  for (let at = 0; at < 50; at++) await relate({ id: `${at}`, text: text(story(100 + at)), at }, store);
  expect(store.size()).toBe(10);
  expect(await store.candidates(keysOf(sketchOf(text(story(100)))), { least: 1, most: 5, except: '' })).toEqual([]);
});
