import type { Token } from '../text/tokens.ts';
import { UNSPACED } from '../text/unspaced.ts';
import { idf } from '../text/weight.ts';
import type { Words } from '../text/words.ts';

const READ_TOKENS = 1_200;
const LONGEST = 3;
const LEAST_LETTERS = 3;
const MOST = 10;
const MOST_GIVEN = 5;
const LONGEST_GIVEN = 60;
const EARLY_TOKENS = 120;

// when, not what
const TIME = new Set(
  'jan feb mar apr jun jul aug sep sept oct nov dec january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow am pm a.m. p.m. gmt est edt pst pdt cet ist updated posted published said says'.split(
    ' ',
  ),
);

type Phrase = { key: string; text: string; words: number; count: number; first: number; capital: boolean; rare: number };

/** The publisher's keywords that the text bears out, then phrases of one to three words by TF-IDF: early, often, together. */
export function keyphrasesOf(tokens: readonly Token[], language: string, keywords: readonly string[], words: Words): string[] {
  const read = tokens.slice(0, READ_TOKENS);
  const keys = read.map(({ key }) => key);
  const [text, tight] = [` ${keys.join(' ')} `, keys.join('')];
  const stands = (keyword: string): boolean => (UNSPACED.test(keyword) ? tight.includes(keyword) : text.includes(` ${keyword} `));
  const given = keywords.filter((keyword) => keyword.length <= LONGEST_GIVEN && stands(keyword.toLowerCase().trim())).slice(0, MOST_GIVEN);
  const kept: string[] = [];
  const seen = given.map((keyword) => ` ${keyword.toLowerCase().trim()} `);
  for (const { key, text: phrase } of bestFirst(phrasesOf(read, language, words))) {
    if (kept.length + given.length >= MOST) break;
    // a part of what is already there, or that with more to it, says nothing new
    if (seen.some((other) => other.includes(` ${key} `) || ` ${key} `.includes(other))) continue;
    seen.push(` ${key} `);
    kept.push(phrase);
  }
  return [...new Set([...given.map((keyword) => keyword.trim()), ...kept])];
}

/** Hardly any is asked for that is not among the first half by score: the others are sorted only then. */
function* bestFirst(phrases: readonly Phrase[]): Generator<Phrase> {
  const scored = phrases.map((phrase) => ({ phrase, score: score(phrase) }));
  const half = scored.reduce((most, each) => Math.max(most, each.score), 0) / 2;
  for (const part of [scored.filter((each) => each.score >= half), scored.filter((each) => each.score < half)])
    for (const { phrase } of part.sort((one, other) => other.score - one.score)) yield phrase;
}

/** At least three letters, or two of a script that writes words with few. */
const isLong = (key: string): boolean => key.length >= LEAST_LETTERS || (key.length === LEAST_LETTERS - 1 && UNSPACED.test(key));

/** Runs of one to three words with no stop word at either end and no sign between. */
function phrasesOf(tokens: readonly Token[], language: string, words: Words): Phrase[] {
  const phrases = new Map<string, Phrase>();
  const heavy = tokens.map(
    ({ text, key, word }) => word && isLong(key) && !/^\p{N}/u.test(text) && !TIME.has(key) && !words.isStop(key, language),
  );
  const [small, capitals] = [new Map<string, number>(), new Map<string, number>()];
  const weigh = (key: string, capital: boolean): number => {
    const weights = capital ? capitals : small;
    const known = weights.get(key) ?? idf(key, language, capital, words);
    weights.set(key, known);
    return known;
  };
  for (let from = 0; from < tokens.length; from++) {
    if (heavy[from] !== true) continue;
    let [key, text, capital, rare] = ['', '', true, 0];
    for (let size = 1; size <= LONGEST; size++) {
      const last = tokens[from + size - 1];
      if (last === undefined || !last.word) break;
      // words of a script without spaces stand at one another
      const between = tokens[from + size - 2]?.end === last.start ? '' : ' ';
      key = size === 1 ? last.key : `${key} ${last.key}`;
      text = size === 1 ? last.text : `${text}${between}${last.text}`;
      capital &&= last.capital && (!last.first || size > 1);
      rare += weigh(last.key, last.capital);
      if (heavy[from + size - 1] !== true) continue;
      const known = phrases.get(key);
      if (known !== undefined) known.count++;
      else phrases.set(key, { key, text, words: size, count: 1, first: from, capital, rare: rare / size });
    }
  }
  return [...phrases.values()];
}

function score({ words: size, count, first, capital, rare }: Phrase): number {
  // words that stand together twice are a term; once they may be chance
  const together = size === 1 ? 1 : count > 1 ? 1 + 0.35 * size : capital ? 1.3 : 0.6;
  const early = first < EARLY_TOKENS ? 1.5 - first / (2 * EARLY_TOKENS) : 1;
  return (1 + Math.log(count)) * rare * together * early * (capital ? 1.25 : 1);
}
