import type { Hit } from '@newsmill/search';

type Column = readonly [name: string, value: (hit: Hit) => string | number | null];

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['timestamp', ({ article }) => article['@timestamp']],
  ['title', ({ article }) => article.title],
  ['source', ({ article }) => article.source.name],
  ['domain', ({ article }) => article.source.domain],
  ['language', ({ article }) => article.language],
  ['url', ({ article }) => article.url],
  ['summary', ({ article }) => article.summary],
  ['authors', ({ article }) => article.authors.join('; ')],
  ['section', ({ article }) => article.section],
  ['topics', ({ article }) => article.topics.join('; ')],
  ['people', ({ article }) => article.entities.people.join('; ')],
  ['organisations', ({ article }) => article.entities.organizations.join('; ')],
  ['places', ({ article }) => article.entities.places.join('; ')],
  ['words', ({ article }) => article.word_count],
  ['story_id', ({ article }) => article.story_id],
];

/** A cell as RFC 4180 has it. What a spreadsheet would run as a formula is made text by an apostrophe. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.toWellFormed().replaceAll('\u0000', '\ufffd');
  // a spreadsheet passes over white space before the sign
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of CSV, the names of the columns first. */
export async function* csvLines(pages: AsyncIterable<readonly Hit[]>): AsyncGenerator<string> {
  yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`;
  for await (const hits of pages) yield hits.map((hit) => `${COLUMNS.map(([, value]) => csvCell(value(hit))).join(',')}\r\n`).join('');
}

/** One JSON document a line, text included: the whole article and its id. */
export async function* jsonLines(pages: AsyncIterable<readonly Hit[]>): AsyncGenerator<string> {
  for await (const hits of pages) yield hits.map(({ id, article }) => `${JSON.stringify({ id, ...article })}\n`).join('');
}
