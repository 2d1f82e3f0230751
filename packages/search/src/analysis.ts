import type { estypes } from '@elastic/elasticsearch';
import { LANGUAGE_GROUPS, type LanguageGroup } from '@newsmill/contracts';
import { KOREAN, POLISH, type Stemmer, UKRAINIAN } from './stemmers.ts';

type Analyzer = estypes.AnalysisAnalyzer;
type Analyzers = { text: Analyzer; title: Analyzer; name: Analyzer; filters?: Stemmer['filters'] };

/** A stock analyser; titles keep their stop words ("The Who"). */
const stock = (type: string): Analyzers => ({
  text: { type } as Analyzer,
  title: { type, stopwords: '_none_' } as Analyzer,
  name: { type: 'standard', stopwords: `_${type}_` } as Analyzer,
});
/** One analyser for all, where no stop words are known. */
const simple = (text: Analyzer): Analyzers => ({ text, title: text, name: { type: 'standard' } });

/** For languages without a stock analyser: words in lower case, accents folded, CJK in pairs. */
const universal: Analyzer = {
  type: 'custom',
  tokenizer: 'standard',
  filter: ['cjk_width', 'lowercase', 'asciifolding', 'cjk_bigram'],
};
/** With a stemmer of our own. Folding would merge letters that these languages tell apart. */
function own({ filters, chain, stopwords }: Stemmer, before: string[] = [], after: string[] = []): Analyzers {
  const chained = (...stop: string[]): Analyzer => ({
    type: 'custom',
    tokenizer: 'standard',
    filter: [...before, 'lowercase', ...stop, ...chain, ...after],
  });
  return {
    text: chained('news_stop'),
    title: chained(),
    name: { type: 'standard', stopwords },
    filters: { ...filters, news_stop: { type: 'stop', stopwords } },
  };
}

const ANALYZERS: Record<LanguageGroup, Analyzers> = {
  en: stock('english'),
  fr: stock('french'),
  de: stock('german'),
  es: stock('spanish'),
  it: stock('italian'),
  pt: stock('portuguese'),
  nl: stock('dutch'),
  ru: stock('russian'),
  uk: own(UKRAINIAN),
  pl: own(POLISH),
  ar: stock('arabic'),
  fa: stock('persian'),
  tr: stock('turkish'),
  hi: stock('hindi'),
  id: stock('indonesian'),
  cjk: own(KOREAN, ['cjk_width'], ['cjk_bigram']),
  xx: simple(universal),
};

/**
 * The analysers of each language group, of the same names everywhere, so that one mapping serves all: `news_text`, `news_title`, and
 * `news_name`, which reads what is looked for among names. A word that `news_text` passes over must be passed over in every field:
 * else a search for all words of "the merger" would demand "the" of the title or of an author.
 */
export const analysisOf = (group: LanguageGroup): estypes.IndicesIndexSettingsAnalysis => {
  const { text, title, name, filters = {} } = ANALYZERS[group];
  return { analyzer: { news_text: text, news_title: title, news_name: name }, filter: filters };
};

export const GROUPS = LANGUAGE_GROUPS;
