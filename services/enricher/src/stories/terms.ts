import { hash32 } from '../text/fold.ts';
import { stem } from '../text/stem.ts';
import type { Token } from '../text/tokens.ts';
import { idf } from '../text/weight.ts';
import type { Words } from '../text/words.ts';

/** Terms of a text, as hashes, with weights of unit length, the heaviest first. `names`: those written with a capital or digits. */
export type Terms = { weights: ReadonlyMap<number, number>; names: ReadonlySet<number> };

export const MOST_TERMS = 64;
const LEAD_TOKENS = 60;
const LEAD = 2.5;
const NAME = 2;
const READ_TOKENS = 1_500;

const bare = (key: string, language: string): string =>
  language === 'en' && key.length > 4 ? key.replace(/ies$/, 'y').replace(/(?:ing|ed|es|s)$/, '') : stem(key);

/** TF-IDF of the words, the lead and the names counting more: news tells what it is about at once, and by whom and where. */
export function termsOf(tokens: readonly Token[], language: string, words: Words): Terms {
  const counts = new Map<string, number>();
  const keys = new Map<string, string>();
  const names = new Set<string>();
  const bares = new Map<string, string>();
  tokens.slice(0, READ_TOKENS).forEach((token, at) => {
    const { text, key, word, capital, first } = token;
    if (!word || key.length < 2 || words.isStop(key, language)) return;
    const term = bares.get(key) ?? bare(key, language);
    bares.set(key, term);
    counts.set(term, (counts.get(term) ?? 0) + (at < LEAD_TOKENS ? LEAD : 1));
    keys.set(term, key);
    if ((capital && !first) || /\p{N}/u.test(text)) names.add(term);
  });
  const weighed = [...counts].map(([term, count]) => {
    const name = names.has(term);
    return [term, (1 + Math.log(count)) * idf(keys.get(term) ?? term, language, name, words) * (name ? NAME : 1)] as const;
  });
  const top = weighed.sort((one, other) => other[1] - one[1]).slice(0, MOST_TERMS);
  const hashed = top.map(([term, weight]) => [hash32(term), weight] as const);
  return { weights: unit(hashed), names: new Set(top.filter(([term]) => names.has(term)).map(([term]) => hash32(term))) };
}

/** The terms scaled to length 1. */
export function unit(terms: readonly (readonly [number, number])[]): Map<number, number> {
  const length = Math.sqrt(terms.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return new Map(terms.map(([term, weight]) => [term, weight / length]));
}

/** Cosine of two unit vectors. */
export function cosine(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
  const [small, big] = one.size <= other.size ? [one, other] : [other, one];
  let sum = 0;
  for (const [term, weight] of small) sum += weight * (big.get(term) ?? 0);
  return sum;
}
