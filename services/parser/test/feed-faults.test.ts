import { describe, expect, it } from 'vitest';
import { parseFeed } from '../src/feed/index.ts';
import { listedSitemaps } from '../src/feed/sitemap-index.ts';
import { joined, utf8 } from './bytes.ts';

const url = 'https://news.example/feeds/main.xml';
const parse = (text: string) => parseFeed(utf8(text), { url });
const rss = (items: string, head = '') => `<rss version="2.0"><channel><title>T</title>${head}${items}</channel></rss>`;
const titles = (text: string) => parse(text).entries.map((entry) => entry.title);

describe('XML that strict parsers refuse is read (faults 32 to 36)', () => {
  it.each([
    ['A & B', 'A & B'],
    ['D&D', 'D&D'],
    ['AT&T &amp; co &c.', 'AT&T & co &c.'],
    ['Caf&eacute;&nbsp;&hellip;', 'Café …'],
    ['A &foobar; B', 'A &foobar; B'],
    ['it&#8217;s &#146;so&#x2019;', 'it’s ’so’'],
    ['<![CDATA[A & B]]>', 'A & B'],
    ['Big <b>bold</b> news', 'Big bold news'],
    ['Big &#0;&#8;&#xFFFF; news', 'Big \ufffd news'],
  ])('title %j', (source, title) => {
    expect(titles(rss(`<item><title>${source}</title></item><item><title>next</title></item>`))).toEqual([title, 'next']);
  });

  it('a bare & in an address', () => {
    expect(
      parse(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="https://news.example/?a=1&utm_x=2&copy=3"/></entry></feed>',
      ).entries[0]?.link,
    ).toBe('https://news.example/?a=1&utm_x=2&copy=3');
  });

  it.each([
    ['http://h.example/a http://h.example/a', 'http://h.example/a'],
    ['https://h.example/a,\n https://h.example/b', 'https://h.example/a'],
    ['https://h.example/a b', 'https://h.example/a%20b'],
  ])('two addresses in the place of one, %j, are the first (fault 18)', (text, link) => {
    expect(parse(rss(`<item><title>x</title><link>${text}</link></item>`)).entries[0]?.link).toBe(link);
    expect(parse(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="${text}"/></entry></feed>`).entries[0]?.link).toBe(link);
  });

  it.each(['\ufeff', '\ufeff\n', '\n\n  ', '<br />\n<b>Warning</b>: something\n', '<!-- cached -->\n', 'junk\n'])(
    '%j before the feed',
    (junk) => {
      expect(titles(`${junk}<?xml version="1.0"?>${rss('<item><title>x</title></item>')}`)).toEqual(['x']);
    },
  );

  it.each(['<?xml version="1.0">\n', '<!-- never closed\n', '<?xml version="1.0"@\n'])('%j never ends before the feed', (junk) => {
    expect(titles(`${junk}${rss('<item><title>x</title></item>')}`)).toEqual(['x']);
  });

  it('a byte order mark before anything', () => {
    expect(parseFeed(joined(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(rss('<item><title>x</title></item>'))), { url }).entries).toHaveLength(1);
  });
});

describe('text is decoded exactly once after XML (faults 38, 39)', () => {
  it.each([
    ['<![CDATA[It&#8217;s]]>', 'It’s'],
    ['It&amp;#8217;s', 'It’s'],
    ['A guide to &lt;head&gt; elements', 'A guide to <head> elements'],
    ['<![CDATA[A guide to <head> elements]]>', 'A guide to <head> elements'],
    ['Use &lt;em&gt;care&lt;/em&gt;', 'Use care'],
    ['1 &lt; 2', '1 < 2'],
  ])('title %j', (source, title) => {
    expect(titles(rss(`<item><title>${source}</title></item>`))).toEqual([title]);
  });
});

describe('relative links start where the feed says (faults 41, 42)', () => {
  const atom = (attrs: string, inside: string) => `<feed xmlns="http://www.w3.org/2005/Atom" ${attrs}><title>T</title>${inside}</feed>`;
  it.each([
    [
      'xml:base of the content',
      atom('', '<entry><link href="/x"/><content type="html" xml:base="https://cdn.example/d/">&lt;img src="i.jpg"&gt;</content></entry>'),
      'https://cdn.example/d/i.jpg',
    ],
    [
      'xml:base of the entry',
      atom('', '<entry xml:base="https://cdn.example/d/"><content type="html">&lt;img src=i.jpg&gt;</content></entry>'),
      'https://cdn.example/d/i.jpg',
    ],
    [
      'nested relative xml:base',
      atom(
        'xml:base="https://cdn.example/"',
        '<entry xml:base="e/"><content type="html">&lt;a href="i.jpg"&gt;x&lt;/a&gt;</content></entry>',
      ),
      'https://cdn.example/e/i.jpg',
    ],
    [
      'rel=self',
      atom('', '<link rel="self" href="https://self.example/f/"/><entry><content type="html">&lt;img src="i.jpg"&gt;</content></entry>'),
      'https://self.example/f/i.jpg',
    ],
    [
      'the address fetched',
      atom('', '<entry><content type="html">&lt;img src="i.jpg"&gt;</content></entry>'),
      'https://news.example/feeds/i.jpg',
    ],
  ])('%s', (_, text, link) => {
    expect(parse(text).entries[0]?.content).toContain(`"${link}"`);
  });

  it('links with other schemes and fragments are left alone', () => {
    const content = parse(
      rss('<item><description>&lt;a href="#n"&gt;1&lt;/a&gt;&lt;a href="mailto:a@b.example"&gt;2&lt;/a&gt;</description></item>'),
    ).entries[0]?.summary;
    expect(content).toBe('<a href="#n">1</a><a href="mailto:a@b.example">2</a>');
  });
});

describe('one bad item never costs another (fault 44)', () => {
  const many = (bad: string) =>
    rss(Array.from({ length: 50 }, (_, at) => (at === 6 ? bad : `<item><title>n${at}</title><link>/n${at}</link></item>`)).join(''));
  it.each([
    ['unclosed item', '<item><title>bad</title>'],
    ['unclosed title', '<item><title>bad<link>/bad</link></item>'],
    ['mismatched case', '<item><Title>bad</title></Item>'],
    ['stray closing tags', '<item></b></p><title>bad</title></item>'],
    ['unquoted attributes', '<item x=1 y><title>bad</title></item>'],
    ['impossible date', '<item><title>bad</title><pubDate>Wed, 32 Jan 2004</pubDate></item>'],
    ['date 0', '<item><title>bad</title><pubDate>0</pubDate></item>'],
    ['address that is none', '<item><title>bad</title><link>ht!tp://[</link></item>'],
    ['script', '<item><title>bad</title></item><script>if (a < b && c) {}</script>'],
    ['deep nesting', `<item><title>bad</title>${'<x>'.repeat(20_000)}</item>`],
    ['empty', '<item/>'],
  ])('%s', (_, bad) => {
    const found = titles(many(bad));
    expect(found.filter((title) => title?.startsWith('n'))).toHaveLength(49);
  });

  it('a truncated feed gives what it held', () => {
    const whole = rss(
      '<item><title>one</title><description>text</description></item><item><title>two</title><description><![CDATA[more]]></description></item>',
    );
    for (const end of ['</description></item><item>', '<![CDATA[mo', 'two</ti'])
      expect(titles(whole.slice(0, whole.indexOf(end) + end.length))[0]).toBe('one');
  });

  it('an unreadable date is null, its text is kept (faults 45, 48)', () => {
    expect(parse(rss('<item><title>x</title><pubDate>Wed, 32 Jan 2004</pubDate></item>')).entries[0]).toMatchObject({
      published: null,
      published_raw: 'Wed, 32 Jan 2004',
    });
    expect(parse(rss('<item><title>x</title><pubDate>0</pubDate></item>')).entries[0]).toMatchObject({
      published: null,
      published_raw: '0',
    });
  });
});

describe('sitemaps as they come (faults 104, 105, 107)', () => {
  const links = (text: string) => parse(text).entries.map(({ link }) => link);
  const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9';
  it.each([
    ['a default namespace', `<urlset xmlns="${XMLNS}"><url><loc>https://news.example/a</loc></url></urlset>`],
    ['none', '<urlset><url><loc>https://news.example/a</loc></url></urlset>'],
    ['a prefix', `<sit:urlset xmlns:sit="${XMLNS}"><sit:url><sit:loc>https://news.example/a</sit:loc></sit:url></sit:urlset>`],
    ['an address in CDATA', '<urlset><url><loc><![CDATA[https://news.example/a]]></loc></url></urlset>'],
    ['white space around it', '<urlset><url><loc>\n  https://news.example/a\n </loc></url></urlset>'],
    ['an item without an address', '<urlset><url><lastmod>2026-01-01</lastmod></url><url><loc>https://news.example/a</loc></url></urlset>'],
  ])('%s', (_, text) => {
    expect(links(text)).toEqual(['https://news.example/a']);
  });

  it('an address that is listed many times has one identity', () => {
    const one = '<url><loc>https://news.example/a</loc></url>';
    expect(new Set(parse(`<urlset>${one.repeat(50)}</urlset>`).entries.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    [
      'news first, then those changed last, then as they stand',
      ['/a', '/b 2026-01-02', '/c 2026-03-01T10:00:00Z', '/google-news', '/d'],
      ['/google-news', '/c', '/b', '/a', '/d'],
    ],
    ['each once, however often it is listed', ['/a', '/a', '/b', '/a'], ['/a', '/b']],
  ])('the sitemaps of an index: %s', (_, listed, order) => {
    const items = listed.map((text) => {
      const [path, lastmod] = text.split(' ');
      return `<s:sitemap/><s:sitemap><s:loc> https://news.example${path} </s:loc>${lastmod === undefined ? '' : `<s:lastmod>${lastmod}</s:lastmod>`}</s:sitemap><s:sitemap><s:lastmod>2026-01-01</s:lastmod></s:sitemap>`;
    });
    const text = `<?xml version="1.0"?><s:sitemapindex xmlns:s="${XMLNS}">${items.join('')}</s:sitemapindex>`;
    expect(listedSitemaps(text, url)).toEqual(order.map((path) => `https://news.example${path}`));
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'not_a_feed', detail: expect.stringContaining('index of sitemaps') }),
    );
  });

  it('nothing else is an index, and a hostile one is bounded', { timeout: 20_000 }, () => {
    for (const text of [
      '',
      'sitemapindex',
      '<html><body><sitemapindex></body></html>',
      '<urlset><url><loc>https://news.example/a</loc></url></urlset>',
      '<sitemapindex></sitemapindex>',
    ])
      expect(listedSitemaps(text, url)).toEqual([]);
    const many = Array.from({ length: 100_000 }, (_, at) => `<sitemap><loc>https://news.example/${at}</loc></sitemap>`).join('');
    expect(listedSitemaps(`<sitemapindex>${many}</sitemapindex>`, url)).toHaveLength(50_000);
  });
});

describe('lists of addresses, as sitemaps in plain text are (fault 14)', () => {
  const links = (text: string) => parse(text).entries.map(({ link }) => link);

  it('an address a line, once each, whatever ends the lines; later lines that are none are left out', () => {
    const many = Array.from({ length: 30 }, (_, at) => `https://news.example/${at}`);
    for (const end of ['\n', '\r\n', '\n\n', ' \n']) expect(links(many.join(end)), JSON.stringify(end)).toEqual(many);
    expect(links(`\ufeff${[...many, 'no address', '/relative', 'javascript:alert(1)', ...many].join('\n')}`)).toEqual(many);
  });

  it('ten million lines give the first ten thousand', { timeout: 20_000 }, () => {
    const lines = Buffer.from(
      Array.from({ length: 100_000 }, (_, at) => `http://e.example/${at}\n`)
        .join('')
        .repeat(4),
    );
    expect(parseFeed(lines, { url, contentType: 'text/plain' }).entries).toHaveLength(10_000);
    const same = Buffer.alloc(19_000_000, 'http://e.example/a\n');
    expect(parseFeed(same, { url }).entries).toHaveLength(1);
  });

  it.each([
    ['one address', 'https://news.example/a'],
    ['a text that begins with one', 'https://news.example/a is gone\nfor ever'],
    ['a text with one in each line', 'https://news.example/a\nsee also\nhttps://news.example/b'],
    ['a page', 'https://news.example/a\n<html><body>x</body></html>'],
  ])('%s is no list', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'not_a_feed' }));
  });

  it('an address before a feed is junk before a feed', () => {
    expect(titles(`https://news.example/a\n${rss('<item><title>x</title></item>')}`)).toEqual(['x']);
  });
});

