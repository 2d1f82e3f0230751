/**
 * The enrichers, each with its version: it rises when what the enricher answers changes. Stored articles that an older one enriched are
 * enriched again by `rebuild index --enrich-only`.
 */
export const ENRICHERS = {
  language: 1,
  length: 1,
  lead: 1,
  entities: 1,
  keyphrases: 2,
  topics: 2,
  duplicates: 1,
  stories: 2,
  vectors: 1,
} as const;

/** The language whose texts have vectors: the model knows no other. */
export const VECTOR_LANGUAGE = 'en';
/** Numbers of a vector. */
export const VECTOR_DIMENSIONS = 384;

/** Of all together: it rises with any of them. */
export const ENRICHER_VERSION: number = Object.values(ENRICHERS).reduce((sum: number, version) => sum + version, 0);
