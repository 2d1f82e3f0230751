import { ALL_UNSPACED } from './text/unspaced.ts';

const WORDS_A_MINUTE = 230;
const CJK_CHARACTERS_A_MINUTE = 500;

/** Words (for scripts without spaces: by the Unicode segmentation of the language) and minutes to read, rounded up. */
export function measureLength(text: string, language: string): { word_count: number; reading_minutes: number } {
  const unspaced = text.match(ALL_UNSPACED)?.length ?? 0;
  const spaced = (unspaced === 0 ? text : text.replace(ALL_UNSPACED, ' ')).match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
  const minutes = spaced / WORDS_A_MINUTE + unspaced / CJK_CHARACTERS_A_MINUTE;
  return { word_count: unspaced === 0 ? spaced : segmentedWords(text, language), reading_minutes: Math.ceil(minutes) };
}

function segmentedWords(text: string, language: string): number {
  const locale = Intl.getCanonicalLocales(/^[a-z]{2,3}$/.test(language) ? language : 'und');
  let words = 0;
  for (const { isWordLike } of new Intl.Segmenter(locale, { granularity: 'word' }).segment(text)) if (isWordLike === true) words++;
  return words;
}
