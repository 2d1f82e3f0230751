import type { Place } from '../places/gazetteer.ts';
import type { Token } from '../text/tokens.ts';
import type { Lexicon } from './lexicon.ts';
import type { Mention } from './tag.ts';

const LONGEST_TOKENS = 3;
const LONGEST_CHARACTERS = 7;
const SCANNED_CHARACTERS = 2_000;
const BIG = 300_000;
const UNSPACED = new Set(['zh', 'ja', 'th', 'lo', 'km', 'my']);
const CASELESS = new Set(['ar', 'fa', 'ur', 'he', 'yi', 'hi', 'bn', 'mr', 'ta', 'te', 'ne', 'ko', 'ka', ...UNSPACED]);

/** Whether the language is written without capitals, which all else here goes by. */
export const isCaseless = (language: string): boolean => CASELESS.has(language);

/** Where no capital tells a name only places are found, and only those that are hardly ever another word: countries, capitals, big cities. */
export function placesWithoutCase(text: string, tokens: readonly Token[], language: string, { gazetteer, words }: Lexicon): Mention[] {
  const known = (name: string): boolean =>
    name.length > 1 && !words.isStop(name, language) && gazetteer.find(name, language).some((place) => isPlain(place));
  return UNSPACED.has(language) ? scan(text.slice(0, SCANNED_CHARACTERS), known) : bySpaces(text, tokens, known);
}

const isPlain = ({ kind, population }: Place): boolean => kind === 'country' || kind === 'capital' || population >= BIG;

function bySpaces(text: string, tokens: readonly Token[], known: (name: string) => boolean): Mention[] {
  const found: Mention[] = [];
  for (let at = 0; at < tokens.length; at++) {
    for (let size = LONGEST_TOKENS; size > 0; size--) {
      const [start, end] = [tokens[at]?.start ?? 0, tokens[at + size - 1]?.end ?? 0];
      const name = text.slice(start, end);
      if (name.length < 3 || !known(name)) continue;
      found.push({ text: name, type: 'LOC', start, end });
      at += size - 1;
      break;
    }
  }
  return found;
}

function scan(text: string, known: (name: string) => boolean): Mention[] {
  const found: Mention[] = [];
  for (let start = 0; start < text.length; start++) {
    if (!/\p{L}/u.test(text.charAt(start))) continue;
    for (let size = Math.min(LONGEST_CHARACTERS, text.length - start); size > 1; size--) {
      const name = text.slice(start, start + size);
      if (/[^\p{L}\p{M}]/u.test(name) || !known(name)) continue;
      found.push({ text: name, type: 'LOC', start, end: start + size });
      start += size - 1;
      break;
    }
  }
  return found;
}
