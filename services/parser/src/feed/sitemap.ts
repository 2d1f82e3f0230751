import { distinct } from './people.ts';
import type { Node, RichEntry } from './types.ts';
import { absolute } from './url.ts';
import { dateOf, lineOf, pick, textOf } from './value.ts';

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
    id: '',
    guid: null,
    link,
    title: lineOf(pick(news, 'news:title')),
    summary: null,
    content: null,
    authors: [],
    categories: distinct((textOf(news, 'news:keywords') ?? '').split(',')),
    published: published.at,
    published_raw: published.raw ?? updated.raw,
    updated: updated.at,
    image: absolute(image === undefined ? undefined : (textOf(image, 'image:loc') ?? undefined), item.base) ?? null,
    language: publication === undefined ? null : textOf(publication, 'news:language'),
    enclosures: [],
    source: null,
    sourceId: null,
  };
}
