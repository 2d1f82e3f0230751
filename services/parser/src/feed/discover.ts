import { runParser } from '../text/markup.ts';
import { headerLinks, type Link } from './link-header.ts';
import { platformFeeds } from './platforms.ts';
import { absolute } from './url.ts';

const FEED_TYPES = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
  'application/x.atom+xml',
  'application/x-atom+xml',
  'application/x-rss+xml',
  'text/rss+xml',
  'text/atom+xml',
  'text/xml',
  'application/xml',
  'text/rss',
  'text/rdf',
  'application/rss',
  'application/atom',
  'application/json',
]);
// JSON and bare XML describe many things that are no feeds: oEmbed, WordPress' interface, search descriptions.
const NO_FEED = /oembed|\/wp-json\/|opensearch|sitemap|xmlrpc|\/manifest\.json|[?&]rsd\b/i;
const MAX_FOUND = 20;

/**
 * The feeds that a page declares (`link` with rel=alternate or rel=feed, anywhere in it) or that its address alone tells, absolute, in the
 * page's order, without repeats; at most 20.
 */
export function discoverFeeds(html: string, pageUrl: string): string[] {
  const page = URL.canParse(pageUrl) ? new URL(pageUrl) : undefined;
  const known = page === undefined ? [] : platformFeeds(page);
  return [...new Set([...known, ...scan(html, pageUrl).declared])].slice(0, MAX_FOUND);
}

/** Links of a page whose words or address look like a feed: a second choice, for pages that declare none. At most 20. */
export const linkedFeeds = (html: string, pageUrl: string): string[] => [...new Set(scan(html, pageUrl).linked)].slice(0, MAX_FOUND);

/** The feeds of an HTTP Link header (RFC 8288). */
export function headerFeeds(header: string, pageUrl: string): string[] {
  const found = headerLinks(header).flatMap((link) => declaredFeed(link, pageUrl) ?? []);
  return [...new Set(found)].slice(0, MAX_FOUND);
}

function scan(html: string, pageUrl: string): { declared: string[]; linked: string[] } {
  const found = { declared: [] as string[], linked: [] as string[] };
  let base: string | undefined;
  const onopentag = (name: string, attribs: Link): void => {
    if (name === 'base') base ??= absolute(attribs['href'], pageUrl);
    if (name === 'link') add(found.declared, declaredFeed(attribs, base ?? pageUrl));
    if (name === 'a') add(found.linked, linkedFeed(attribs, base ?? pageUrl));
  };
  runParser(html, { onopentag }, { decodeEntities: true, recognizeCDATA: false }, () => undefined);
  return found;
}

function add(list: string[], url: string | undefined): void {
  if (url !== undefined && list.length < 1_000) list.push(url);
}

function declaredFeed(link: Link, base: string): string | undefined {
  const rels = (link['rel'] ?? '').toLowerCase().split(/[\s,]+/);
  const type = (link['type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isFeed = rels.includes('feed') && !rels.includes('stylesheet');
  if (!isFeed && !(rels.includes('alternate') && FEED_TYPES.has(type))) return undefined;
  if (rels.includes('stylesheet') || (!isFeed && link['hreflang'] !== undefined && type === '')) return undefined;
  const url = feedUrl(link['href'], base);
  return url === undefined || NO_FEED.test(url) ? undefined : url;
}

function linkedFeed(link: Link, base: string): string | undefined {
  const type = (link['type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const url = feedUrl(link['href'], base);
  if (url === undefined || NO_FEED.test(url)) return undefined;
  const { pathname, search } = new URL(url);
  const looksLike =
    /(?:^|[/._-])(?:rss|atom|rdf|feeds?)(?:[/._-]|$)/i.test(pathname) ||
    /[?&](?:feed|format|output)=(?:rss2?|atom|rdf|xml)\b/i.test(search);
  return looksLike || /^application\/(?:rss|atom|rdf)\+xml$/.test(type) ? url : undefined;
}

/** http and https only; `feed:` stands before a URL, or in the place of the page's own scheme. */
function feedUrl(href: string | undefined, base: string): string | undefined {
  const text = href?.trim() ?? '';
  const plain = /^feed:/i.test(text) ? text.replace(/^feed:(?=https?:)/i, '').replace(/^feed:(?=\/\/)/i, '') : text;
  const url = plain === '' ? undefined : absolute(plain, base);
  return url !== undefined && /^https?:/.test(url) ? url : undefined;
}

const ROOT_GUESSES = ['feed', 'rss', 'feed.xml', 'rss.xml', 'atom.xml', 'index.xml', 'feed.json'];

/** The usual addresses of a feed, for a page that names none: in its folder first, then at the root. */
export function guessedFeeds(pageUrl: string): string[] {
  const page = new URL(pageUrl);
  const folder = new URL('.', page).href;
  const under = (base: string, names: readonly string[]): string[] => names.map((name) => new URL(name, base).href);
  const here = folder === `${page.origin}/` ? [] : under(folder, ['feed', 'rss.xml', 'atom.xml']);
  return [...here, ...under(`${page.origin}/`, ROOT_GUESSES)];
}
