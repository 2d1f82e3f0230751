import { fold } from './fold.ts';

const CYRILLIC = /^\p{Script=Cyrillic}/u;
// case endings of nouns, names and adjectives in East Slavic, longest first
const ENDINGS =
  'иями ями ами ого ему ому ыми ими ией иям иях ую юю ая яя ой ей ый ий ом ем ев ов ах ях ам ям ых их ию ии ия ы и а я у ю е о й ь'
    .split(' ')
    .map(fold);
const GENITIVE_S = new Set(['de', 'sv', 'da', 'no', 'nl', 'nb']);

/** The word without its Slavic case ending (Cyrillic only; at least three letters stay), so that Москве finds Москва. The argument is folded. */
export function stem(key: string): string {
  if (!CYRILLIC.test(key)) return key;
  const ending = ENDINGS.find((each) => key.length - each.length >= 3 && key.endsWith(each));
  const bare = ending === undefined ? key : key.slice(0, key.length - ending.length);
  // Корея, Кореи, Корею: what is left of a vowel stem goes too
  return bare.length > 3 ? bare.replace(/[аеиоуыэюяь]$/, '') : bare;
}

/** The forms under which a name may be listed, the written one first. */
export function forms(key: string, language: string): string[] {
  if (CYRILLIC.test(key)) return [key, `~${key.split(' ').map(stem).join(' ')}`];
  if (key.length > 4 && key.endsWith('s') && GENITIVE_S.has(language)) return [key, key.slice(0, -1)];
  return [key];
}

/** The key under which a Cyrillic name is also listed. */
export const stemKey = (key: string): string | undefined => (CYRILLIC.test(key) ? `~${key.split(' ').map(stem).join(' ')}` : undefined);