describe('hostile feeds are bounded', () => {
  it.each([
    [
      'entities that multiply',
      `<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${rss('<item><title>&b;&b;</title></item>')}`,
    ],
    ['external entity', `<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>${rss('<item><title>&a;</title></item>')}`],
    ['100,000 levels', rss(`<item>${'<a>'.repeat(100_000)}</item><item><title>after</title></item>`)],
    ['100,000 levels in a text', rss(`<item><description>${'<a>'.repeat(100_000)}</description></item><item><title>after</title></item>`)],
    ['200,000 items', rss('<item><title>x</title></item>'.repeat(200_000))],
    ['elements between the items', rss(`<item><title>x</title></item>${'<x/>'.repeat(200)}`.repeat(10_000))],
    ['500,000 categories', rss(`<item>${'<category>x</category>'.repeat(500_000)}</item>`)],
    ['2 MB of <', rss('<'.repeat(2_000_000))],
    ['a 4 MB title', rss(`<item><title>${'&lt;b '.repeat(700_000)}</title></item>`)],
  ])('%s', { timeout: 20_000 }, (_, text) => {
    const feed = parse(text);
    expect(feed.entries.length).toBeLessThanOrEqual(10_000);
    expect(JSON.stringify(feed).length).toBeLessThan(8_000_000);
    expect(JSON.stringify(feed)).not.toContain('aaaaaaaaaaaaaaaaaaaa');
  });
});
