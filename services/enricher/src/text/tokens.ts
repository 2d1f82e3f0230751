import { fold } from './fold.ts';

/** A word or a sign: as written, folded; whether it is a word or number, and begins with a capital. */
type Word = { text: string; key: string; word: boolean; capital: boolean };
/** `first`: begins a sentence. Offsets are UTF-16, end exclusive. */
export type Token = Word & { start: number; end: number; first: boolean };

// abbreviations with dots; words and numbers, apostrophes inside; any other sign
const TOKEN = /(?:\p{L}\.){2,}|[\p{L}\p{M}\p{N}]+(?:['’](?!s\b)[\p{L}\p{M}]+)*|['’]s\b|\n+|[^\s]/gu;
const WORD = /^[\p{L}\p{N}]/u;
const CAPITAL = /^\p{Lu}/u;
const ENDS = /^[.!?…。！？\n]+$/u;
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof sen rep gov gen lt col sgt capt st jr sr vs no inc ltd corp co dept univ jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k e.g i.e hr fr bzw ca nr sr sra г ул им т'.split(
    ' ',
  ),
);

/** Tokens of the text with sentence beginnings marked. A line break ends a sentence and is no token. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  // equal words share one object's strings: each is folded, tested and hashed once, and looked up many times
  const known = new Map<string, Word>();
  let first = true;
  for (const match of text.matchAll(TOKEN)) {
    const [found] = match;
    if (found.startsWith('\n')) {
      first = true;
      continue;
    }
    const before = tokens.at(-1);
    if (ENDS.test(found)) first = !(found === '.' && before !== undefined && isAbbreviation(before.key));
    let word = known.get(found);
    if (word === undefined) {
      word = { text: found, key: fold(found), word: WORD.test(found), capital: CAPITAL.test(found) };
      known.set(found, word);
    }
    const token = { ...word, start: match.index, end: match.index + found.length, first: false };
    // signs before the first word do not begin the sentence
    if (token.word) {
      token.first = first;
      first = false;
    }
    tokens.push(token);
  }
  return tokens;
}

const isAbbreviation = (key: string): boolean => ABBREVIATIONS.has(key) || /^\p{L}$/u.test(key);

/** The tokens cut at sentence beginnings, long ones every `longest` tokens. */
export function sentencesOf(tokens: readonly Token[], longest = 150): Token[][] {
  const sentences: Token[][] = [];
  for (const token of tokens) {
    const last = sentences.at(-1);
    if (last === undefined || token.first || last.length >= longest) sentences.push([token]);
    else last.push(token);
  }
  return sentences;
}

export const isCapital = (text: string): boolean => CAPITAL.test(text);
