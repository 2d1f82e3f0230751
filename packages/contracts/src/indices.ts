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
 * How long a time the articles of one index come from. `few`: English a year, the others ten, which are hardly more than one of English;
 * `year` and `month` for those who take in much of them.
 */
export const HOME_PERIODS = ['few', 'year', 'month'] as const;
export type HomePeriod = (typeof HOME_PERIODS)[number];

const EARLIEST_YEAR = 2000;
type Dated = { language: string; published_at: string | null; first_seen_at: string };

/**
 * The index an article lives in for good, without the operator's prefix: `news-en-2026`, `news-de-2020s`, by months `news-de-2026-11` (UTC).
 * A hostile date must not create an index: one before 2000 or after now says nothing.
 */
export function homeOf({ language, published_at, first_seen_at }: Dated, period: HomePeriod = 'few', now = new Date()): string {
  const dates = [published_at ?? '', first_seen_at].map((text) => new Date(text));
  const at = dates.find((date) => date.getUTCFullYear() >= EARLIEST_YEAR && date <= now) ?? now;
  const group = groupOf(language);
  return `news-${group}-${periodOf(at, period === 'few' && group !== 'en' ? 'decade' : period)}`;
}

function periodOf(at: Date, period: HomePeriod | 'decade'): string {
  const year = at.getUTCFullYear();
  if (period === 'decade') return `${year - (year % 10)}s`;
  return period === 'month' ? at.toISOString().slice(0, 7) : `${year}`;
}

/** `@timestamp`: published_at, else first_seen_at, never after it was first seen: a future date must not stay on top of every list. */
export function timestampOf(article: { published_at: string | null; first_seen_at: string }): string {
  const { published_at, first_seen_at } = article;
  return published_at !== null && Date.parse(published_at) <= Date.parse(first_seen_at) ? published_at : first_seen_at;
}
