import { fold } from './fold.ts';
import { UNSPACED, wordsIn } from './unspaced.ts';

/** A word or a sign: as written, folded; whether it is a word or number, begins with a capital, or has one anywhere. */
type Word = { text: string; key: string; word: boolean; capital: boolean; upper: boolean };
/** `first`: begins a sentence. Offsets are UTF-16, end exclusive. */
export type Token = Word & { start: number; end: number; first: boolean };

// abbreviations with dots; words and numbers, apostrophes inside; any other sign
const TOKEN = /(?:\p{L}\.){2,}|[\p{L}\p{M}\p{N}]+(?:['’](?!s\b)[\p{L}\p{M}]+)*|['’]s\b|\n+|[^\s]/gu;
const WORD = /^[\p{L}\p{N}]/u;
const CAPITAL = /^\p{Lu}/u;
const UPPER = /\p{Lu}/u;
const ENDS = /^[.!?…。！？\n]+$/u;
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof sen rep gov gen lt col sgt capt st jr sr vs no inc ltd corp co dept univ jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k e.g i.e hr fr bzw ca nr sr sra г ул им т'.split(
    ' ',
  ),
);

/** Signs, line breaks, and words: what a script without spaces joins is parted. */
function* partsOf(text: string): Generator<{ text: string; at: number }> {
  const unspaced = UNSPACED.test(text);
  for (const { 0: found, index } of text.matchAll(TOKEN)) {
    if (!unspaced || found.length === 1 || !UNSPACED.test(found)) yield { text: found, at: index };
    else for (const word of wordsIn(found)) yield { text: word.text, at: index + word.at };
  }
}

/** Tokens of the text with sentence beginnings marked. A line break ends a sentence and is no token. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  // equal words share one object's strings: each is folded, tested and hashed once, and looked up many times
  const words = new Map<string, Word & { ends: boolean }>();
  let first = true;
  for (const { text: found, at } of partsOf(text)) {
    if (found.startsWith('\n')) {
      first = true;
      continue;
    }
    const known = words.get(found) ?? wordOf(found);
    words.set(found, known);
    const { text: written, key, word, capital, upper, ends } = known;
    if (ends) first = !(found === '.' && isAbbreviation(tokens.at(-1)?.key ?? ''));
    // signs before the first word do not begin the sentence
    tokens.push({ text: written, key, word, capital, upper, start: at, end: at + found.length, first: word && first });
    if (word) first = false;
  }
  return tokens;
}

function wordOf(text: string): Word & { ends: boolean } {
  const upper = UPPER.test(text);
  return { text, key: fold(text), word: WORD.test(text), capital: upper && CAPITAL.test(text), upper, ends: ENDS.test(text) };
}

export type Tokenize = typeof tokenize;

/** Keeps the tokens of the texts it is asked for: what looks at one article asks for the same. */
export function keepTokens(): Tokenize {
  const kept = new Map<string, Token[]>();
  return (text) => {
    const tokens = kept.get(text) ?? tokenize(text);
    kept.set(text, tokens);
    return tokens;
  };
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
