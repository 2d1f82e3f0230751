/**
 * The language groups that have indices and an analysis of their own; `xx` takes every other language. Languages whose scripts do not overlap share
 * a group: the stemmer of each leaves the letters of the others alone, and each index costs every search.
 */
export const LANGUAGE_GROUPS = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl', 'fa', 'tr', 'id', 'east', 'world', 'xx'] as const;
export type LanguageGroup = (typeof LANGUAGE_GROUPS)[number];

/** The languages of the joint groups. */
export const JOINT_GROUPS = { east: ['pl', 'uk'], world: ['ru', 'ar', 'hi', 'zh', 'ja', 'ko'] } as const satisfies Partial<
  Record<LanguageGroup, readonly string[]>
>;

const GROUP_OF: ReadonlyMap<string, LanguageGroup> = new Map([
  ...LANGUAGE_GROUPS.filter((group) => !(group in JOINT_GROUPS)).map((group) => [group, group] as const),
  ...JOINT_GROUPS.east.map((language) => [language, 'east'] as const),
  ...JOINT_GROUPS.world.map((language) => [language, 'world'] as const),
]);

/** The group of a language given by its ISO 639-1 code. */
export const groupOf = (language: string): LanguageGroup => GROUP_OF.get(language) ?? 'xx';

/**
 * The index that articles of a language and a year live in for good, without the operator's prefix: `news-en-<yyyy>`, of the other groups
 * `news-<group>-<yyy0>s`. Ten years of each of them are hardly more than one of English.
 */
export function homeIn(language: string, year: number): string {
  const group = groupOf(language);
  return `news-${group}-${group === 'en' ? year : `${year - (year % 10)}s`}`;
}

/** The index an article lives in. Only years from 2000 to now come from the page: a hostile date must not create an index. */
export function homeOf(article: { language: string; published_at: string | null; first_seen_at: string }, now = new Date()): string {
  const published = article.published_at === null ? Number.NaN : new Date(article.published_at).getUTCFullYear();
  const year = published >= 2000 && published <= now.getUTCFullYear() ? published : new Date(article.first_seen_at).getUTCFullYear();
  return homeIn(article.language, year);
}

/** `@timestamp`: published_at, else first_seen_at, never after it was first seen: a future date must not stay on top of every list. */
export function timestampOf(article: { published_at: string | null; first_seen_at: string }): string {
  const { published_at, first_seen_at } = article;
  return published_at !== null && Date.parse(published_at) <= Date.parse(first_seen_at) ? published_at : first_seen_at;
}
