import type { EnrichedArticle, ParsedArticle } from '@newsmill/contracts';
import { findEntities } from './entities.ts';
import { keyphrasesOf } from './keyphrases/keyphrases.ts';
import { type DetectLanguage, nameOf } from './language.ts';
import { leadOf } from './lead.ts';
import { measureLength } from './length.ts';
import type { Reading } from './names/recognise.ts';
import { readArticle } from './reading.ts';
import type { Tokenize } from './text/tokens.ts';
import type { Switch, Tools } from './tools.ts';
import { classify } from './topics/classify.ts';

/** Without `tools` only language and length are found. `tokens`: this article's, where others ask for them too. */
export type EnrichContext = { detectLanguage: DetectLanguage; tools?: Tools; tokens?: Tokenize };
type Added = Omit<EnrichedArticle, keyof ParsedArticle> & Pick<EnrichedArticle, 'summary'>;
/** What an enricher that needs tools gets; `reading` is made at the first call. */
type Equipped = { tools: Tools; reading: () => Reading };
type Enricher = { name: string; run: (article: ParsedArticle, soFar: Added, context: EnrichContext) => Promise<Partial<Added>> };
type EquippedEnricher = { name: Switch; run: (article: ParsedArticle, soFar: Added, equipped: Equipped) => Partial<Added> };

const NOTHING: Omit<Added, 'summary'> = {
  language: 'und',
  language_confidence: 0,
  word_count: 0,
  reading_minutes: 0,
  topics: [],
  keyphrases: [],
  entities: { name: [], people: [], organizations: [], places: [], other: [] },
};

/** Each adds its part; later ones see what earlier ones found. */
const ENRICHERS: readonly Enricher[] = [
  {
    name: 'language',
    run: async ({ title, body, summary, declared_language, set_language }, _soFar, { detectLanguage }) => {
      if (set_language !== null) return { language: nameOf(set_language), language_confidence: 1 };
      const { language, confidence } = await detectLanguage(`${title}. ${body || (summary ?? '')}`, declared_language);
      return { language, language_confidence: confidence };
    },
  },
  { name: 'length', run: async ({ body }, { language }) => measureLength(body, language) },
];

/** Those that need data files, each with its own switch (tools.ts). */
const EQUIPPED: readonly EquippedEnricher[] = [
  { name: 'lead', run: ({ summary, body }) => ({ summary: leadOf(summary, body) }) },
  {
    name: 'entities',
    run: ({ keywords, source }, _soFar, { tools, reading }) =>
      findEntities({ reading: reading(), keywords, country: source.country }, tools.recogniser, tools.aliases),
  },
  {
    name: 'keyphrases',
    run: ({ keywords }, { language }, { tools, reading }) => ({
      keyphrases: keyphrasesOf(reading().tokens, language, keywords, tools.recogniser.lexicon.words),
    }),
  },
  {
    name: 'topics',
    run: ({ section, keywords, url }, { language }, { tools, reading }) =>
      classify({ tokens: reading().tokens, language, section, keywords, url }, tools.topics, tools.recogniser.lexicon.words),
  },
];

/** Runs every enricher. One that fails flags the article and stops nothing. */
export async function enrich(article: ParsedArticle, context: EnrichContext): Promise<EnrichedArticle> {
  const { declared_language: _, set_language: _set, ...kept } = article;
  let added: Added = { ...NOTHING, summary: article.summary };
  const failed: string[] = [];
  const attempt = async (name: string, run: () => Promise<Partial<Added>> | Partial<Added>): Promise<void> => {
    try {
      added = { ...added, ...(await run()) };
    } catch {
      failed.push(`no_${name}`);
    }
  };
  for (const { name, run } of ENRICHERS) await attempt(name, () => run(article, added, context));
  const { tools, tokens } = context;
  if (tools !== undefined) {
    let read: Reading | undefined;
    const reading = (): Reading => (read ??= readArticle(article, added.language, tools.recogniser, tokens));
    for (const { name, run } of EQUIPPED) if (tools.on.has(name)) await attempt(name, () => run(article, added, { tools, reading }));
  }
  return { ...kept, ...added, quality: { ...kept.quality, flags: [...kept.quality.flags, ...failed] } };
}
