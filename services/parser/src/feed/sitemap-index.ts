import { readXml } from './reader.ts';
import type { Node } from './types.ts';
import { webLink } from './url.ts';
import { dateOf, textOf } from './value.ts';

const MAX_LISTED = 50_000;
const INDEX = /<(?:[\w-]+:)?sitemapindex[\s>]/i;

/** Reports whether the feed's own tree is that of an index: it lists sitemaps, and no pages. */
export const isSitemapIndex = (feed: Node): boolean => feed.children.some((child) => child.name === 'sitemapindex');

/**
 * The sitemaps that an index lists (sitemaps.org, "Sitemap index file"), once each: those of news first, then those changed last, then as they
 * stand. Items without an address are passed over. Empty for any other text.
 */
export function listedSitemaps(text: string, url: string): string[] {
  if (!INDEX.test(text.slice(0, 4_096))) return [];
  const found = new Map<string, { url: string; news: boolean; at: string }>();
  const { feed } = readXml(text, {
    url,
    plain: false,
    onItem: (item) => {
      const loc = webLink(textOf(item, 'loc') ?? undefined, item.base);
      if (loc === undefined || found.has(loc) || found.size >= MAX_LISTED) return;
      found.set(loc, { url: loc, news: /news/i.test(new URL(loc).pathname), at: dateOf(item, 'lastmod').at ?? '' });
    },
  });
  if (!isSitemapIndex(feed)) return [];
  return [...found.values()]
    .sort((one, other) => Number(other.news) - Number(one.news) || (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
    .map((sitemap) => sitemap.url);
}
