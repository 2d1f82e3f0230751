/**
 * Letters (and, for Han, the absence of kana) that few languages use: what the statistics of two words cannot tell, one letter often does.
 * Orthographies as in Unicode CLDR exemplar characters; only languages that the detectors know are named.
 */
const BY_LETTERS: readonly (readonly [letters: string, languages: string])[] = [
  ['ß', 'de'],
  ['őű', 'hu'],
  ['ğı', 'tr az'],
  ['ə', 'az'],
  ['țșţ', 'ro'],
  ['ă', 'ro vi'],
  ['łźńś', 'pl'],
  ['ąę', 'pl lt'],
  ['ż', 'pl mt'],
  ['řůě', 'cs'],
  ['ľŕĺ', 'sk'],
  ['ñ', 'es gl eu tl'],
  ['ã', 'pt vi'],
  ['õ', 'pt et vi'],
  ['đ', 'vi hr bs sr'],
  ['ơưạếệộấầ', 'vi'],
  ['ŵŷ', 'cy'],
  ['ħġċ', 'mt'],
  ['þ', 'is'],
  ['ð', 'is fo'],
  ['ø', 'da no fo'],
  ['æ', 'da no is fo'],
  ['å', 'sv da no fi'],
  ['ėų', 'lt'],
  ['ģķļņē', 'lv'],
  ['ā', 'lv mi'],
  ['ĉĝŝŭ', 'eo'],
  ['ћђј', 'sr bs'],
  ['љњџ', 'sr mk'],
  ['ѓќѕ', 'mk'],
  ['ыэ', 'ru be kk mn'],
  ['їєґ', 'uk'],
  ['і', 'uk be kk'],
  ['ў', 'be'],
  ['әғқң', 'kk'],
  ['өү', 'mn kk'],
  ['ъ', 'bg ru mn'],
  ['ٹڈڑںےہ', 'ur'],
  ['پچگژیک', 'fa ur'],
  ['يكةى', 'ar'],
];

const LANGUAGES_OF = new Map<string, ReadonlySet<string>>(
  BY_LETTERS.flatMap(([letters, languages]) => {
    const set = new Set(languages.split(' '));
    // ј is Serbian and Macedonian
    if (letters.includes('ј')) set.add('mk');
    return [...letters].map((letter) => [letter, set] as const);
  }),
);

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/gu;

/** How many kinds of letters of the text each language does not write (0 = all its own), capped at 3. */
export function strangeLetters(text: string, languages: Iterable<string>): Map<string, number> {
  const lower = text.toLowerCase();
  const found = [...new Set(lower)].flatMap((letter) => LANGUAGES_OF.get(letter) ?? []);
  return new Map([...languages].map((language) => [language, Math.min(3, found.filter((set) => !set.has(language)).length)]));
}

/** The languages the script leaves possible; undefined where it leaves many. `ja` is written with kana but for a few words. */
export function languagesByScript(text: string): Readonly<Record<string, number>> | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const han = text.match(HAN)?.length ?? 0;
  if (KANA.test(text)) return { ja: 0 };
  return han * 2 > letters ? { zh: 0, ja: -2 } : undefined;
}
