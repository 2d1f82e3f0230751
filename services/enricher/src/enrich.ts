import type { EnrichedArticle, ParsedArticle } from '@newsmill/contracts';
import type { DetectLanguage } from './language.ts';
import { measureLength } from './length.ts';

export type EnrichContext = { detectLanguage: DetectLanguage };
type Added = Omit<EnrichedArticle, keyof ParsedArticle>;
type Enricher = { name: string; run: (article: ParsedArticle, soFar: Added, context: EnrichContext) => Promise<Partial<Added>> };

const NOTHING: Added = {
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
    run: async ({ title, body, summary, declared_language }, _soFar, { detectLanguage }) => {
      const { language, confidence } = await detectLanguage(`${title}. ${body || (summary ?? '')}`, declared_language);
      return { language, language_confidence: confidence };
    },
  },
  { name: 'length', run: async ({ body }, { language }) => measureLength(body, language) },
];

/** Runs every enricher. One that fails flags the article and stops nothing. */
export async function enrich(article: ParsedArticle, context: EnrichContext): Promise<EnrichedArticle> {
  const { declared_language: _, ...kept } = article;
  let added = NOTHING;
  const failed: string[] = [];
  for (const { name, run } of ENRICHERS) {
    try {
      added = { ...added, ...(await run(article, added, context)) };
    } catch {
      failed.push(`no_${name}`);
    }
  }
  return { ...kept, ...added, quality: { ...kept.quality, flags: [...kept.quality.flags, ...failed] } };
}
