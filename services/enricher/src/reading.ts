import type { ParsedArticle } from '@newsmill/contracts';
import type { Reading, Recogniser } from './names/recognise.ts';
import { isCapital, type Tokenize } from './text/tokens.ts';

// names beyond are rare, and the cost of an article has a bound
const READ_CHARACTERS = 6_000;
const LONGEST_TITLE = 300;
const CAPITALS = 0.7;

/** Title and body's beginning, read once for all enrichers. */
export function readArticle({ title, summary, body }: ParsedArticle, language: string, { read }: Recogniser, tokens?: Tokenize): Reading {
  const head = title.slice(0, LONGEST_TITLE);
  const rest = (body || (summary ?? '')).slice(0, READ_CHARACTERS);
  const reading = read(whole(`${head}\n\n${rest}`), language, tokens);
  if (!isTitleCase(head) || rest.length < LONGEST_TITLE) return reading;
  return { ...reading, mentions: reading.mentions.filter(({ start }) => start >= head.length) };
}

/** "Man Bites Dog In Park": there capitals tell no name. The body names them all again. */
function isTitleCase(title: string): boolean {
  const words = title.match(/\p{L}{4,}/gu) ?? [];
  return words.length >= 4 && words.filter(isCapital).length >= CAPITALS * words.length;
}

/** A cut may have left half of a character. */
const whole = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');
