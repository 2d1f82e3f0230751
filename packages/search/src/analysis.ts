import type { estypes } from '@elastic/elasticsearch';
import type { LanguageGroup } from '@newsmill/contracts';
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
/** With stemmers of our own. Folding would merge letters that these languages tell apart. */
function own(...stemmers: readonly Stemmer[]): Analyzers {
  const stopwords = stemmers.flatMap((stemmer) => stemmer.stopwords);
  const chained = (...stop: string[]): Analyzer => ({
    type: 'custom',
    tokenizer: 'standard',
    filter: ['lowercase', ...stop, ...stemmers.flatMap(({ chain }) => chain)],
  });
  return {
    text: chained('news_stop'),
    title: chained(),
    name: { type: 'standard', stopwords },
    filters: { ...Object.assign({}, ...stemmers.map(({ filters }) => filters)), news_stop: { type: 'stop', stopwords } },
  };
}

/** The stock analysers of Russian, Arabic and Hindi, as Elasticsearch's reference takes them apart, in one chain; CJK in pairs. */
function worldwide(): Analyzers {
  const chained = (stop: string[], hindiStop: string[]): Analyzer => ({
    type: 'custom',
    tokenizer: 'standard',
    filter: [
      'cjk_width',
      'lowercase',
      'decimal_digit',
      ...stop,
      'arabic_normalization',
      'indic_normalization',
      'hindi_normalization',
      ...hindiStop,
      ...WORLD_STEMMERS.map((language) => `news_${language}`),
      ...KOREAN.chain,
      'cjk_bigram',
    ],
  });
  return {
    text: chained(['news_stop'], ['hindi_stop']),
    title: chained([], []),
    name: { type: 'standard', stopwords: WORLD_STEMMERS.map((language) => `_${language}_`) },
    filters: {
      ...KOREAN.filters,
      ...Object.fromEntries(WORLD_STEMMERS.map((language) => [`news_${language}`, { type: 'stemmer', language } as const])),
      news_stop: { type: 'stop', stopwords: ['_russian_', '_arabic_'] },
      // this list is of words as the steps before it write them
      hindi_stop: { type: 'stop', stopwords: '_hindi_' },
    },
  };
}
const WORLD_STEMMERS = ['russian', 'arabic', 'hindi'] as const;

const ANALYZERS: Record<LanguageGroup, Analyzers> = {
  en: stock('english'),
  fr: stock('french'),
  de: stock('german'),
  es: stock('spanish'),
  it: stock('italian'),
  pt: stock('portuguese'),
  nl: stock('dutch'),
  fa: stock('persian'),
  tr: stock('turkish'),
  id: stock('indonesian'),
  east: own(POLISH, UKRAINIAN),
  world: worldwide(),
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
