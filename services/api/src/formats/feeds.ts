import type { Hit } from '@newsmill/search';
import { element, textElement } from './xml.ts';

/** What a search is called as a feed, and where it is read. */
export type FeedInfo = { title: string; url: string; updated: string };

const TEASER = 400;

const teaserOf = ({ summary, body }: Hit['article']): string =>
  summary ?? (body.length > TEASER ? `${body.slice(0, TEASER).trimEnd()}…` : body);
// only a web address may become a link of somebody's reader
const webUrl = (url: string | null): string | undefined => (url !== null && /^https?:\/\//i.test(url) ? url : undefined);
const labelsOf = ({ section, keywords }: Hit['article']): string[] =>
  [...new Set([...(section === null ? [] : [section]), ...keywords])].slice(0, 20);
const idOf = (id: string): string => `urn:newsmill:${id}`;

/** RSS 2.0. */
export function rssFeed(info: FeedInfo, hits: readonly Hit[]): string {
  const items = hits.map(({ id, article }) =>
    element(
      'item',
      {},
      [
        textElement('title', article.title),
        textElement('link', webUrl(article.url)),
        element('guid', { isPermaLink: 'false' }, idOf(id)),
        textElement('pubDate', new Date(article['@timestamp']).toUTCString()),
        textElement('description', teaserOf(article)),
        ...article.authors.map((name) => textElement('dc:creator', name)),
        ...labelsOf(article).map((label) => textElement('category', label)),
        textElement('dc:language', article.language),
      ].join(''),
    ),
  );
  const channel = [
    textElement('title', info.title),
    textElement('link', info.url),
    textElement('description', 'Articles that a search finds.'),
    textElement('lastBuildDate', new Date(info.updated).toUTCString()),
    element('atom:link', { href: info.url, rel: 'self', type: 'application/rss+xml' }),
    ...items,
  ];
  const names = { version: '2.0', 'xmlns:atom': 'http://www.w3.org/2005/Atom', 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('rss', names, element('channel', {}, channel.join('')))}\n`;
}

/** Atom (RFC 4287). */
export function atomFeed(info: FeedInfo, hits: readonly Hit[]): string {
  const entries = hits.map(({ id, article }) => {
    const link = webUrl(article.url);
    return element(
      'entry',
      { 'xml:lang': article.language },
      [
        textElement('title', article.title || '—'),
        element('id', {}, idOf(id)),
        link === undefined ? '' : element('link', { href: link }),
        textElement('published', article['@timestamp']),
        textElement('updated', article.modified_at ?? article['@timestamp']),
        textElement('summary', teaserOf(article)),
        ...(article.authors.length === 0 ? [article.source.name] : article.authors).map((name) =>
          element('author', {}, textElement('name', name || '—')),
        ),
        ...labelsOf(article).map((term) => element('category', { term })),
      ].join(''),
    );
  });
  const head = [
    textElement('title', info.title),
    textElement('id', info.url),
    textElement('updated', info.updated),
    element('link', { href: info.url, rel: 'self', type: 'application/atom+xml' }),
    element('author', {}, textElement('name', 'Newsmill')),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('feed', { xmlns: 'http://www.w3.org/2005/Atom' }, [...head, ...entries].join(''))}\n`;
}

/** JSON Feed 1.1. */
export function jsonFeed(info: FeedInfo, hits: readonly Hit[]): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: info.title,
    feed_url: info.url,
    items: hits.map(({ id, article }) => ({
      id: idOf(id),
      url: webUrl(article.url),
      title: article.title,
      summary: article.summary ?? undefined,
      content_text: teaserOf(article),
      image: webUrl(article.image_url),
      date_published: article['@timestamp'],
      date_modified: article.modified_at ?? undefined,
      authors: article.authors.map((name) => ({ name })),
      tags: labelsOf(article),
      language: article.language,
    })),
  });
}
