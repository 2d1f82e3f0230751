import { lettersOf } from './unspaced.ts';
import type { Words } from './words.ts';

const TEXTS = 1e6;
const UNKNOWN = 2;
const HALF_RANK = 60;
// texts of a million with a word of so many letters, where no list of the language is kept
const BY_LENGTH: readonly (readonly [letters: number, texts: number])[] = [
  [3, 50_000],
  [5, 5_000],
  [8, 600],
  [12, 60],
];

/**
 * Inverse document frequency (natural logarithm) from what is known beforehand, never from what came by: the same text always weighs
 * the same. English by rank (Zipf's law), others by the length of the word; names by rank in any language.
 */
export function idf(key: string, language: string, capital: boolean, words: Words): number {
  const rank = language === 'en' || capital ? words.rank(key) : undefined;
  if (rank !== undefined) return Math.log(TEXTS / (1 + (TEXTS * 0.5) / (1 + rank / HALF_RANK)));
  if (language === 'en' || capital) return Math.log(TEXTS / (1 + UNKNOWN));
  const length = lettersOf(key);
  const texts = BY_LENGTH.find(([letters]) => length <= letters)?.[1] ?? UNKNOWN;
  return Math.log(TEXTS / (1 + texts));
}
