export type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json';

export type FeedItem = {
  /** Left out: an entry without a link. */
  url?: string;
  title: string;
  guid?: string;
  /** A Date is written as the format wants it, a string goes out as it is. */
  published?: Date | string;
  /** The whole article as HTML. */
  content?: string;
  summary?: string;
};

export type FeedHead = { title: string; siteUrl: string; feedUrl: string; language?: string };

export const FEED_TYPES: Record<FeedFormat, string> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  rdf: 'application/rdf+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** Written by hand and not by a feed library, so that a library's own reading of the formats is not tested against itself. */
export function renderFeed(format: FeedFormat, head: FeedHead, items: readonly FeedItem[]): string {
  return { rss, atom, rdf, json }[format](head, items);
}

const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
const CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"';

function rss(head: FeedHead, items: readonly FeedItem[]): string {
  const entries = items.map(
    (item) => `<item>${tag('title', item.title)}${tag('link', item.url)}${tag('guid', item.guid, 'isPermaLink="false"')}\
${tag(
  'pubDate',
  dated(item, (date) => date.toUTCString()),
)}${tag('description', item.summary)}${tag('content:encoded', item.content)}</item>\n`,
  );
  return `${XML}<rss version="2.0" ${CONTENT}><channel>${tag('title', head.title)}${tag('link', head.siteUrl)}\
${tag('description', head.title)}${tag('language', head.language)}\n${entries.join('')}</channel></rss>\n`;
}

function atom(head: FeedHead, items: readonly FeedItem[]): string {
  const entries = items.map((item) => {
    const when = dated(item, iso);
    return `<entry>${tag('id', idOf(item))}${tag('title', item.title)}${item.url ? `<link rel="alternate" href="${escapeXml(item.url)}"/>` : ''}\
${tag('published', when)}${tag('updated', when ?? latest([]))}${tag('summary', item.summary)}${tag('content', item.content, 'type="html"')}</entry>\n`;
  });
  const language = head.language ? ` xml:lang="${escapeXml(head.language)}"` : '';
  return `${XML}<feed xmlns="http://www.w3.org/2005/Atom"${language}>${tag('id', head.feedUrl)}${tag('title', head.title)}\
<link rel="self" href="${escapeXml(head.feedUrl)}"/><link href="${escapeXml(head.siteUrl)}"/>${tag('updated', latest(items))}\
<author>${tag('name', head.title)}</author>\n${entries.join('')}</feed>\n`;
}

function rdf(head: FeedHead, items: readonly FeedItem[]): string {
  const entries = items.map(
    (item) => `<item rdf:about="${escapeXml(idOf(item))}">${tag('title', item.title)}${tag('link', item.url)}\
${tag('dc:date', dated(item, iso))}${tag('description', item.summary)}${tag('content:encoded', item.content)}</item>\n`,
  );
  const listed = items.map((item) => `<rdf:li rdf:resource="${escapeXml(idOf(item))}"/>`).join('');
  return `${XML}<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:dc="http://purl.org/dc/elements/1.1/" ${CONTENT}><channel rdf:about="${escapeXml(head.feedUrl)}">${tag('title', head.title)}\
${tag('link', head.siteUrl)}${tag('description', head.title)}${tag('dc:language', head.language)}\
<items><rdf:Seq>${listed}</rdf:Seq></items></channel>\n${entries.join('')}</rdf:RDF>\n`;
}

function json(head: FeedHead, items: readonly FeedItem[]): string {
  const { title, language, siteUrl: home_page_url, feedUrl: feed_url } = head;
  const entries = items.map((item) => ({
    id: idOf(item),
    url: item.url,
    title: item.title,
    summary: item.summary,
    content_html: item.content,
    date_published: dated(item, iso),
  }));
  return JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title, language, home_page_url, feed_url, items: entries });
}

const idOf = (item: FeedItem) => item.guid ?? item.url ?? `urn:title:${encodeURIComponent(item.title.toWellFormed())}`;
const iso = (date: Date) => date.toISOString();

function dated(item: FeedItem, format: (date: Date) => string): string | undefined {
  return item.published instanceof Date ? format(item.published) : item.published;
}

/** The feed's own date comes from its items, never from the clock: the same items are the same bytes, hence the same ETag. */
function latest(items: readonly FeedItem[]): string {
  const times = items.map((item) => new Date(item.published ?? 0).getTime()).filter((time) => !Number.isNaN(time));
  return new Date(Math.max(0, ...times)).toISOString();
}

function tag(name: string, text: string | undefined, attributes = ''): string {
  return text === undefined ? '' : `<${name}${attributes && ` ${attributes}`}>${escapeXml(text)}</${name}>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly the characters that XML 1.0 cannot hold, escaped or not
  const allowed = text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
  return allowed.replace(/[&<>"\r]/g, (char) => ENTITIES[char] ?? char);
}
