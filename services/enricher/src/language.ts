import { getLIDModel } from 'fasttext.wasm.js';
import { languagesByScript, strangeLetters } from './language-letters.ts';

/** ISO 639-1 where there is one, else ISO 639-3; `und` when it cannot be told. `confidence` 0..1. */
export type Language = { language: string; confidence: number };
export type DetectLanguage = (text: string, declared: string | null) => Promise<Language>;

/** What one detector says; `sure` 0..1. */
export type Guess = { language: string; sure: number };

const SAMPLE_CHARACTERS = 1_000;
const LEAST_CONFIDENCE = 0.3;
// where CLD2 alone is sure of so much, fastText never says another (no other answer for 7,000 labelled texts), and most of the time is fastText's
const CERTAIN = { characters: 300, percent: 97, score: 400 };
const GUESSES = 6;
// what a language that a detector did not name is still worth to it
const UNNAMED = { fastText: 0.01, cld: 0.03 };
const UNKNOWN_TO_FASTTEXT = 0.1;
// in natural logarithms
const STRANGE_LETTER = 1.5;
const DECLARED = 2;
// both detectors answer `en` where they know nothing, and most news is in few languages
const NEWS_PRIOR = 0.6;
const ENGLISH_PRIOR = -1;
const NEWS = new Set('es fr de it pt nl sv da no fi pl cs sk hu ro bg el ru uk tr ar fa he hi bn id vi th ja ko zh'.split(' '));
/** Languages that CLD2 takes for one another. */
const CLOSE = new Set(['da', 'id', 'no']);
// no label of lid.176, or one that it never gives
const NOT_FASTTEXT = new Set('xh zu st tn sn ts lg rw ny mi ha ig sm to ve nr ss'.split(' '));
// one name for what the two detectors, and publishers, call differently; rare dialects by what news is filed under
const SAME = new Map(
  Object.entries({
    iw: 'he',
    in: 'id',
    ji: 'yi',
    nb: 'no',
    nn: 'no',
    nob: 'no',
    nno: 'no',
    zho: 'zh',
    cmn: 'zh',
    yue: 'zh',
    wuu: 'zh',
    fil: 'tl',
    arz: 'ar',
    als: 'de',
    bar: 'de',
    simple: 'en',
    sh: 'hr',
  }),
);

/** The one name by which a language goes here. */
export const nameOf = (code: string): string => {
  const primary = code.trim().toLowerCase().split(/[-_]/)[0] ?? '';
  // what is no code of two or three letters, a publisher made up
  if (!/^[a-z]{2,3}$|^simple$/.test(primary)) return 'und';
  return SAME.get(primary) ?? primary;
};
/** What the publisher says, where it is a language's code. */
const claimOf = (declared: string | null): string | null => {
  const language = declared === null ? '' : nameOf(declared);
  return /^[a-z]{2,3}$/.test(language) ? language : null;
};

/**
 * Two detectors (CLD2, fastText lid.176) on the beginning of the text, the letters of the text and what the publisher declares.
 * Without the native CLD2 the stage runs, weaker. Measured: `npm run bench:enrich`.
 */
export async function createLanguageDetector(): Promise<{ detect: DetectLanguage; detectors: string[] }> {
  const model = await (await getLIDModel()).load();
  const cld = await import('cld').catch(() => undefined);

  const byFastText = (text: string): Guess[] => {
    const found = model.predict(text.replaceAll('\n', ' '), GUESSES, 0);
    const guesses = Array.from({ length: found.size() }, (_, at) => {
      const [sure, label] = found.get(at);
      // its probabilities exceed 1 by a rounding error
      return { language: nameOf(label.replace('__label__', '')), sure: Math.min(1, sure) };
    });
    // the list lives in WebAssembly memory, which no garbage collector sees
    if ('delete' in found && typeof found.delete === 'function') found.delete();
    return guesses;
  };
  const byCld = async (text: string): Promise<{ guesses: Guess[]; certain: boolean }> => {
    // it throws where it cannot tell
    const found = await cld?.default.detect(text, { bestEffort: true }).catch(() => undefined);
    const trust = found?.reliable === true ? 1 : 0.5;
    const languages = found?.languages ?? [];
    return {
      guesses: languages.map(({ code, percent }) => ({ language: nameOf(code), sure: (percent / 100) * trust })),
      certain: found?.reliable === true && text.length >= CERTAIN.characters && isCertain(languages[0]),
    };
  };

  return {
    detectors: ['fasttext', ...(cld === undefined ? [] : ['cld'])],
    detect: async (text, declared) => {
      const sample = text.slice(0, SAMPLE_CHARACTERS).trim();
      if (!/\p{L}/u.test(sample)) return { language: claimOf(declared) ?? 'und', confidence: 0 };
      const { guesses, certain } = await byCld(sample);
      return decide(certain ? guesses : byFastText(sample), guesses, claimOf(declared), sample);
    },
  };
}

/** `score`: how usual the letters are for the language. Short texts full of names are sure for the wrong reasons, and score low. */
function isCertain(first: { code: string; percent: number; score: number } | undefined): boolean {
  if (first === undefined || first.percent < CERTAIN.percent || first.score < CERTAIN.score) return false;
  const language = nameOf(first.code);
  return (language === 'en' || NEWS.has(language)) && !CLOSE.has(language);
}

/** One language out of two detectors' guesses, a claim and the letters themselves: log-linear, so that each can outweigh the others. */
export function decide(fastText: readonly Guess[], cld: readonly Guess[], declared: string | null, sample = ''): Language {
  const said = (guesses: readonly Guess[]) => {
    const sums = new Map<string, number>();
    for (const { language, sure } of guesses) sums.set(language, (sums.get(language) ?? 0) + sure);
    return sums;
  };
  const byFastText = said(fastText);
  const byCld = said(cld);
  // CLD2 does not tell Malay from Indonesian
  const malay = (byCld.get('id') ?? 0) + (byCld.get('ms') ?? 0);
  const script = languagesByScript(sample);
  const candidates = [...new Set([...byFastText.keys(), ...byCld.keys(), ...Object.keys(script ?? {})])].filter(
    (language) => language !== 'un' && (script === undefined || Object.hasOwn(script, language)),
  );
  const strange = strangeLetters(sample, candidates);
  const score = (language: string): number => {
    const unnamed = NOT_FASTTEXT.has(language) ? UNKNOWN_TO_FASTTEXT : UNNAMED.fastText;
    const cldSure = language === 'id' || language === 'ms' ? malay : (byCld.get(language) ?? 0);
    return (
      Math.log((byFastText.get(language) ?? 0) + unnamed) +
      Math.log(cldSure + UNNAMED.cld) -
      STRANGE_LETTER * (strange.get(language) ?? 0) +
      (script?.[language] ?? 0) +
      (language === 'en' ? ENGLISH_PRIOR : NEWS.has(language) ? NEWS_PRIOR : 0) +
      (language === declared ? DECLARED : 0)
    );
  };
  return pick(candidates.map((language) => ({ language, score: score(language) })));
}

function pick(scored: readonly { language: string; score: number }[]): Language {
  const [first] = [...scored].sort((one, other) => other.score - one.score);
  if (first === undefined) return { language: 'und', confidence: 0 };
  const all = scored.reduce((sum, { score }) => sum + Math.exp(score - first.score), 0);
  const confidence = 1 / all;
  return confidence < LEAST_CONFIDENCE ? { language: 'und', confidence } : { language: first.language, confidence };
}
