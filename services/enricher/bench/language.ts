import type { DetectLanguage } from '../src/language.ts';
import { percent } from './read.ts';

export type LanguageRow = { lang: string; kind: string; text: string };
export type LanguageScore = { lead: number; sentence: number; headline: number; lead75: number; sentence75: number; headline75: number };

const NEWS = new Set('en es fr de it pt nl sv da nb fi pl cs sk hu ro bg el ru uk tr ar fa he hi bn id vi th ja ko zh'.split(' '));
const same = (language: string): string => (language === 'nb' || language === 'nn' ? 'no' : language);

/** Share told right, of the 32 languages of most news and of all. */
export async function scoreLanguage(rows: readonly LanguageRow[], detect: DetectLanguage): Promise<LanguageScore | null> {
  if (rows.length === 0) return null;
  const told: { kind: string; news: boolean; right: boolean }[] = [];
  for (const { lang, kind, text } of rows) {
    told.push({ kind, news: NEWS.has(lang), right: (await detect(text, null)).language === same(lang) });
  }
  const share = (kind: string, onlyNews: boolean): number => {
    const asked = told.filter((each) => each.kind === kind && (each.news || !onlyNews));
    return percent(asked.filter(({ right }) => right).length, asked.length);
  };
  return {
    lead: share('lead', true),
    sentence: share('sentence', true),
    headline: share('headline', true),
    lead75: share('lead', false),
    sentence75: share('sentence', false),
    headline75: share('headline', false),
  };
}
