import { DOMParser, type Element } from '@xmldom/xmldom';
import { describe, expect, test } from 'vitest';
import type { FeedItem } from '../src/index.ts';
import { get, testWeb } from './client.ts';

const URL_OF_FEED = 'https://news.example/feed?a=1&b=2';

const tricky: FeedItem = {
  url: 'https://news.example/a?x=1&y="2"',
  title: 'Profit & <b>loss</b> ]]> "quoted" – Übersicht 😀',
  guid: 'id <1> & "2"',
  published: new Date('2024-05-06T07:08:09.000Z'),
  content: '<p class="x">One &amp; two</p>\r\n<!-- c --><![CDATA[raw]]>',
  summary: 'Sum & <i>mary</i>',
};
const bare: FeedItem = { title: 'Bare' };

/** What the feed says of its items, read by a strict XML parser under the format's own names. */
type Reading = { type: string; item: string; id: string; date: string; url: (item: Element) => string | undefined | null };
const DC = 'dc:date';
const readings: Record<'rss' | 'atom' | 'rdf', Reading> = {
  rss: { type: 'application/rss+xml', item: 'item', id: 'guid', date: 'pubDate', url: (item) => textOf(item, 'link') },
  rdf: { type: 'application/rdf+xml', item: 'item', id: '@rdf:about', date: DC, url: (item) => textOf(item, 'link') },
  atom: {
    type: 'application/atom+xml',
    item: 'entry',
    id: 'id',
    date: 'published',
    url: (item) => first(item, 'link')?.getAttribute('href'),
  },
};

const first = (item: Element, name: string) => item.getElementsByTagName(name)[0];

function textOf(item: Element, name: string): string | undefined | null {
  return name.startsWith('@') ? item.getAttribute(name.slice(1)) : first(item, name)?.textContent;
}

function parse(xml: string) {
  const onError = (level: string, message: string) => {
    if (level !== 'warning') throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(xml, 'text/xml');
}

describe.each(['rss', 'atom', 'rdf'] as const)('%s', (format) => {
  const reading = readings[format];

  test('is well-formed and gives every field back as it was put in', async () => {
    const web = await testWeb();
    web.site('news.example').feed('/feed', [tricky, bare], { format, title: 'News & <views>', language: 'de' });
    const { body, headers } = await get(web, URL_OF_FEED);
    expect(headers['content-type']).toBe(`${reading.type}; charset=utf-8`);
    const document = parse(body);
    expect(document.getElementsByTagName('title')[0]?.textContent).toBe('News & <views>');
    const [item, second] = [...document.getElementsByTagName(reading.item)];
    if (!item || !second) throw new Error('two items expected');
    const [summary, content] = format === 'atom' ? ['summary', 'content'] : ['description', 'content:encoded'];
    expect({
      url: reading.url(item),
      title: textOf(item, 'title'),
      guid: textOf(item, reading.id),
      published: new Date(textOf(item, reading.date) ?? ''),
      content: textOf(item, content),
      summary: textOf(item, summary),
    }).toEqual(tricky);
    expect(textOf(second, 'title')).toBe('Bare');
    expect(reading.url(second)).toBeUndefined();
    expect(textOf(second, reading.date)).toBeUndefined();
  });

  test('stays well-formed with characters that XML cannot hold', async () => {
    const web = await testWeb();
    web.site('news.example').feed('/feed', [{ title: 'a\0b\x0bc\ufffe\ud800d' }], { format });
    const item = parse((await get(web, URL_OF_FEED)).body).getElementsByTagName(reading.item)[0];
    expect(item && textOf(item, 'title')).toBe('abc\ufffdd');
  });
});

test('json is a JSON Feed with every field as it was put in', async () => {
  const web = await testWeb();
  web.site('news.example').feed('/feed', [tricky, bare], { format: 'json', title: 'News' });
  const { body, headers } = await get(web, URL_OF_FEED);
  expect(headers['content-type']).toBe('application/feed+json; charset=utf-8');
  const { guid: id, content: content_html, url, title, summary } = tricky;
  expect(JSON.parse(body)).toEqual({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'News',
    home_page_url: 'https://news.example/',
    feed_url: 'https://news.example/feed',
    items: [
      { id, url, title, summary, content_html, date_published: '2024-05-06T07:08:09.000Z' },
      { id: 'urn:title:Bare', title: 'Bare' },
    ],
  });
});

test('a date given as text goes out as it is', async () => {
  const web = await testWeb();
  web.site('news.example').feed('/feed', [{ title: 'a', published: 'yesterday, at noon' }]);
  expect((await get(web, URL_OF_FEED)).body).toContain('<pubDate>yesterday, at noon</pubDate>');
});

test('the same items are the same ETag, and a feed that grows is a new one', async () => {
  const web = await testWeb();
  const items: FeedItem[] = [tricky];
  web.site('news.example').feed('/feed', items, { format: 'atom' });
  const { etag = '' } = (await get(web, URL_OF_FEED)).headers;
  expect((await get(web, URL_OF_FEED, { 'if-none-match': etag })).status).toBe(304);
  items.push(bare);
  const grown = await get(web, URL_OF_FEED, { 'if-none-match': etag });
  expect(grown.status).toBe(200);
  expect(grown.body).toContain('<title>Bare</title>');
});
