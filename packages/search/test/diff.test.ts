import { expect, test } from 'vitest';
import { type DiffPart, wordDiff } from '../src/write/diff.ts';
import { sameToReaders } from '../src/write/noise.ts';

const side = (parts: readonly DiffPart[], leave: string): string =>
  parts
    .filter(({ op }) => op !== leave)
    .map(({ text }) => text)
    .join(' ');

test.each([
  ['a b c', 'a x c', ['=a', '-b', '+x', '=c']],
  ['a b', 'a b c', ['=a b', '+c']],
  ['a b c', 'c', ['-a b', '=c']],
  ['', 'a', ['+a']],
  ['a  b\n', 'a b', ['=a b']],
  ['', '', []],
])('from %j to %j', (before, after, parts) => {
  expect(wordDiff(before, after).map(({ op, text }) => op + text)).toEqual(parts);
});

test('from the parts both texts can be read', () => {
  let state = 5;
  const random = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  for (let round = 0; round < 200; round++) {
    const text = () => Array.from({ length: random(12) }, () => 'abc'[random(3)]).join(' ');
    const [before, after] = [text(), text()];
    const parts = wordDiff(before, after);
    expect([side(parts, '+'), side(parts, '-')]).toEqual([before, after]);
  }
});

test('two texts with nothing in common are told in time, however long', () => {
  const text = (letter: string) => Array.from({ length: 20_000 }, (_, n) => letter + n).join(' ');
  const began = performance.now();
  expect(wordDiff(text('a'), text('b')).map(({ op }) => op)).toEqual(['-', '+']);
  expect(performance.now() - began).toBeLessThan(20_000);
});

test('a long unchanged run is shortened to its ends', () => {
  const words = Array.from({ length: 100 }, (_, n) => `w${n}`).join(' ');
  expect(wordDiff(`${words} old`, `${words} new`)[0]?.text).toMatch(/^w0 .* … .* w99$/);
});

const text = (body: string, title = 'T') => ({ title, subtitle: null, body });
test.each([
  ['The end.\n12 comments', 'The end.\n1.3K Comments'],
  ['The end.\nAdvertisement', 'The  end .\nRead more: other news'],
  ['Updated at 12:30\nThe end', 'Updated: 25 Nov 14:05\nThe end'],
  ['“The end”', '"The end"'],
])('%j and %j are the same to readers', (one, other) => {
  expect(sameToReaders(text(one), text(other))).toBe(true);
});

test.each([
  ['Five dead', 'Seven dead'],
  ['12 dead', '13 dead'],
  ['It grew by 1.5 percent', 'It grew by 15 percent'],
  ['He said yes', 'He said no'],
])('%j and %j are not', (one, other) => {
  expect(sameToReaders(text(one), text(other))).toBe(false);
  expect(sameToReaders(text('x', one), text('x', other))).toBe(false);
});
