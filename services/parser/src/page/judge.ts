import { fullWorth, sumLines, within } from './container.ts';
import type { Judge } from './lines.ts';
import { innerText, propsOf } from './microdata.ts';
import { traitsOf, zoneOf } from './traits.ts';
import type { El, Line } from './types.ts';

const AUTHOR_PAGE =
  /\/(?:authors?|autor(?:en|es|in|innen)?|auteurs?|autori|contributors?|staff|journalists?|people|reporters?|writers?)\/[^/?#]{3,}/i;

export const isAuthorLink = (el: El): boolean => el.tag === 'a' && AUTHOR_PAGE.test(el.attrs['href'] ?? '');
export const isBylineElement = (el: El): boolean => el.attrs['rel'] === 'author' || traitsOf(el).byline;
export const isDateElement = (el: El): boolean => el.tag === 'time' || el.attrs['data-unixtime'] !== undefined || traitsOf(el).date;

const note = (el: El): boolean =>
  el.attrs['itemprop'] !== undefined ||
  el.attrs['property'] !== undefined ||
  el.tag === 'h1' ||
  isAuthorLink(el) ||
  isBylineElement(el) ||
  isDateElement(el) ||
  traitsOf(el).login;

const HIDDEN_STYLE = /display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden/i;
const isHidden = ({ attrs }: El): boolean =>
  attrs['hidden'] !== undefined || attrs['aria-hidden'] === 'true' || HIDDEN_STYLE.test(attrs['style'] ?? '');

// A hint for screen readers inside a line; as a block it is dropped as a line.
const isSpoken = (el: El): boolean => el.tag === 'span' && traitsOf(el).zone?.rule === 'hidden';

/** The usual walk: what is hidden is skipped. */
export const visible: Judge = { note, skip: (el) => isHidden(el) || isSpoken(el) };
/** For pages that show their text only by script. */
export const everything: Judge = { note, skip: () => false };

/** Drops the lines of comments, menus, offers, captions and the like, as long as they hold but a part of the page's running text. */
export function markZones(lines: Line[], named: readonly El[]): void {
  const marked: Mark[] = [];
  const worths = sumLines(lines).worth;
  const total = worths[lines.length] ?? 0;
  const sizes = sizesOf(lines);
  const size = sizes.own[lines.length] ?? 0;
  for (const el of named) {
    if (el.last === el.first) continue;
    const zone = zoneOf(el);
    if (zone === undefined || within(worths, el) > zone.guard * total || within(sizes.own, el) > zone.guard * size) continue;
    if (zone.rule === 'related' && pointsNowhere(sizes, el)) continue;
    const name = `${zone.rule} ${el.tag} ${el.attrs['class'] ?? ''}`;
    for (let at = el.first; at < el.last; at++) {
      const line = lines[at];
      // An embedded post is a quotation, whatever its class says of social media.
      if (line === undefined || line.dropped !== '' || (line.kind === 'quote' && QUOTED.has(zone.rule))) continue;
      line.dropped = zone.rule;
      marked.push({ line, guard: zone.guard, name });
    }
  }
  undoWhole(marked, total, size);
}

type Sizes = { own: Float64Array; link: Float64Array };

/** Running totals of the characters outside and inside of links. */
function sizesOf(lines: readonly Line[]): Sizes {
  const sizes = { own: new Float64Array(lines.length + 1), link: new Float64Array(lines.length + 1) };
  lines.forEach(({ text, link }, at) => {
    sizes.own[at + 1] = (sizes.own[at] ?? 0) + text.length - link;
    sizes.link[at + 1] = (sizes.link[at] ?? 0) + link;
  });
  return sizes;
}

// Running text without links is a standfirst that is called a teaser, not a pointer to other stories.
function pointsNowhere({ own, link }: Sizes, el: El): boolean {
  const links = within(link, el);
  const size = within(own, el) + links;
  return size > 100 && links < 0.2 * size;
}

const QUOTED = new Set(['share', 'about', 'caption']);
type Mark = { line: Line; guard: number; name: string };

// A name that takes most of the page in many small parts (a forum's posts, paragraphs named for the paywall) is not right about this page, and
// neither is a rule that leaves nothing of it.
function undoWhole(marked: readonly Mark[], total: number, size: number): void {
  const taken = new Map<string, { worth: number; size: number }>();
  const add = (name: string, line: Line) => {
    const sum = taken.get(name) ?? { worth: 0, size: 0 };
    taken.set(name, { worth: sum.worth + fullWorth(line), size: sum.size + line.text.length - line.link });
  };
  for (const { line, name } of marked) {
    add(name, line);
    add(line.dropped, line);
  }
  const left = total - marked.reduce((sum, { line }) => sum + fullWorth(line), 0);
  for (const { line, guard, name } of marked) {
    const sum = taken.get(name) ?? { worth: 0, size: 0 };
    const whole = taken.get(line.dropped) ?? sum;
    const most = sum.worth > guard * total && (sum.size > guard * size || left < 0.05 * total);
    if (most || (whole.worth > 0.5 * total && left < 0.05 * total)) line.dropped = '';
  }
}

const SQUASHED_MIN = 400;
const MAX_BODIES = 5;

/**
 * Drops a microdata articleBody that is one run of text without paragraphs where most of it stands elsewhere on the page as real paragraphs,
 * together with the properties beside it: such a block is metadata for machines. Returns its text.
 */
export function dropSquashed(lines: Line[], noted: readonly El[]): string | undefined {
  let found: string | undefined;
  const bodies = noted.filter((el) => propsOf(el).includes('articlebody') && el.last - el.first === 1);
  for (const el of bodies.slice(0, MAX_BODIES)) {
    const text = innerText(el);
    if (text.length < SQUASHED_MIN) continue;
    const others = lines.filter((line, at) => (at < el.first || at >= el.last) && line.text.length > 40);
    const covered = others.filter((line) => text.includes(line.text)).reduce((sum, line) => sum + line.text.length, 0);
    if (covered < 0.4 * text.length) continue;
    found ??= text;
    for (const sibling of el.parent?.children ?? []) {
      if (typeof sibling === 'string' || propsOf(sibling).length === 0) continue;
      for (const line of lines.slice(sibling.first, sibling.last)) line.dropped ||= 'metadata';
    }
  }
  return found;
}
