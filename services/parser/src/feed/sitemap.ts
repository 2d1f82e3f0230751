import { distinct } from './people.ts';
import { MAX_ENTRIES, type Node, type RichEntry } from './types.ts';
import { absolute, webLink } from './url.ts';
import { dateOf, lineOf, pick, textOf } from './value.ts';

const nothing = {
  id: '',
  guid: null,
  title: null,
  summary: null,
  content: null,
  authors: [],
  categories: [],
  published: null,
  published_raw: null,
  updated: null,
  image: null,
  language: null,
  enclosures: [],
  source: null,
  sourceId: null,
} satisfies Omit<RichEntry, 'link'>;

/** Lines that must be addresses before a text is taken for a list of them; one alone is none. */
const PROVING = 20;

/** A sitemap as plain text, an address a line (sitemaps.org, "Text file"); undefined for any other text. Lines that are none are left out. */
export function parseUrlList(text: string): RichEntry[] | undefined {
  const links = new Set<string>();
  let read = 0;
  for (let at = 0; at < text.length && links.size < MAX_ENTRIES; read++) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end).trim();
    at = end === -1 ? text.length : end + 1;
    const link = /\s/.test(line) ? undefined : webLink(line, '');
    if (link !== undefined) links.add(link);
    else if (line !== '' && read < PROVING) return undefined;
  }
  return read < 2 || links.size === 0 ? undefined : [...links].map((link) => ({ ...nothing, link }));
}

/** A `url` of a news sitemap as an entry; undefined for one without an address. Source: sitemaps.org, Google's news sitemap schema 0.9. */
export function toSitemapEntry(item: Node): RichEntry | undefined {
  const link = absolute(textOf(item, 'loc') ?? undefined, item.base);
  if (link === undefined) return undefined;
  const news = pick(item, 'news:news') ?? item;
  const publication = pick(news, 'news:publication');
  const published = dateOf(news, 'news:publication_date');
  const updated = dateOf(item, 'lastmod');
  const image = pick(item, 'image:image');
  return {
    ...nothing,
    link,
    title: lineOf(pick(news, 'news:title')),
    categories: distinct((textOf(news, 'news:keywords') ?? '').split(',')),
    published: published.at,
    published_raw: published.raw ?? updated.raw,
    updated: updated.at,
    image: absolute(image === undefined ? undefined : (textOf(image, 'image:loc') ?? undefined), item.base) ?? null,
    language: publication === undefined ? null : textOf(publication, 'news:language'),
  };
}
