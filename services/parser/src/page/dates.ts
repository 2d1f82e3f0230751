import { type ReadDate, readDate } from '../text/date.ts';
import { textIn } from './json-ld.ts';
import { isDateElement } from './judge.ts';
import { type Facts, ofArticles, ofPage } from './meta-read.ts';
import { textParts } from './microdata.ts';
import type { El, PageDate } from './types.ts';

const PUBLISHED = [
  'article:published_time',
  'og:article:published_time',
  'datepublished',
  'date',
  'dc.date',
  'dc.date.issued',
  'dcterms.created',
  'dcterms.issued',
  'dcterms.date',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'published_time',
  'parsely-pub-date',
  'sailthru.date',
  'article.published',
  'article:published',
  'cxenseparse:recs:publishtime',
  'originalpublicationdate',
  'rnews:datepublished',
  'og:published_time',
  'date.created',
  'article_date_original',
  'publication_date',
  'dc.date.created',
  'displaydate',
  'iso-8601-publish-date',
  'last-published',
  'datecreated',
];
const MODIFIED = [
  'article:modified_time',
  'og:updated_time',
  'datemodified',
  'article:modified',
  'dcterms.modified',
  'dc.date.modified',
  'lastmod',
  'last-modified',
  'modified_time',
  'revised',
  'article:updated_time',
  'cxenseparse:updatetime',
];

type Candidate = ReadDate & { zoned: boolean };

/**
 * When the article was published and last changed: JSON-LD, meta, microdata, time elements, visible text, the address, in this order. `anchor` is
 * the headline, or else the text: dates far from it belong to something else.
 */
export function readDates(facts: Facts, anchor: El | undefined): { published: PageDate | null; modified: PageDate | null } {
  const json = [...structured(facts, 'datePublished'), ...structured(facts, 'dateCreated')];
  const metas = [...facts.meta(...PUBLISHED), ...(facts.micro.get('datepublished') ?? []), ...(facts.micro.get('datecreated') ?? [])];
  const modified = best([...structured(facts, 'dateModified'), ...facts.meta(...MODIFIED), ...(facts.micro.get('datemodified') ?? [])]);
  const shown = once(() => best(timesNear(facts, anchor)) ?? best(visibleDates(facts, anchor)));
  const said = settled(best([...json, ...metas]), modified, shown);
  const other = () => best(ofPage(facts, 'datePublished', 'uploadDate').map((value) => textIn(value) ?? ''));
  const published = said ?? shown() ?? other() ?? inAddress(facts.url);
  const late = modified !== undefined && (published === undefined || modified.at >= published.at) ? modified : undefined;
  return { published: toPage(published, [() => inAddress(facts.url), shown]), modified: toPage(late, []) };
}

function once<T>(read: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: read() };
    return kept.value;
  };
}

const structured = (facts: Facts, property: string): string[] =>
  ofArticles(facts, property)
    .slice(0, 1)
    .map((value) => textIn(value) ?? '');

// A page that claims to be changed before it was published gives a technical date for one of them: what it shows decides.
function settled(said: ReadDate | undefined, modified: ReadDate | undefined, shown: () => ReadDate | undefined): ReadDate | undefined {
  if (said === undefined || modified === undefined || modified.precision === 'day' || modified.at >= said.at) return said;
  const seen = shown();
  return seen !== undefined && Date.parse(seen.at) < Date.parse(modified.at) - 86_400_000 ? seen : said;
}

/** The day in the offset that the text gave. */
const localDay = ({ at, offset }: ReadDate): string => new Date(Date.parse(at) + (offset ?? 0) * 60_000).toISOString().slice(0, 10);

const HALF_DAY = 14 * 3_600_000;

// A time in UTC hides the day at the publisher's place; the day shown beside it, or in the address, tells it if some offset makes it the same.
function toPage(date: ReadDate | undefined, days: readonly (() => ReadDate | undefined)[]): PageDate | null {
  if (date === undefined) return null;
  const plain = { at: date.at, precision: date.precision };
  if (date.precision === 'day' || (date.offset ?? 0) !== 0) return { ...plain, local_day: localDay(date) };
  for (const read of days) {
    const day = read();
    if (day === undefined || day.precision !== 'day') continue;
    const from = Date.parse(day.at) - Date.parse(date.at);
    if (from < HALF_DAY && from > -86_400_000 - HALF_DAY) return { ...plain, local_day: localDay(day) };
  }
  return { ...plain, local_day: localDay(date) };
}

