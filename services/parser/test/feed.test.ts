import { describe, expect, it } from 'vitest';
import { parseFeed } from '../src/feed/index.ts';
import { utf8 } from './bytes.ts';

const url = 'https://news.example/feed.xml';
const parse = (text: string, contentType?: string) => parseFeed(utf8(text), { url, ...(contentType !== undefined && { contentType }) });
const rss = (
  items: string,
  head = '',
) => `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Paper</title><link>https://news.example/</link>${head}${items}</channel></rss>`;
const atom = (entries: string, attrs = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attrs}><title>The Paper</title><id>urn:f</id>${entries}</feed>`;

describe('every kind of feed becomes the same entries', () => {
  it('RSS 2.0 with its usual modules', () => {
    const feed = parse(
      rss(
        `<item><title>A &amp; B</title><link>/a/1</link><guid isPermaLink="false">g1</guid><pubDate>Thu, 01 Jan 2004 19:48:21 EST</pubDate>
        <description>&lt;p&gt;Short&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long <img src="/i.jpg"></p>]]></content:encoded><dc:creator>Ann Lee</dc:creator><author>x@y.example (Bo Ray)</author>
        <category>World</category><dc:subject>Asia</dc:subject><enclosure url="/p.mp3" type="audio/mpeg" length="12"/><media:thumbnail url="/t.jpg"/><source url="https://wire.example/rss">Wire</source></item>`,
        '<language>en-gb</language><ttl>30</ttl><description>All news</description>',
      ),
    );
    expect(feed).toMatchObject({
      format: 'rss',
      title: 'The Paper',
      link: 'https://news.example/',
      language: 'en-gb',
      ttl_minutes: 30,
      description: 'All news',
    });
    expect(feed.entries[0]).toEqual({
      id: 'g1',
      guid: 'g1',
      link: 'https://news.example/a/1',
      title: 'A & B',
      summary: '<p>Short</p>',
      content: '<p>Long <img src="https://news.example/i.jpg"></p>',
      authors: ['Bo Ray', 'Ann Lee'],
      categories: ['World', 'Asia'],
      published: '2004-01-02T00:48:21.000Z',
      published_raw: 'Thu, 01 Jan 2004 19:48:21 EST',
      updated: null,
      image: 'https://news.example/t.jpg',
      language: null,
      enclosures: [{ url: 'https://news.example/p.mp3', type: 'audio/mpeg', length: 12 }],
      source: { title: 'Wire', link: 'https://wire.example/rss' },
    });
  });

  it('Atom 1.0: content types, links by relation, inherited author', () => {
    const feed = parse(
      atom(`<author><name>Ann Lee</name></author><entry><id>urn:1</id><title type="html">A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title><link rel="self" href="/self"/><link href="/a/1"/>
      <link rel="enclosure" href="/p.mp3" type="audio/mpeg"/><published>2024-01-02T03:04:05Z</published><updated>2024-01-03T00:00:00Z</updated><category term="world" label="World"/>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <a href="x">there</a></p></div></content><summary>1 &lt; 2</summary></entry>`),
    );
    expect(feed.format).toBe('atom');
    expect(feed.entries[0]).toMatchObject({
      id: 'urn:1',
      title: 'A & B',
      link: 'https://news.example/a/1',
      authors: ['Ann Lee'],
      published: '2024-01-02T03:04:05.000Z',
      updated: '2024-01-03T00:00:00.000Z',
      content: '<p>Hi <a href="https://news.example/x">there</a></p>',
      summary: '1 &lt; 2',
      categories: ['world'],
    });
  });

  it('Atom 0.3 with escaped and base64 content', () => {
    const feed =
      parse(`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title mode="escaped">A &lt;i>b&lt;/i></title><issued>2004-01-02T03:04:05Z</issued>
      <content type="text/html" mode="base64">PHA+SGk8L3A+</content></entry></feed>`);
    expect(feed.entries[0]).toMatchObject({ title: 'A b', content: '<p>Hi</p>', published: '2004-01-02T03:04:05.000Z' });
  });

  it('RSS 1.0, its items beside the channel', () => {
    const feed =
      parse(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://news.example/"><title>T</title><link>https://news.example/</link></channel>
      <item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link><dc:date>2004-01-02</dc:date></item></rdf:RDF>`);
    expect(feed).toMatchObject({
      format: 'rdf',
      title: 'T',
      entries: [{ id: 'https://news.example/1', title: 'One', published: '2004-01-02T00:00:00.000Z' }],
    });
  });

  it('JSON Feed, a broken item left out alone', () => {
    const items = [
      {
        id: 7,
        url: '/a',
        title: 'A',
        content_text: '1 < 2',
        authors: [{ name: 'Ann' }],
        tags: ['x'],
        date_published: '2024-01-02T03:04:05+01:00',
      },
      'junk',
      null,
      { id: 'b' },
    ];
    const feed = parse(
      `\ufeff${JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', home_page_url: 'https://news.example/', items })}`,
      'application/feed+json',
    );
    expect(feed).toMatchObject({ format: 'json', title: 'T', link: 'https://news.example/' });
    expect(feed.entries.map((entry) => entry.id)).toEqual(['7', 'b']);
    expect(feed.entries[0]).toMatchObject({
      link: 'https://news.example/a',
      content: '1 &lt; 2',
      authors: ['Ann'],
      published: '2024-01-02T02:04:05.000Z',
    });
  });

  it.each([
    '',
    '   ',
    'hello',
    '{}',
    '{"error":1}',
    '[1]',
    '<html><head><link rel="alternate" type="application/rss+xml" href="/f"></head><body></body></html>',
    '<opml><body/></opml>',
    '<?xml version="1.0"?>',
  ])('not a feed: %j', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'not_a_feed' }));
  });
});

describe('the id of an entry', () => {
  it('is the guid where unique in the feed, else the link, else a hash of what it says, the same at every poll', () => {
    const text =
      rss(`<item><guid>a</guid><link>/1</link></item><item><guid>b</guid><link>/2</link></item><item><guid>b</guid><link>/3</link></item>
      <item><title>x</title><link>/4</link></item><item><title>y</title><link>/4</link></item><item><title>only a title</title></item>`);
    const ids = parse(text).entries.map((entry) => entry.id);
    expect(ids.slice(0, 3)).toEqual(['a', 'https://news.example/2', 'https://news.example/3']);
    expect(new Set(ids).size).toBe(6);
    expect(parse(text).entries.map((entry) => entry.id)).toEqual(ids);
  });

  it('a permalink guid is the link where there is no other', () => {
    const [plain, not] = parse(
      rss('<item><guid>https://news.example/p/1</guid></item><item><guid isPermaLink="false">https://news.example/p/2</guid></item>'),
    ).entries;
    expect([plain?.link, not?.link]).toEqual(['https://news.example/p/1', null]);
  });
});
