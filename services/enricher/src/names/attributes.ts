import { hash32 } from '../text/fold.ts';
import type { Token } from '../text/tokens.ts';
import { clusterOf, rankOf } from '../text/words.ts';
import type { Lexicon } from './lexicon.ts';
import type { Run } from './runs.ts';

/** What the lexicons say of a word; small integers, 0 = nothing. `hash` is of its key. */
type Looked = { hash: number; shape: number; personal: number; cue: number; stop: number; rank: number; cluster: number };
/** The same of a token; `place` and `body` are over the longest match that covers it. */
export type Attributes = Looked & { token: Token; place: number; body: number };
/** Words of a text that were looked up already. */
export type LookedUp = Map<string, Looked>;

const LONGEST_PLACE = 4;
const LONGEST_BODY = 6;
/** How far beside a run its features look. */
const BESIDE = 2;

/** Attributes of the tokens in and beside the runs; the others of the sentence stay empty, nothing reads them. */
export function attributesOf(
  sentence: readonly Token[],
  runs: readonly Run[],
  language: string,
  lexicon: Lexicon,
  known: LookedUp = new Map(),
): (Attributes | undefined)[] {
  const list = new Array<Attributes | undefined>(sentence.length).fill(undefined);
  for (const { from, to } of runs) {
    for (let at = Math.max(0, from - BESIDE); at < Math.min(sentence.length, to + BESIDE); at++) {
      const token = sentence[at];
      if (token !== undefined) list[at] ??= ofToken(token, language, lexicon, known);
    }
    mark(list, from, to, LONGEST_BODY, 'body', (key) => (lexicon.organization(key) === undefined ? 0 : 1));
    mark(list, from, to, LONGEST_PLACE, 'place', (key) => lexicon.gazetteer.classOf(key, language));
  }
  return list;
}

function ofToken(token: Token, language: string, lexicon: Lexicon, known: LookedUp): Attributes {
  const looked = known.get(token.text) ?? lookUp(token, language, lexicon);
  known.set(token.text, looked);
  return { ...looked, token, place: 0, body: 0 };
}

function lookUp({ key, text }: Token, language: string, { words, personal, cue }: Lexicon): Looked {
  const entry = words.entry(key);
  return {
    hash: hash32(key),
    shape: shapeOf(text),
    personal: personal(key, language),
    cue: cue(key, language),
    stop: words.isStop(key, language) ? 1 : 0,
    rank: entry === undefined ? 0 : 1 + Math.floor(Math.log2(1 + rankOf(entry) / 50)),
    cluster: entry === undefined ? 0 : clusterOf(entry) + 1,
  };
}

/** Longest match first from every capital to a capital; inside a match nothing else begins. The tokens after the first get 100 added. */
function mark(
  list: readonly (Attributes | undefined)[],
  start: number,
  end: number,
  longest: number,
  field: 'place' | 'body',
  look: (key: string) => number,
): void {
  for (let from = start; from < end; from++) {
    if (list[from]?.token.capital !== true) continue;
    for (let to = Math.min(end, from + longest); to > from; to--) {
      const last = list[to - 1]?.token;
      if (to - from > 1 && last?.capital !== true && !/^\p{N}/u.test(last?.text ?? '')) continue;
      const value = look(keyOf(list, from, to, field));
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

/** Keys joined as the lists have them: a gazetteer's names hold no hyphens. */
function keyOf(list: readonly (Attributes | undefined)[], from: number, to: number, field: 'place' | 'body'): string {
  let key = '';
  for (let at = from; at < to; at++) {
    const word = list[at]?.token.key ?? '';
    if (field === 'place' && (word === '-' || word === '.')) continue;
    key += key === '' ? word : ` ${word}`;
  }
  return key;
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
