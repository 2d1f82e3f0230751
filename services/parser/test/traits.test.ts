import { expect, test } from 'vitest';
import { traitsOf } from '../src/page/traits.ts';
import type { El } from '../src/page/types.ts';

const traits = (attrs: Record<string, string>) =>
  traitsOf({ tag: 'div', attrs, name: '', parent: null, children: [], first: 0, last: 0, score: 0, traits: undefined } satisfies El);
const rule = (names: string) => traits({ class: names }).zone?.rule;

test.each([
  ['share', 'share'],
  ['c-share-bar', 'share'],
  ['ShareBar', 'share'],
  ['post__relatedStories2', 'related'],
  ['SHARE', 'share'],
  ['x\tnav\ny', 'chrome'],
  ['x\u00a0nav', 'chrome'],
  ['related posts', 'related'],
])('words are found in a class however it is written: %s', (names, expected) => {
  expect(rule(names)).toBe(expected);
});

test.each(['shared', 'a1share', 'share1234', `${'z'.repeat(60)}-x`, 'read more', 'see\u2003also', ''])(
  'no word is found in a part of another, in a hash, or across two classes: "%s"',
  (names) => {
    expect(rule(names)).toBeUndefined();
  },
);

test('two words of one name are one, also past what is no word', () => {
  expect(rule('read-more')).toBe('related');
  expect(rule('read-1a2b-more')).toBe('related');
  expect(traits({ id: 'article body' }).container).toBe(true);
  expect(traits({ class: 'article body' }).container).toBe(false);
});

test('a long list of classes opens no zone, and a long one is read in part', () => {
  const many = Array.from({ length: 31 }, (_, at) => `u-${at}`).join(' ');
  expect(rule(`share ${many}`)).toBeUndefined();
  expect(rule(`${'x'.repeat(500)} share`)).toBeUndefined();
  expect(rule(`${'x-'.repeat(200)} share`)).toBe('share');
});