// A year or a month is no date: the day would be invented.
const PARTIAL = /^\s*\d{4}(?:[-/.]\d{1,2})?\s*$/;

/** The first readable date; one of the same day that gives the time, or the zone, is better. */
function best(raw: readonly string[], loose = false): ReadDate | undefined {
  const found: Candidate[] = [];
  for (const text of raw) {
    if (PARTIAL.test(text)) continue;
    const read = readDate(dayOnly(text), { loose });
    if (read !== undefined) found.push({ ...read, zoned: /(?:Z|[+-]\d\d:?\d\d|\b[A-Z]{2,5})\)?$|GMT|UTC|^\d{9,13}$/.test(text.trim()) });
  }
  const [first] = found;
  if (first === undefined) return undefined;
  const near = found.filter((other) => Math.abs(Date.parse(other.at) - Date.parse(first.at)) <= 26 * 3_600_000);
  const timed = near.filter((other) => other.precision === 'minute');
  if (first.precision === 'minute' && first.zoned) return first;
  return timed.find((other) => other.zoned) ?? (first.precision === 'minute' ? first : (timed[0] ?? first));
}

// Midnight with an offset is how a CMS writes a day without a time: the day as written counts, not the day it is in UTC.
const dayOnly = (text: string): string => /^\s*(\d{4}-\d\d-\d\d)T00:00(?::00(?:\.0+)?)?[+-]\d\d:?\d\d\s*$/.exec(text)?.[1] ?? text;

const BEFORE = 10;
const AFTER = 30;
const MAX_SHOWN = 200;
// A clock or a notice that happens to hold a date.
const OTHER = /aktuelle zeit|current time|it is (?:currently|now)|last visit|letzter besuch|heute ist|©|copyright/i;

function isNear(facts: Facts, el: El, anchor: El | undefined): boolean {
  const dropped = facts.lines[el.first]?.dropped ?? '';
  if (dropped === 'related' || dropped === 'comments' || dropped === 'aside') return false;
  return anchor === undefined || (el.first >= anchor.first - BEFORE && el.first <= Math.min(anchor.first + 3, anchor.last) + AFTER);
}

function timesNear(facts: Facts, anchor: El | undefined): string[] {
  const near = facts.noted.filter((el) => isDateElement(el) && isNear(facts, el, anchor));
  const machine = near
    .flatMap((el) => [el.attrs['datetime'], el.attrs['data-unixtime'], el.tag === 'time' ? el.attrs['title'] : undefined])
    .filter((text) => text !== undefined);
  return machine.filter((text) => text.trim() !== '');
}

function visibleDates(facts: Facts, anchor: El | undefined): string[] {
  const near = facts.noted
    .filter((el) => isDateElement(el) && isNear(facts, el, anchor))
    .slice(0, MAX_SHOWN)
    .map((el) => textParts(el, MAX_SHOWN).join(' '));
  const from = Math.max(0, (anchor?.first ?? 0) - 5);
  // A long line may still begin with its date ("27.1.2022 - ...").
  const lines = facts.lines
    .slice(from, from + AFTER)
    .map(({ text }) => (text.length > 110 && /^[(\d]/.test(text) ? text.slice(0, 40) : text));
  return [...near, ...lines]
    .filter((text) => text.length < 120 && /\p{Nd}{4}|\d\.\d\d?\.\d\d/u.test(text) && !OTHER.test(text))
    .map((text) => (PARTIAL.test(text) ? undefined : readDate(text, { loose: true })?.at))
    .filter((at) => at !== undefined)
    .map((at) => (at.endsWith('T00:00:00.000Z') ? at.slice(0, 10) : at));
}

function inAddress(url: string): ReadDate | undefined {
  const match = /[/-](20[0-3]\d|19[89]\d)[/-]?(0\d|1[0-2])[/-]?([0-2]\d|3[01])(?!\d)/.exec(url);
  return match === null ? undefined : readDate(`${match[1]}-${match[2]}-${match[3]}`);
}
