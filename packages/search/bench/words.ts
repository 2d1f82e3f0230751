import { type Random, zipf } from './random.ts';

const START = '\u0002';
const END = '\u0003';
const LONGEST = 24;

/** The words of a text and of others that look like them, the frequent ones first. */
export type Words = { at: (rank: number) => string; pick: () => string; join: (words: readonly string[]) => string };

/**
 * A vocabulary of `size` words of a language, learned from a text: its own words by their frequency, then invented ones, whose letters follow
 * one another as in the text. `pick` follows Zipf's law.
 */
export function learnWords(language: string, text: string, size: number, random: Random): Words {
  const counts = new Map<string, number>();
  for (const { segment, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text.toLowerCase()))
    if (isWordLike === true) counts.set(segment, (counts.get(segment) ?? 0) + 1);
  const known = [...counts].sort((one, other) => other[1] - one[1]).map(([word]) => word);
  const words = new Set(known);
  const invent = inventor(known, random);
  // a short text has few words that look like its own
  for (let tries = 0; words.size < size && tries < size * 20; tries++) words.add(invent());
  const list = [...words];
  const rank = zipf(list.length, random);
  const glue = language === 'zh' || language === 'ja' ? '' : ' ';
  return { at: (nth) => list[nth % list.length] ?? '', pick: () => list[rank()] ?? '', join: (some) => some.join(glue) };
}

/** Letters by the two before them. */
function inventor(known: readonly string[], random: Random): () => string {
  const next = new Map<string, string[]>();
  for (const word of known) {
    const letters = [START, START, ...word, END];
    for (let at = 2; at < letters.length; at++) {
      const key = `${letters[at - 2]}${letters[at - 1]}`;
      const followers = next.get(key) ?? [];
      followers.push(letters[at] ?? END);
      next.set(key, followers);
    }
  }
  return () => {
    const letters = [START, START];
    while (letters.length < LONGEST) {
      const followers = next.get(`${letters.at(-2)}${letters.at(-1)}`) ?? [END];
      const letter = followers[Math.floor(random() * followers.length)] ?? END;
      if (letter === END) break;
      letters.push(letter);
    }
    return letters.slice(2).join('');
  };
}
