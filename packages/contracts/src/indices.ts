/** The language groups that have an index and an analysis of their own; `xx` takes every other language. */
export const LANGUAGE_GROUPS = [
  'en',
  'fr',
  'de',
  'es',
  'it',
  'pt',
  'nl',
  'ru',
  'uk',
  'pl',
  'ar',
  'fa',
  'tr',
  'hi',
  'id',
  'cjk',
  'xx',
] as const;
export type LanguageGroup = (typeof LANGUAGE_GROUPS)[number];

const GROUP_OF: ReadonlyMap<string, LanguageGroup> = new Map([
  ...LANGUAGE_GROUPS.filter((group) => group !== 'cjk').map((group) => [group, group] as const),
  ...['zh', 'ja', 'ko'].map((language) => [language, 'cjk'] as const),
]);

/** The group of a language given by its ISO 639-1 code. */
export const groupOf = (language: string): LanguageGroup => GROUP_OF.get(language) ?? 'xx';

/**
 * The index an article lives in for good, without the operator's prefix: `news-<group>-<yyyy>`.
 * Only years from 2000 to now come from the page: a hostile date must not create an index.
 */
export function homeOf(article: { language: string; published_at: string | null; first_seen_at: string }, now = new Date()): string {
  const published = article.published_at === null ? Number.NaN : new Date(article.published_at).getUTCFullYear();
  const year = published >= 2000 && published <= now.getUTCFullYear() ? published : new Date(article.first_seen_at).getUTCFullYear();
  return `news-${groupOf(article.language)}-${year}`;
}

/** `@timestamp`: published_at, else first_seen_at, never after it was first seen: a future date must not stay on top of every list. */
export function timestampOf(article: { published_at: string | null; first_seen_at: string }): string {
  const { published_at, first_seen_at } = article;
  return published_at !== null && Date.parse(published_at) <= Date.parse(first_seen_at) ? published_at : first_seen_at;
}
