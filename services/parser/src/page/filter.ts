import { readDate } from '../text/date.ts';
import { squash } from '../text/plain.ts';
import { isCaption } from './caption.ts';
import { keyOf } from './lines.ts';
import { BYLINE, FURNITURE, NOTICE, OFFER, RELATED, TAIL, WALL } from './phrases.ts';
import type { El, Line } from './types.ts';

/** What is known of the page outside of its text; a line that only repeats it is no paragraph. */
export type Known = { titles: readonly string[]; authors: readonly string[]; site: string | null };

const SENTENCE_END = /[.!?…:;。！？؟»”"'’)\]]$/u;
export const isSentence = (line: Line): boolean => line.text.length >= 60 && (SENTENCE_END.test(line.text) || line.text.length > 150);
const isRunning = (line: Line): boolean =>
  line.dropped === '' && line.kind !== 'heading' && isSentence(line) && line.link / line.text.length < 0.5;

/** Drops, by name of rule, the lines of a container that are no article text. Lines already dropped stay so. `without` names a rule to leave out. */
export function filterLines(lines: readonly Line[], known: Known, without?: string): void {
  const titles = new Set(known.titles.map(squash).filter((title) => title.length > 5));
  const authors = known.authors.map(squash);
  const seen = new Set<string>();
  const main = mainParent(lines);
  if (without !== 'repeated') dropRefrains(lines);
  for (const line of lines) {
    if (line.dropped !== '') continue;
    const key = keyOf(line);
    const rule = key === '' ? 'empty' : titles.has(key) ? 'title' : isByline(key, authors) ? 'byline' : lineRule(line, main);
    if (rule !== without) line.dropped = rule;
    if (line.dropped !== '') continue;
    if (without !== 'repeated' && key.length > (line.kind === 'item' ? 80 : 30) && seen.has(key)) line.dropped = 'repeated';
    seen.add(key);
  }
  if (without !== 'pull_quote') dropPullQuotes(lines);
  if (without !== 'head') dropHead(lines, titles, main);
  if (without !== 'tail') dropTail(lines, main, known.site);
  if (without !== 'heading') dropLooseHeadings(lines);
}

/** Puts back what one rule dropped. */
export function restore(lines: readonly Line[], rule: string | undefined): void {
  if (rule === undefined) return;
  for (const line of lines) if (line.dropped === rule) line.dropped = '';
}

const MIN_PULLED = 30;
const MAX_PULLED = 400;
const MAX_QUOTES = 60;

// A quote or a heading that only shows a sentence of the text again.
function dropPullQuotes(lines: readonly Line[]): void {
  const kept = lines.filter((line) => line.dropped === '');
  const quotes = kept.filter(({ kind, text }) => kind === 'quote' && text.length <= MAX_PULLED);
  if (quotes.length === 0 || quotes.length > MAX_QUOTES) return;
  const all = kept.map((line) => keyOf(line)).join(' ');
  for (const line of quotes) {
    const key = keyOf(line);
    if (key.length >= MIN_PULLED && all.indexOf(key, all.indexOf(key) + 1) >= 0) line.dropped = 'pull_quote';
  }
}

const BY = /^(?:by|von|par|por|di|door|av|af)/;
const MAX_BYLINE = 120;

// The names of all authors, with a "by" or an "and", and nothing else.
function isByline(key: string, authors: readonly string[]): boolean {
  if (key.length > MAX_BYLINE || authors.length === 0) return false;
  const rest = authors.reduce((left, author) => (author.length > 3 ? left.replace(author, '') : left), key.replace(BY, ''));
  return rest.length < key.length && /^(?:by|and|und|et|y|e|en|og|och)?$/.test(rest);
}

// A short text that stands three times and more is a label of the page.
function dropRefrains(lines: readonly Line[]): void {
  const counts = new Map<string, number>();
  for (const line of lines) if (line.dropped === '' && line.text.length < 150) counts.set(line.text, (counts.get(line.text) ?? 0) + 1);
  for (const line of lines)
    if ((counts.get(line.text) ?? 0) >= 3 && line.kind !== 'row' && line.text.length > 4) line.dropped ||= 'repeated';
}

export function lineRule(line: Line, main: El | null = null): string {
  const { text, link, kind } = line;
  const density = link / text.length;
  if (density > 0.85 && (kind !== 'heading' || (text.length > 20 && line.el.parent !== main))) return 'links';
  if (kind === 'quote') return '';
  if (kind !== 'heading' && density > 0.5 && (text.length < 120 || RELATED.test(text))) return 'links';
  if (text.length < 300 && RELATED.test(text) && (density > 0.3 || text.length < 160)) return 'related';
  if (text.length < 400 && WALL.test(text)) return 'wall';
  if (isCaption(line)) return 'credit';
  if (kind !== 'row' && /^\d{1,3}$/.test(text)) return 'furniture';
  if (text.length < 300 && OFFER.test(text)) return 'furniture';
  if ((text.length < 220 && FURNITURE.test(text)) || (text.length < 700 && NOTICE.test(text))) return 'furniture';
  if (text.length < 120 && kind !== 'heading' && (BYLINE.test(text) || isDateRow(text))) return 'byline';
  return '';
}

const CLOCK_ONLY = /^\d{1,2}[:.h]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?|uhr|h)?\s?(?:[A-Z]{2,4})?$/u;

