/** A made-up feed in one of the shapes that news feeds come in. `items`: entries in it. */
export type FeedShape = { name: string; xml: string; items: number };

const WORDS =
  `government minister said on Tuesday that the new budget would be put before parliament within weeks as prices rise and unions ask for more than was offered
  last year while the central bank keeps its rate where it has been since spring police say they have no reason to think the two were linked in any way court match
  season players research study climate percent 3.4 people who live near the river were told to leave their homes before night — after “another” café & bar`.split(
    /\s+/,
  );

/** The same words at each run, in an order that does not repeat within a feed. */
function wordsFrom(seed: number): (count: number) => string {
  let state = seed;
  return (count) =>
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return WORDS[state % WORDS.length] ?? '';
    }).join(' ');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const date = (at: number): Date => new Date(Date.UTC(2026, 9, 1) - at * 3_600_000);

/** Paragraphs with links, a picture and emphasis, as content management systems write them. */
function html(words: (count: number) => string, paragraphs: number, at: number): string {
  return Array.from({ length: paragraphs }, (_, index) => {
    if (index % 6 === 3)
      return `<figure class="wp-block-image"><img src="https://cdn.example.com/${at}/${index}.jpg?w=1024&amp;h=683" alt="${words(6).replaceAll('"', '')}" width="1024" height="683" loading="lazy"/><figcaption>${escaped(words(12))}</figcaption></figure>`;
    return `<p>${escaped(words(35))} <a href="https://news.example.com/topics/${index}" rel="noopener">${escaped(words(3))}</a> ${escaped(words(25))} <em>${escaped(words(4))}</em>.</p>`;
  }).join('\n');
}

type Wrap = (html: string) => string;
const cdata: Wrap = (html) => `<![CDATA[${html}]]>`;

function rss(name: string, items: number, paragraphs: number, summaryWords: number, wrap: Wrap): FeedShape {
  const words = wordsFrom(items * 31 + paragraphs);
  const item = (at: number): string => {
    const body = paragraphs === 0 ? '' : `<content:encoded>${wrap(html(words, paragraphs, at))}</content:encoded>`;
    return `<item>
<title>${escaped(words(9))}</title>
<link>https://news.example.com/2026/10/story-${at}/?utm_source=rss&amp;utm_medium=feed</link>
<dc:creator><![CDATA[${words(2)}]]></dc:creator>
<pubDate>${date(at).toUTCString()}</pubDate>
<category><![CDATA[${words(1)}]]></category><category><![CDATA[${words(2)}]]></category>
<guid isPermaLink="false">https://news.example.com/?p=${100_000 + at}</guid>
<description>${wrap(words(summaryWords))}</description>
${body}
<media:thumbnail url="https://cdn.example.com/thumb/${at}.jpg" width="300" height="200"/>
</item>`;
  };
  const head =
    '<title>Example News</title><link>https://news.example.com/</link><description>All the news</description><language>en-GB</language><ttl>30</ttl>';
  const spaces =
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"';
  const list = Array.from({ length: items }, (_, at) => item(at)).join('\n');
  return {
    name,
    items,
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" ${spaces}><channel>${head}\n${list}\n</channel></rss>`,
  };
}

function atom(name: string, items: number, paragraphs: number): FeedShape {
  const words = wordsFrom(items * 17 + paragraphs);
  const entry = (at: number): string => `<entry>
<id>tag:news.example.com,2026:${at}</id>
<title type="html">${escaped(escaped(words(9)))}</title>
<link rel="alternate" type="text/html" href="https://news.example.com/2026/10/story-${at}"/>
<author><name>${escaped(words(2))}</name></author>
<published>${date(at).toISOString()}</published><updated>${date(at - 1).toISOString()}</updated>
<category term="${escaped(words(1)).replaceAll('"', '')}"/>
<summary type="html">${escaped(html(words, 1, at))}</summary>
<content type="html">${escaped(html(words, paragraphs, at))}</content>
</entry>`;
  const head = '<title>Example News</title><id>https://news.example.com/</id><updated>2026-10-01T00:00:00Z</updated>';
  const list = Array.from({ length: items }, (_, at) => entry(at)).join('\n');
  return {
    name,
    items,
    xml: `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">${head}\n${list}\n</feed>`,
  };
}

/** 2.5 MB of full texts, 250 KB, 48 KB of short items, 550 KB of Atom with escaped HTML. Publishers escape markup about as often as they put it in CDATA: both. */
export const SHAPES: readonly FeedShape[] = [
  rss('RSS full text', 100, 52, 60, escaped),
  rss('RSS full, CDATA', 100, 56, 60, cdata),
  rss('RSS', 40, 11, 60, escaped),
  rss('RSS, CDATA', 40, 12, 60, cdata),
  rss('RSS short items', 50, 0, 70, escaped),
  atom('Atom escaped HTML', 50, 21),
];
