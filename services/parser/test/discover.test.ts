import { describe, expect, it } from 'vitest';
import { discoverFeeds, guessedFeeds, headerFeeds, linkedFeeds } from '../src/feed/discover.ts';

const page = 'https://news.example/world/';
const RSS = 'type="application/rss+xml"';

describe('the feeds that a page declares', () => {
  it.each([
    ['in the body (fault 90)', `<body><p><link rel=alternate ${RSS} href="/a"></body>`, ['https://news.example/a']],
    ['relative to the page (fault 92)', `<link rel=alternate ${RSS} href="./feed.xml">`, ['https://news.example/world/feed.xml']],
    [
      'relative to the first base',
      `<base href="https://cdn.example/x/"><base href="https://no.example/"><link rel=alternate ${RSS} href=f>`,
      ['https://cdn.example/x/f'],
    ],
    ['rel=feed without a type', '<link rel=feed href="/f">', ['https://news.example/f']],
    [
      'in order, once each',
      `<link rel=alternate ${RSS} href=/b><link rel=alternate ${RSS} href=/a><link rel=alternate ${RSS} href=/b>`,
      ['https://news.example/b', 'https://news.example/a'],
    ],
    ['entities in the address', `<link rel=alternate ${RSS} href="/f?a=1&amp;b=2">`, ['https://news.example/f?a=1&b=2']],
    ['feed:https://', `<link rel=alternate ${RSS} href="feed:https://x.example/f">`, ['https://x.example/f']],
    ['not: a comment', `<!-- <link rel=alternate ${RSS} href=/a> -->`, []],
    ['not: a script', `<script>'<link rel=alternate ${RSS} href=/a>'</script>`, []],
    ['not: other languages', '<link rel=alternate hreflang=de href=/de>', []],
    [
      'not: oEmbed, WordPress',
      '<link rel=alternate type="application/json+oembed" href=/o><link rel=alternate type=application/json href="/wp-json/wp/v2/posts/1">',
      [],
    ],
    ['not: other schemes', `<link rel=alternate ${RSS} href="javascript:x"><link rel=alternate ${RSS} href="ftp://x/y">`, []],
  ])('%s', (_, html, expected) => {
    expect(discoverFeeds(html, page)).toEqual(expected);
  });

  it('or its address alone tells', () => {
    expect(discoverFeeds('', 'https://www.youtube.com/playlist?list=PL1')).toEqual([
      'https://www.youtube.com/feeds/videos.xml?playlist_id=PL1',
    ]);
    expect(discoverFeeds('', 'https://www.reddit.com/r/news/')).toEqual(['https://www.reddit.com/r/news/.rss']);
    expect(discoverFeeds('', 'https://www.youtube.com/channel/"><x>')).toEqual([]);
  });

  it('a page of a million links is read in no time, and at most 20 are told', () => {
    const started = performance.now();
    expect(
      discoverFeeds(Array.from({ length: 100_000 }, (_, at) => `<link rel=alternate ${RSS} href=/${at}>`).join(''), page),
    ).toHaveLength(20);
    expect(discoverFeeds('<link rel=alternate href='.repeat(100_000), page)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

it('the Link header names feeds too (fault 93)', () => {
  const header = `</style.css>; rel=stylesheet, </feed>; rel="alternate"; type="application/rss+xml"; title="a, b", <https://x.example/a>; rel=alternate; type=application/atom+xml`;
  expect(headerFeeds(header, page)).toEqual(['https://news.example/feed', 'https://x.example/a']);
  expect(headerFeeds('<'.repeat(100_000), page)).toEqual([]);
});

it('links that look like feeds are a second choice, the usual addresses the last', () => {
  expect(
    linkedFeeds('<a href="/rss/all">RSS</a><a href="/feedback">x</a><a href="/?feed=rss2">y</a><a href="mailto:a@b">z</a>', page),
  ).toEqual(['https://news.example/rss/all', 'https://news.example/?feed=rss2']);
  expect(guessedFeeds(page).slice(0, 4)).toEqual([
    'https://news.example/world/feed',
    'https://news.example/world/rss.xml',
    'https://news.example/world/atom.xml',
    'https://news.example/feed',
  ]);
});