function isDateRow(text: string): boolean {
  if (text.length > 70 || !/\d/.test(text)) return false;
  if (CLOCK_ONLY.test(text)) return true;
  return readDate(text, { loose: true }) !== undefined && text.replace(/[^\p{L}]+/gu, '').length < 40;
}

/** The element that holds most of the running text as its own blocks. */
function mainParent(lines: readonly Line[]): El | null {
  const sizes = new Map<El, number>();
  for (const line of lines) {
    const { parent } = line.el;
    if (parent !== null && isRunning(line)) sizes.set(parent, (sizes.get(parent) ?? 0) + line.text.length);
  }
  let best: El | null = null;
  for (const [el, size] of sizes) if (best === null || size > (sizes.get(best) ?? 0)) best = el;
  return best;
}

// The article starts after its headline. Before its first real paragraph only a standfirst, or blocks beside that paragraph, may stand.
function dropHead(lines: readonly Line[], titles: ReadonlySet<string>, main: El | null): void {
  const half = lines.filter((line) => line.dropped === '').length * 0.4;
  const title = lines.findLast(
    (line, at) => at < half + 12 && line.dropped === 'title' && line.kind === 'heading' && titles.has(keyOf(line)),
  );
  const first = lines.findIndex(isRunning);
  const titleAt = title === undefined ? -1 : lines.indexOf(title);
  const before = lines.slice(0, Math.max(titleAt, 0)).filter(isRunning).length;
  lines.forEach((line, at) => {
    if (line.dropped !== '') return;
    if (at < titleAt && before <= 2) line.dropped = 'head';
    else if (at < first && !isSentence(line) && !belongs(line, main)) line.dropped = 'head';
  });
}

const belongs = (line: Line, main: El | null): boolean =>
  main !== null && (line.el.parent === main || line.el.parent?.parent === main) && line.el.tag !== 'div';

const blockStyle = (line: Line | undefined): string =>
  line === undefined ? '' : `${line.el.tag}.${line.el.attrs['class'] ?? ''} ${line.el.parent?.tag}.${line.el.parent?.attrs['class'] ?? ''}`;

// "More from" the site itself, in the big languages.
const MORE = ['more', 'morefrom', 'moreon', 'mehrvon', 'mehraus', 'plusde', 'másde', 'altroda', 'meervan', 'maisde'];

const MOST = 0.9;
const TAIL_MAX = 0.35;
const LONG_TAIL = 0.6;

// A heading of comments, tags, the author or other stories ends the text, unless the text goes on beside it.
function dropTail(lines: readonly Line[], main: El | null, site: string | null): void {
  const more = MORE.map((word) => word + squash(site ?? ''));
  const style = main === null ? '' : blockStyle(lines.find((line) => line.el.parent === main && isRunning(line)));
  const isOwn = (line: Line) => line.el.parent === main || blockStyle(line) === style;
  const size = (from: number, own: boolean) =>
    lines.slice(from).reduce((sum, line) => sum + (isRunning(line) && (!own || isOwn(line)) ? line.text.length : 0), 0);
  const all = size(0, false);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.kind === 'quote' || line.text.length > 90 || !(TAIL.test(line.text) || more.includes(keyOf(line))))
      continue;
    // where one element holds the text, and all of it stands before, a longer list of other stories may follow
    const after = size(at, false);
    const whole = size(at, true) === 0 && size(0, true) >= MOST * (all - after);
    if (after > (whole ? LONG_TAIL : TAIL_MAX) * all || size(at, true) > 0.1 * all) {
      line.dropped ||= 'related';
      continue;
    }
    for (const after of lines.slice(at)) after.dropped ||= 'tail';
    return;
  }
}

// A heading that no text follows announces something that was dropped.
function dropLooseHeadings(lines: readonly Line[]): void {
  let follows = false;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (line === undefined || line.dropped !== '') continue;
    if (line.kind !== 'heading') follows = true;
    else if (!follows) line.dropped = 'heading';
  }
}
