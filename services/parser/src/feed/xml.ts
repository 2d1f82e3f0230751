import { Fault } from '@newsmill/contracts';
import { foldSpace } from '../text/plain.ts';
import { categoriesOf, idOf, languageOf, toEntry } from './entry.ts';
import { linkOf, ownBase, relatedLink } from './links.ts';
import { authorsOf } from './people.ts';
import { type Root, readXml } from './reader.ts';
import { toSitemapEntry } from './sitemap.ts';
import { isSitemapIndex } from './sitemap-index.ts';
import { MAX_ENTRIES, type Node, type RichEntry, type RichFeed } from './types.ts';
import { dateOf, htmlOf, lineOf, pick, textOf } from './value.ts';

/** RSS, RDF, Atom or a news sitemap; `plain`: no character of it is one that cleaning would change. Throws Fault('not_a_feed') where the text is none of them. */
export function parseXml(text: string, url: string, plain: boolean): RichFeed {
  const entries: RichEntry[] = [];
  let publication: string | null = null;
  const onItem = (item: Node, feed: Node, root: Root) => {
    if (entries.length >= MAX_ENTRIES) return;
    const based = rebase(item, url, feed);
    if (root === 'sitemap') publication ??= textOf(pick(pick(based, 'news:news') ?? based, 'news:publication') ?? based, 'news:name');
    const entry = root === 'sitemap' ? toSitemapEntry(based) : toEntry(based, root);
    if (entry !== undefined) entries.push(entry);
  };
  const whole = readXml(text, { url, plain, onItem });
  const start = whole.root === undefined ? hiddenRoot(text) : 0;
  const { feed, root } = start > 0 ? readXml(text.slice(start), { url, plain, onItem }) : whole;
  if (root === undefined) throw new Fault('not_a_feed', 'no rss, rdf, feed or urlset element');
  if (isSitemapIndex(feed)) throw new Fault('not_a_feed', 'an index of sitemaps, none of which is a feed that can be read');
  const outer = feed.children.find(
    (child) => child.name === 'rss' || child.name === 'rdf:rdf' || child.name === 'atom:feed' || child.name === 'urlset',
  );
  const channel = mainChannel(feed, outer);
  if (entries.length === 0 && channel.children.length === 0 && outer === undefined) throw new Fault('not_a_feed', 'an empty document');
  const rich = describe(channel, outer, entries, root);
  return { ...rich, title: rich.title ?? publication };
}

// A declaration or comment that is never closed swallows the feed after it: where its root starts, or 0.
function hiddenRoot(text: string): number {
  const at = text.search(/<(?:rss|rdf:rdf|feed)[\s>]/i);
  return at > 0 && !/<html[\s>]/i.test(text.slice(0, at)) ? at : 0;
}

function mainChannel(feed: Node, outer: Node | undefined): Node {
  const inside = outer ?? feed;
  return inside.children.find((child) => child.name === 'channel') ?? feed.children.find((child) => child.name === 'channel') ?? inside;
}

// Where no xml:base is in force the item's links start at the feed's own link, not at the address it was fetched from.
function rebase(item: Node, url: string, feed: Node): Node {
  if (item.base !== url) return item;
  const outer = feed.children.find((child) => child.children.length > 0) ?? feed;
  const own = ownBase(mainChannel(feed, outer));
  if (own === undefined) return item;
  const change = (node: Node, depth: number): void => {
    if (node.base !== url || depth >= 6) return;
    node.base = own;
    for (const child of node.children) change(child, depth + 1);
  };
  change(item, 0);
  return item;
}

function describe(channel: Node, outer: Node | undefined, entries: RichEntry[], root: Root): RichFeed {
  const isAtom = root === 'atom';
  const format = isAtom ? 'atom' : outer?.name === 'rdf:rdf' ? 'rdf' : 'rss';
  const authors = authorsOf(channel, true);
  // RFC 4287 §4.2.1: an entry without an author has the feed's.
  if (isAtom) for (const entry of entries) if (entry.authors.length === 0) entry.authors = authors;
  return {
    format,
    id: idOf(channel, 'atom:id', 'guid'),
    title: lineOf(pick(channel, 'title', 'atom:title', 'dc:title', 'itunes:title')),
    link: linkOf(channel, root),
    description: htmlOf(
      pick(
        channel,
        'description',
        'atom:subtitle',
        'atom:tagline',
        'dc:description',
        'itunes:summary',
        'itunes:subtitle',
        'tagline',
        'subtitle',
      ),
    ),
    language: languageOf(channel) ?? (outer === undefined ? null : languageOf(outer)),
    updated: dateOf(channel, 'atom:updated', 'atom:modified', 'lastbuilddate', 'dcterms:modified', 'dc:date', 'pubdate', 'modified').at,
    authors,
    categories: categoriesOf(channel),
    ttl_minutes: ttlOf(channel),
    hub: relatedLink(channel, 'hub'),
    self: relatedLink(channel, 'self'),
    entries,
  };
}

const PERIOD_MINUTES: Readonly<Record<string, number>> = { hourly: 60, daily: 1440, weekly: 10_080, monthly: 43_200, yearly: 525_600 };

/** RSS `ttl` (minutes), else the syndication module's period over its frequency. */
function ttlOf(channel: Node): number | null {
  const ttl = Number.parseInt(textOf(channel, 'ttl') ?? '', 10);
  if (ttl > 0 && ttl < 1_000_000) return ttl;
  const period = PERIOD_MINUTES[foldSpace(textOf(channel, 'sy:updateperiod') ?? '').toLowerCase()];
  if (period === undefined) return null;
  const times = Number.parseInt(textOf(channel, 'sy:updatefrequency') ?? '1', 10);
  return Math.max(1, Math.round(period / (times > 0 ? times : 1)));
}
