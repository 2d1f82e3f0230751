import { expect, test } from 'vitest';
import { memorySketches } from '../src/duplicates/memory.ts';
import { relate as related } from '../src/duplicates/relate.ts';
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
const relate = ({ text: body, ...piece }: { id: string; text: string; at: number }, store: ReturnType<typeof memorySketches>) =>
  related({ ...piece, sketch: sketchOf(body) }, store, { keep: true });
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
  expect(await relate(original, inOrder)).toEqual({ duplicate_of: null, derived_from: null, changed: [] });
  expect(await relate(copy, inOrder)).toMatchObject({ duplicate_of: 'original' });

  const reversed = memorySketches();
  expect(await relate(copy, reversed)).toMatchObject({ duplicate_of: null });
  expect(await relate(original, reversed)).toEqual({ duplicate_of: null, derived_from: null, changed: ['copy'] });
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
  expect(await relate({ id: 'a-wire', text: text(one), at: 1 }, store)).toMatchObject({
    duplicate_of: null,
    changed: ['wire', 'rewrite'],
  });
});

test('a rewrite that came in before its source gets it when the source comes, and keeps the earliest', async () => {
  const store = memorySketches();
  const rewrite = { id: 'rewrite', text: text(other.slice(0, 150), one.slice(20, 140), other.slice(150)), at: 9 };
  expect(await relate(rewrite, store)).toMatchObject({ derived_from: null });
  expect(await relate({ id: 'copy', text: text(one), at: 5 }, store)).toEqual({
    duplicate_of: null,
    derived_from: null,
    changed: ['rewrite'],
  });
  expect(await relate({ id: 'wire', text: text(one), at: 1 }, store)).toMatchObject({ changed: ['copy', 'rewrite'] });
  expect(await relate(rewrite, store)).toMatchObject({ derived_from: 'wire', changed: [] });
});

test('of any number that come at once all but the first published are copies of it', async () => {
  const store = memorySketches();
  const pieces = [4, 2, 7, 1, 5, 3].map((at) => ({ id: `p${at}`, text: text(one), at }));
  await Promise.all(pieces.map((piece) => relate(piece, store)));
  for (const piece of pieces) expect((await relate(piece, store)).duplicate_of).toBe(piece.at === 1 ? null : 'p1');
});

test('a text that was corrected into another is no copy any more', async () => {
  const store = memorySketches();
  await relate({ id: 'a', text: text(one), at: 1 }, store);
  expect(await relate({ id: 'b', text: text(one), at: 2 }, store)).toMatchObject({ duplicate_of: 'a' });
  expect(await relate({ id: 'b', text: text(other), at: 2 }, store)).toMatchObject({ duplicate_of: null });
});

test('an article that is only looked at is told what it is, and nobody sees it', async () => {
  const store = memorySketches();
  await relate({ id: 'a', text: text(one), at: 2 }, store);
  const look = { keep: false };
  expect(await related({ id: 'b', sketch: sketchOf(text(one)), at: 3 }, store, look)).toMatchObject({ duplicate_of: 'a' });
  expect(await related({ id: 'c', sketch: sketchOf(text(one)), at: 1 }, store, look)).toEqual({
    duplicate_of: null,
    derived_from: null,
    changed: [],
  });
  expect(store.size()).toBe(1);
});

test('where the store has no copy older ones are asked for, and what they become is kept', async () => {
  const store = memorySketches();
  const sketch = sketchOf(text(one));
  const older = (at: number) => async () => [{ id: 'old', at, sketch, original: null, source: null }];
  expect(await related({ id: 'b', sketch, at: 2 }, store, { keep: true, older: older(1) })).toMatchObject({ duplicate_of: 'old' });
  const late = memorySketches();
  expect(await related({ id: 'b', sketch, at: 2 }, late, { keep: true, older: older(3) })).toMatchObject({
    duplicate_of: null,
    changed: ['old'],
  });
  expect(await related({ id: 'old', sketch, at: 3 }, late, { keep: true })).toMatchObject({ duplicate_of: 'b' });
});

test('the store keeps no more than it may, and forgets the first kept first', async () => {
  const store = memorySketches(10);
  for (let at = 0; at < 50; at++) await relate({ id: `${at}`, text: text(story(100 + at)), at }, store);
  expect(store.size()).toBe(10);
  const first = sketchOf(text(story(100)));
  expect(await store.meet({ id: '', at: 0, sketch: first }, keysOf(first), { least: 1, most: 5, keep: false })).toEqual([]);
});
