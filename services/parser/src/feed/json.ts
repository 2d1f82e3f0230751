import { Fault } from '@newsmill/contracts';
import { readDate } from '../text/date.ts';
import { cleanChars, foldSpace } from '../text/plain.ts';
import { absoluteLinks } from './html-links.ts';
import { distinct } from './people.ts';
import { MAX_ENTRIES, MAX_TEXT, type RichEntry, type RichFeed } from './types.ts';
import { absolute } from './url.ts';
import { escapeText } from './value.ts';

type Fields = Readonly<Record<string, unknown>>;

/** JSON Feed 1.0 and 1.1 (jsonfeed.org). Throws Fault('not_a_feed') for other JSON. An item of a wrong shape is left out alone. */
export function parseJson(text: string, url: string): RichFeed {
  const feed = fields(parse(text));
  const items = feed['items'];
  const named = typeof feed['version'] === 'string' && feed['version'].includes('jsonfeed');
  if (!Array.isArray(items) || !(named || typeof feed['title'] === 'string'))
    throw new Fault('not_a_feed', 'JSON without the members of a JSON Feed');
  const base = webUrl(feed['home_page_url'], url) ?? webUrl(feed['feed_url'], url) ?? url;
  const authors = authorsOf(feed);
  return {
    format: 'json',
    id: line(feed['feed_url']),
    title: line(feed['title']),
    link: webUrl(feed['home_page_url'], url) ?? null,
    description: line(feed['description']),
    language: line(feed['language']),
    updated: null,
    authors,
    categories: [],
    ttl_minutes: null,
    hub: hubOf(feed['hubs'], base),
    self: webUrl(feed['feed_url'], url) ?? null,
    entries: items
      .slice(0, MAX_ENTRIES)
      .filter(isFields)
      .map((item) => toEntry(item, base, authors)),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault('not_a_feed', 'JSON that cannot be read', { cause: error });
  }
}

function toEntry(item: Fields, base: string, feedAuthors: string[]): RichEntry {
  const link = webUrl(item['url'], base) ?? webUrl(item['external_url'], base) ?? null;
  const html = string(item['content_html']);
  const plain = string(item['content_text']);
  const content = html === null ? (plain === null ? null : escapeText(plain)) : absoluteLinks(html, link ?? base);
  const guid = line(item['id']);
  const authors = authorsOf(item);
  return {
    id: '',
    guid,
    link: link ?? (guid !== null && /^https?:/.test(guid) ? guid : null),
    title: line(item['title']),
    summary: string(item['summary']),
    content: content === null ? null : cleanChars(content).trim() || null,
    authors: authors.length > 0 ? authors : feedAuthors,
    categories: distinct(list(item['tags']).map(line)),
    published: readDate(line(item['date_published']) ?? '')?.at ?? null,
    published_raw: line(item['date_published']) ?? line(item['date_modified']),
    updated: readDate(line(item['date_modified']) ?? '')?.at ?? null,
    image: webUrl(item['image'], base) ?? webUrl(item['banner_image'], base) ?? null,
    language: line(item['language']),
    enclosures: list(item['attachments'])
      .filter(isFields)
      .flatMap((part) => enclosure(part, base)),
    source: null,
    sourceId: null,
  };
}

const hubOf = (hubs: unknown, base: string): string | null =>
  list(hubs)
    .filter(isFields)
    .flatMap((hub) => (line(hub['type'])?.toLowerCase() === 'websub' ? (webUrl(hub['url'], base) ?? []) : []))[0] ?? null;

function enclosure(part: Fields, base: string): RichEntry['enclosures'] {
  const url = webUrl(part['url'], base);
  const length = Number(part['size_in_bytes']);
  return url === undefined
    ? []
    : [{ url, type: line(part['mime_type']), length: Number.isSafeInteger(length) && length >= 0 ? length : null }];
}

function authorsOf(node: Fields): string[] {
  const people = [...list(node['authors']), node['author']];
  return distinct(people.map((person) => (typeof person === 'string' ? person : line(fields(person)['name']))));
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, 1000) : []);
const string = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, MAX_TEXT) : typeof value === 'number' ? String(value) : null;
const line = (value: unknown): string | null => foldSpace(string(value) ?? '') || null;
const webUrl = (value: unknown, base: string): string | undefined => absolute(string(value) ?? undefined, base);
