import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { type Gazetteer, openGazetteer } from '../places/gazetteer.ts';
import { fold } from '../text/fold.ts';
import { forms } from '../text/stem.ts';
import { tokenize } from '../text/tokens.ts';
import { loadWords, type Words } from '../text/words.ts';

const GIVEN = 1;
const FAMILY = 2;
/** Roles of words around names (data/cues.tsv), as bits. */
export const CUES = { title: 1, org: 2, place: 4, at: 8, say: 16, link: 32 } as const;

/** All that the recogniser of names looks up. Loaded once. */
export type Lexicon = {
  words: Words;
  gazetteer: Gazetteer;
  /** Bits GIVEN and FAMILY of a folded word, inflected or not. */
  personal: (key: string, language: string) => number;
  /** Bits of CUES of a folded word in a language; English's hold where the language has none. */
  cue: (key: string, language: string) => number;
  /** The usual name of a body, by its tokens' keys joined with spaces. */
  organization: (key: string) => string | undefined;
  /** The same by the name as written. */
  body: (name: string) => string | undefined;
  /** Folded adjectives and peoples (English, one word) to ISO 3166-1 codes. */
  peoples: ReadonlyMap<string, string>;
};

const data = (name: string): URL => new URL(`../../data/${name}`, import.meta.url);
const lines = (name: string): string[][] =>
  readFileSync(data(name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

/** The form in which a name of several words is looked up. */
const keyOfName = (name: string): string =>
  tokenize(name)
    .map(({ key }) => key)
    .join(' ');

export function loadLexicon(): Lexicon {
  const personal = new Map<string, number>();
  for (const line of brotliDecompressSync(readFileSync(data('names.txt.br')))
    .toString('utf8')
    .split('\n')) {
    const bit = line.startsWith('F') ? GIVEN : FAMILY;
    for (const key of forms(line.slice(1), '')) personal.set(key, (personal.get(key) ?? 0) | bit);
  }
  const cues = new Map<string, Map<string, number>>();
  for (const [role = '', language = '', words = ''] of lines('cues.tsv')) {
    const bit = CUES[role as keyof typeof CUES] ?? 0;
    const table = cues.get(language) ?? new Map<string, number>();
    for (const key of words.split(' ').map(fold)) table.set(key, (table.get(key) ?? 0) | bit);
    cues.set(language, table);
  }
  const organizations = new Map<string, string>();
  for (const [name = '', others = ''] of lines('organizations.tsv')) {
    for (const each of [name, ...others.split(';')]) if (each !== '') organizations.set(keyOfName(each), name);
  }
  const english = cues.get('en');
  return {
    words: loadWords(),
    gazetteer: openGazetteer(),
    personal: (key, language) => {
      const bits = personal.get(key);
      if (bits !== undefined) return bits;
      const [, ...others] = forms(key, language);
      for (const form of others) if (personal.has(form)) return personal.get(form) ?? 0;
      return 0;
    },
    cue: (key, language) => (cues.get(language) ?? english)?.get(key) ?? 0,
    organization: (key) => organizations.get(key),
    body: (name) => organizations.get(keyOfName(name)),
    peoples: new Map(
      lines('countries.tsv').flatMap(([code = '', , , , adjectives = '']) =>
        adjectives.split(';').map((word) => [fold(word), code] as const),
      ),
    ),
  };
}
