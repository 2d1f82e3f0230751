/** Letters of scripts that are written without spaces between words. */
export const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/u;
export const ALL_UNSPACED = new RegExp(UNSPACED, 'gu');

const HIRAGANA = /^[\p{scx=Hira}ー]+$/u;
// dictionaries of these scripts belong to no language
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** The words of a run of letters (Unicode Standard Annex 29, with ICU's dictionaries), with their offsets in it. */
export const wordsIn = (run: string): { text: string; at: number }[] =>
  [...segmenter.segment(run)].map(({ segment, index }) => ({ text: segment, at: index }));

/** Particles and endings of Japanese; its words of meaning have other letters too. */
export const isHiragana = (word: string): boolean => HIRAGANA.test(word);

/** How many letters of an alphabet a word is worth, where its length tells how rare it is. */
export const lettersOf = (word: string): number => (UNSPACED.test(word) ? word.length * 3 : word.length);
