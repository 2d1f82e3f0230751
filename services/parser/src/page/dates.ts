import { type ReadDate, readDate } from '../text/date.ts';
import { textIn } from './json-ld.ts';
import { isDateElement } from './judge.ts';
import { type Facts, ofArticles } from './meta-read.ts';
import { innerText } from './microdata.ts';
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

/** When the article was published and last changed: JSON-LD, meta, microdata, time elements, visible text, the address, in this order. */
export function readDates(facts: Facts, head: El | undefined): { published: PageDate | null; modified: PageDate | null } {
  const structured = [
    ...texts(facts, 'datePublished', PUBLISHED, 'datepublished'),
    ...texts(facts, 'dateCreated', ['datecreated'], 'datecreated'),
  ];
  const published = best(structured) ?? best(timesNearHead(facts, head)) ?? best(visibleDates(facts, head)) ?? inAddress(facts.url);
  const modified = best(texts(facts, 'dateModified', MODIFIED, 'datemodified'));
  const plain = (date: ReadDate | undefined): PageDate | null => (date === undefined ? null : { at: date.at, precision: date.precision });
  const late = modified !== undefined && (published === undefined || modified.at >= published.at) ? modified : undefined;
  return { published: plain(published), modified: plain(late) };
}

function texts(facts: Facts, property: string, metas: readonly string[], prop: string): string[] {
  return [
    ...ofArticles(facts, property)
      .slice(0, 1)
      .map((value) => textIn(value) ?? ''),
    ...facts.meta(...metas),
    ...(facts.micro.get(prop) ?? []),
  ];
}

/** The first readable date; one of the same day that gives the time, or the zone, is better. */
function best(raw: readonly string[], loose = false): ReadDate | undefined {
  const found: Candidate[] = [];
  for (const text of raw) {
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

function nearHead(facts: Facts, el: El, head: El | undefined): boolean {
  const dropped = facts.lines[el.first]?.dropped ?? '';
  if (dropped === 'related' || dropped === 'comments' || dropped === 'aside') return false;
  return head === undefined || (el.first >= head.first - BEFORE && el.first <= head.last + AFTER);
}

function timesNearHead(facts: Facts, head: El | undefined): string[] {
  const near = facts.noted.filter((el) => isDateElement(el) && nearHead(facts, el, head));
  const machine = near
    .flatMap((el) => [el.attrs['datetime'], el.attrs['data-unixtime'], el.tag === 'time' ? el.attrs['title'] : undefined])
    .filter((text) => text !== undefined);
  return machine.filter((text) => text.trim() !== '');
}

function visibleDates(facts: Facts, head: El | undefined): string[] {
  const near = facts.noted.filter((el) => isDateElement(el) && nearHead(facts, el, head)).map((el) => innerText(el, 200));
  const from = Math.max(0, (head?.first ?? 0) - 5);
  // A long line may still begin with its date ("27.1.2022 - ...").
  const lines = facts.lines
    .slice(from, from + AFTER)
    .map(({ text }) => (text.length > 110 && /^[(\d]/.test(text) ? text.slice(0, 40) : text));
  return [...near, ...lines]
    .filter((text) => text.length < 120 && /\d{4}|\d\.\d\d?\.\d\d/.test(text))
    .map((text) => readDate(text, { loose: true })?.at)
    .filter((at) => at !== undefined)
    .map((at) => (at.endsWith('T00:00:00.000Z') ? at.slice(0, 10) : at));
}

function inAddress(url: string): ReadDate | undefined {
  const match = /[/-](20[0-3]\d|19[89]\d)[/-]?(0\d|1[0-2])[/-]?([0-2]\d|3[01])(?!\d)/.exec(url);
  return match === null ? undefined : readDate(`${match[1]}-${match[2]}-${match[3]}`);
}
