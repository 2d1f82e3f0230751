import { fold } from '../text/fold.ts';
import { forms } from '../text/stem.ts';
import { type Token, tokenize } from '../text/tokens.ts';
import type { Lexicon } from './lexicon.ts';
import type { Reading } from './recognise.ts';
import type { Mention, NameType } from './tag.ts';

/** A name that the publisher's own keywords give and the text bears out. */
export type Given = Omit<Mention, 'type'> & { type: NameType | 'OTHER'; keyword: string };

const MOST = 100;
const LONGEST = 60;
const MOST_WORDS = 6;

/**
 * The publisher's keywords that stand in the text with capitals: the surest names there are. What kind of name it is the lists tell,
 * else what the tagger found there, else nothing does.
 */
export function namesGiven(keywords: readonly string[], reading: Reading, lexicon: Lexicon): Given[] {
  if (keywords.length === 0) return [];
  const first = new Map<string, number[]>();
  reading.tokens.forEach(({ key }, at) => {
    for (const form of forms(key, reading.language)) first.set(form, [...(first.get(form) ?? []), at]);
  });
  return keywords.slice(0, MOST).flatMap((keyword) => {
    if (keyword.length > LONGEST) return [];
    const wanted = tokenize(keyword);
    if (wanted.length === 0 || wanted.length > MOST_WORDS) return [];
    const places = forms(wanted[0]?.key ?? '', reading.language)
      .flatMap((form) => first.get(form) ?? [])
      .filter((at) => matches(reading, at, wanted));
    return [...new Set(places)].flatMap((at) => {
      const start = reading.tokens[at]?.start ?? 0;
      const end = reading.tokens[at + wanted.length - 1]?.end ?? start;
      const text = reading.text.slice(start, end);
      return [{ keyword: keyword.trim(), text, start, end, type: typeOf(keyword, wanted, { start, end }, reading, lexicon) }];
    });
  });
}

/** The same words, inflected or not, every one of weight with a capital. */
function matches({ tokens, language }: Reading, at: number, wanted: readonly Token[]): boolean {
  return wanted.every(({ key }, offset) => {
    const token = tokens[at + offset];
    if (token === undefined) return false;
    const same = forms(token.key, language).some((form) => forms(key, language).includes(form));
    return same && (token.capital || !/\p{L}{4}/u.test(token.text)) && !(token.first && wanted.length === 1 && !/\p{Lu}/u.test(token.text));
  });
}

function typeOf(
  keyword: string,
  wanted: readonly Token[],
  where: { start: number; end: number },
  reading: Reading,
  lexicon: Lexicon,
): Given['type'] {
  const key = wanted.map((token) => token.key).join(' ');
  if (lexicon.organization(key) !== undefined) return 'ORG';
  const tagged = reading.mentions.find(({ start, end }) => start < where.end && end > where.start);
  const places = lexicon.gazetteer.find(fold(keyword), reading.language);
  if (places.some(({ kind }) => kind === 'country')) return 'LOC';
  if (tagged !== undefined) return tagged.type;
  if (places.some(({ kind, population }) => kind !== 'city' || population > 50_000)) return 'LOC';
  const personal = wanted.map((token) => lexicon.personal(token.key, reading.language));
  return wanted.length > 1 && personal.every((bits) => bits > 0) ? 'PER' : 'OTHER';
}
