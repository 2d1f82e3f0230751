// Scripts that one language (or one by far) is written in.
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Tamil}/gu, 'ta'],
];
// Kana stand between Han characters; a few of them among the letters is enough to tell Japanese.
const SHARE = { ja: 0.15, other: 0.5 };

// Function words that no text of the language does without; words that several languages share tell little and are left out.
const WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to that is for with was by from this are his her they has have said not',
  de: 'der die und das den von mit dem ist nicht ein eine auf sich auch für im zu wird sind',
  fr: 'le les des et du est dans pour une pas sur qui que par avec plus au ce sont',
  es: 'el los las del una por con para su como más pero sus este esta ha fue al',
  it: 'il di che della per una con sono del gli alla nel anche più dei come ha delle',
  pt: 'os das dos uma para com não mais ao pelo pela são foi também seu sua em',
  nl: 'het een van niet dat zijn voor met aan ook naar bij deze maar wordt heeft',
  sv: 'och att det som är på inte för har ett till av med jag också',
  da: 'og at det er på ikke til som har af med den der blev også',
  no: 'og at det er på ikke til som har av med den ble også etter',
  fi: 'ja on että ei se oli myös hän kun mutta ovat joka mukaan',
  pl: 'się nie na jest że do przez jak od po dla czy jego oraz',
  cs: 'se na že je jako ale byl pro které také jeho podle nebo',
  hu: 'hogy az egy nem és is volt meg csak már még szerint',
  ro: 'și să este pe cu din pentru care mai fost sunt după această',
  tr: 've bir bu için ile olarak daha çok gibi ise kadar olan',
  id: 'yang dan di itu dengan untuk tidak ini dari dalam akan pada',
  vi: 'của và là có được cho trong không với người những này',
  af: 'die en van het nie dat sy vir om ook was wat aan hulle',
  sw: 'na ya wa kwa ni katika za hiyo kuwa hii hayo pia kutoka',
  zu: 'ukuthi futhi kodwa ngoba uma lapho kanye khona noma nje ngesikhathi emva wathi uthe ngo',
  xh: 'ukuba kodwa kwaye okanye xa ukuze kuba nangona ngoku oko le lo uthi kunye ke',
};
const lists = new Map(Object.entries(WORDS).map(([language, words]) => [language, new Set(words.split(' '))]));

const MAX_CHARS = 5_000;
const MIN_WORDS = 60;
const ABSENT = 0.04;
const PRESENT = 0.03;

const WORD = /[\p{L}\p{M}]+/gu;
const BEYOND_LATIN = /[\u0370-\u1dff\u2e80-\ufdff]/;

/**
 * The declared language, unless the text plainly is in another: a template's "en" over Zulu, no declaration over Chinese. Tells by script, and by
 * function words only where the declared language's own are missing. No guess where neither tells.
 */
export function checkLanguage(declared: string | null, text: string): string | null {
  const sample = text.slice(0, MAX_CHARS);
  if (!hasLetters(sample)) return declared;
  const script = BEYOND_LATIN.test(sample) ? byScript(sample) : undefined;
  if (script !== undefined) return declared !== null && SAME_SCRIPT.test(declared) ? declared : script;
  const own = lists.get(declared ?? '');
  if (declared !== null && own === undefined) return declared;
  const lower = sample.toLowerCase();
  return own !== undefined && hasShare(lower, own) ? declared : byWords(declared, lower, own);
}

function hasLetters(sample: string): boolean {
  let letters = 0;
  for (const [run] of sample.matchAll(/\p{L}+/gu)) {
    letters += run.length;
    if (letters >= MIN_WORDS) return true;
  }
  return false;
}

function byScript(sample: string): string | undefined {
  const letters = sample.replace(/\P{L}+/gu, '').length;
  if (sample.replace(/[^\u0370-\u1dff\u2e80-\ufdff]+/g, '').length <= 0.1 * letters) return undefined;
  return SCRIPTS.find(
    ([script, language]) => (sample.match(script)?.length ?? 0) / letters > (language === 'ja' ? SHARE.ja : SHARE.other),
  )?.[1];
}

// Stops where even a rest of one-letter words could not take the share away: half of a text tells, as a rule.
function hasShare(lower: string, list: ReadonlySet<string>): boolean {
  let words = 0;
  let hits = 0;
  WORD.lastIndex = 0;
  for (let match = WORD.exec(lower); match !== null; match = WORD.exec(lower)) {
    words++;
    if (list.has(match[0])) hits++;
    if (words >= MIN_WORDS && hits > ABSENT * (words + (lower.length - WORD.lastIndex + 1) / 2)) return true;
  }
  // too few words to tell
  return words < MIN_WORDS || hits > ABSENT * words;
}

function byWords(declared: string | null, lower: string, own: ReadonlySet<string> | undefined): string | null {
  const words = lower.match(WORD) ?? [];
  if (words.length < MIN_WORDS) return declared;
  const share = (list: ReadonlySet<string>) => words.filter((word) => list.has(word)).length / words.length;
  const has = own === undefined ? 0 : share(own);
  const [best] = [...lists].map(([language, list]) => ({ language, share: share(list) })).sort((a, b) => b.share - a.share);
  return best !== undefined && best.share > PRESENT && best.share > 2 * has ? best.language : declared;
}

// Other languages in the scripts above.
const SAME_SCRIPT = /^(?:zh|ja|ko|yue|wuu|th|el|he|yi|ka|hy|ta)$/;
