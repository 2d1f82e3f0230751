import type { estypes } from '@elastic/elasticsearch';
import { LANGUAGE_GROUPS, type LanguageGroup } from '@newsmill/contracts';

type Analyzers = { text: estypes.AnalysisAnalyzer; title: estypes.AnalysisAnalyzer };

/** A stock analyser; titles keep their stop words ("The Who"). */
const stock = (type: string): Analyzers => ({ text: { type }, title: { type, stopwords: '_none_' } }) as Analyzers;

/** For languages without a stock analyser: words in lower case, accents folded, CJK in pairs. */
const universal: estypes.AnalysisAnalyzer = {
  type: 'custom',
  tokenizer: 'standard',
  filter: ['cjk_width', 'lowercase', 'asciifolding', 'cjk_bigram'],
};
// folding would merge letters that these languages tell apart
const plain: estypes.AnalysisAnalyzer = { type: 'custom', tokenizer: 'standard', filter: ['lowercase'] };

const ANALYZERS: Record<LanguageGroup, Analyzers> = {
  en: stock('english'),
  fr: stock('french'),
  de: stock('german'),
  es: stock('spanish'),
  it: stock('italian'),
  pt: stock('portuguese'),
  nl: stock('dutch'),
  ru: stock('russian'),
  uk: { text: plain, title: plain },
  pl: { text: plain, title: plain },
  ar: stock('arabic'),
  fa: stock('persian'),
  tr: stock('turkish'),
  hi: stock('hindi'),
  id: stock('indonesian'),
  cjk: stock('cjk'),
  xx: { text: universal, title: universal },
};

/** The analysers `news_text` and `news_title` of each language group: same names everywhere, so one mapping serves all. */
export const analysisOf = (group: LanguageGroup): estypes.IndicesIndexSettingsAnalysis => ({
  analyzer: { news_text: ANALYZERS[group].text, news_title: ANALYZERS[group].title },
});

export const GROUPS = LANGUAGE_GROUPS;
