import { isUtf8 } from 'node:buffer';
import { Fault, type ParsedFeed } from '@newsmill/contracts';
import { decodeText } from '../text/decode.ts';
import { isPlainUtf8 } from '../text/plain-bytes.ts';
import { identify } from './identity.ts';
import { parseJson } from './json.ts';
import { parseUrlList } from './sitemap.ts';
import type { RichFeed } from './types.ts';
import { parseXml } from './xml.ts';

export type ParseFeedOptions = {
  /** The HTTP Content-Type, for its charset. */
  contentType?: string;
  /** The final address of the feed: the last resort as a base for relative links. */
  url: string;
};

/**
 * A feed body as entries: RSS 0.9x/1.0/2.0, Atom 0.3/1.0, JSON Feed, news sitemaps, lists of addresses, broken or truncated ones as far as they go.
 * At most 10,000 entries. Throws Fault('not_a_feed') for anything else.
 */
export function parseFeed(bytes: Uint8Array, options: ParseFeedOptions): ParsedFeed {
  const { id: _id, updated: _updated, authors: _authors, categories: _categories, entries, ...feed } = readFeed(bytes, options);
  return { ...feed, entries: entries.map(({ sourceId: _sourceId, ...entry }) => entry) };
}

/** The same with the feed's own id, dates, authors and categories, which the contract leaves out. */
export function readFeed(bytes: Uint8Array, options: ParseFeedOptions): RichFeed {
  const text = decodeText(bytes, { contentType: options.contentType, kind: 'xml' });
  const plain = isUtf8(bytes) && isPlainUtf8(bytes);
  const start = (plain ? text : text.replaceAll('\0', '')).trimStart();
  if (start === '') throw new Fault('not_a_feed', 'an empty body');
  const feed = start.startsWith('{')
    ? parseJson(start, options.url)
    : ((/^https?:/i.test(start) ? urlList(start) : undefined) ?? parseXml(start, options.url, plain));
  identify(feed.entries);
  return feed;
}

function urlList(text: string): RichFeed | undefined {
  const entries = parseUrlList(text);
  if (entries === undefined) return undefined;
  const none = {
    id: null,
    title: null,
    link: null,
    description: null,
    language: null,
    updated: null,
    ttl_minutes: null,
    hub: null,
    self: null,
  };
  return { ...none, format: 'rss', authors: [], categories: [], entries };
}
