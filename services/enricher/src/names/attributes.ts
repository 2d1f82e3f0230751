import type { Place, PlaceKind } from '../places/gazetteer.ts';
import { isCapital, type Token } from '../text/tokens.ts';
import type { Lexicon } from './lexicon.ts';

/** What the lexicons say of one token; small integers, 0 = nothing. `place` and `body` are over the longest match that covers it. */
export type Attributes = {
  token: Token;
  shape: number;
  personal: number;
  cue: number;
  stop: number;
  rank: number;
  cluster: number;
  place: number;
  body: number;
};

const LONGEST_PLACE = 4;
const LONGEST_BODY = 6;
const KINDS: Readonly<Record<PlaceKind, number>> = { country: 1, region: 2, admin1: 3, admin2: 4, capital: 5, city: 6 };

export function attributesOf(sentence: readonly Token[], language: string, lexicon: Lexicon): Attributes[] {
  const { words } = lexicon;
  const list = sentence.map((token): Attributes => {
    const rank = words.rank(token.key);
    return {
      token,
      shape: shapeOf(token.text),
      personal: lexicon.personal(token.key, language),
      cue: lexicon.cue(token.key, language),
      stop: words.isStop(token.key, language) ? 1 : 0,
      rank: rank === undefined ? 0 : 1 + Math.floor(Math.log2(1 + rank / 50)),
      cluster: (words.cluster(token.key) ?? -1) + 1,
      place: 0,
      body: 0,
    };
  });
  mark(list, LONGEST_BODY, (from, to) => {
    const found = lexicon.organization(keyOf(sentence, from, to));
    return found === undefined ? 0 : 1;
  }, 'body');
  mark(list, LONGEST_PLACE, (from, to) => placeClass(lexicon.gazetteer.find(nameOf(sentence, from, to), language)), 'place');
  return list;
}

const keyOf = (sentence: readonly Token[], from: number, to: number): string =>
  sentence
    .slice(from, to)
    .map(({ key }) => key)
    .join(' ');

/** The words as they are listed in a gazetteer: hyphens are spaces there. */
const nameOf = (sentence: readonly Token[], from: number, to: number): string =>
  sentence
    .slice(from, to)
    .filter(({ text }) => text !== '-' && text !== '.')
    .map(({ text }) => text)
    .join(' ');

/** Kind and size of the biggest place of that name: 10 x kind + log10 of its people. */
function placeClass(places: readonly Place[]): number {
  let best = 0;
  for (const { kind, population } of places) {
    const size = KINDS[kind] <= 3 ? 0 : Math.min(7, Math.floor(Math.log10(population + 1)));
    const value = KINDS[kind] * 10 + size;
    if (best === 0 || (KINDS[kind] < Math.floor(best / 10) && KINDS[kind] <= 3) || (KINDS[kind] >= 4 && best >= 40 && size > best % 10)) best = value;
  }
  return best;
}

/** Longest match first from every capital; inside a match nothing else begins. Values get 100 added on the tokens after the first. */
function mark(list: Attributes[], longest: number, look: (from: number, to: number) => number, field: 'place' | 'body'): void {
  for (let from = 0; from < list.length; from++) {
    const begins = list[from];
    if (begins === undefined || !isCapital(begins.token.text)) continue;
    for (let to = Math.min(list.length, from + longest); to > from; to--) {
      const ends = list[to - 1];
      if (ends === undefined || !/[\p{L}\p{N}.]$/u.test(ends.token.text) || (to - from > 1 && ends.token.text === '.')) continue;
      const value = look(from, to);
      if (value === 0) continue;
      for (let at = from; at < to; at++) {
        const each = list[at];
        if (each !== undefined) each[field] = at === from ? value : value + 100;
      }
      from = to - 1;
      break;
    }
  }
}

/** Capital, all capitals, camel, digits, lower, sign. */
function shapeOf(text: string): number {
  if (/^\p{Lu}\.?$/u.test(text)) return 1;
  if (/^\p{Lu}[\p{Ll}\p{M}'’]+$/u.test(text)) return 2;
  if (/^[\p{Lu}.]+$/u.test(text)) return text.length > 5 ? 3 : 4;
  if (/^\p{N}+$/u.test(text)) return 5;
  if (/\p{Lu}/u.test(text)) return 6;
  return /\p{L}/u.test(text) ? 7 : 8;
}
