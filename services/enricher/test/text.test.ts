import { expect, test } from 'vitest';
import { fold } from '../src/text/fold.ts';
import { forms, stem } from '../src/text/stem.ts';
import { sentencesOf, tokenize } from '../src/text/tokens.ts';

test.each([
  ['São Paulo', 'sao paulo'],
  ['İstanbul', 'istanbul'],
  ['МОСКВА', 'москва'],
  ['O’Neill', "o'neill"],
])('%s is looked up as %s', (written, folded) => {
  expect(fold(written)).toBe(folded);
});

test('a run of combining marks costs no more than it is long', () => {
  const began = performance.now();
  expect(fold(`a${'\u0301'.repeat(200_000)}`).length).toBeLessThanOrEqual(200);
  tokenize(`a${'\u0301'.repeat(200_000)} b`);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('offsets of tokens point at what was written', () => {
  const text = "U.S. officials met Putin's envoy – “soon”, they said.\nNext line: Müller-Meier 3.5";
  for (const { text: found, start, end } of tokenize(text)) expect(text.slice(start, end)).toBe(found);
});

test.each([
  ['イスラエルとハマスが停戦で合意', ['イスラエル', 'と', 'ハマス', 'が', '停戦', 'で', '合意']],
  ['中国航天技术合作论坛', ['中国', '航天', '技术', '合作', '论坛']],
  ['นายกรัฐมนตรีไทย', ['นายก', 'รัฐมนตรี', 'ไทย']],
  ['改造したiPhoneを販売', ['改造', 'した', 'iPhone', 'を', '販売']],
])('%s is parted into its words, though no space does it', (text, expected) => {
  const tokens = tokenize(text);
  expect(tokens.map(({ text: found }) => found)).toEqual(expected);
  for (const { text: found, start, end } of tokens) expect(text.slice(start, end)).toBe(found);
});

test('a sentence begins after an end and a line break, not after an abbreviation, an initial or a closing quote', () => {
  const begins = (text: string) =>
    tokenize(text)
      .filter(({ first }) => first)
      .map(({ text: found }) => found);
  expect(begins('Mr. Smith met J. Doe. They spoke.\nThen he left')).toEqual(['Mr', 'They', 'Then']);
  expect(begins('“Go.” He went!')).toEqual(['Go', 'He']);
});

test.each(['', ' ', '\n\n\n', '…', '\ud83d', 'x'.repeat(500_000), 'A.'.repeat(100_000), "'s".repeat(50_000), 'Ä '.repeat(100_000)])(
  'any text is parted in time that grows with its length (%#)',
  (text) => {
    const began = performance.now();
    for (const sentence of sentencesOf(tokenize(text))) expect(sentence.length).toBeLessThanOrEqual(150);
    expect(performance.now() - began).toBeLessThan(3_000);
  },
);

test('the cases of a Slavic name have one stem, and short words keep three letters', () => {
  for (const form of ['москва', 'москвы', 'москве', 'москву', 'москвои']) expect(stem(form)).toBe('москв');
  expect(stem('мир')).toBe('мир');
  expect(stem('moscow')).toBe('moscow');
});

test('a genitive s is taken off where the language has one, never the only s of a short word', () => {
  expect(forms('deutschlands', 'de')).toEqual(['deutschlands', 'deutschland']);
  expect(forms('paris', 'fr')).toEqual(['paris']);
  expect(forms('oslo', 'no')).toEqual(['oslo']);
});
