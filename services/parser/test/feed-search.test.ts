import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FeedStage, offersIn, openFeedStage } from './feed-stage.ts';

let stage: FeedStage;
beforeAll(async () => {
  stage = await openFeedStage();
}, 60_000);
afterAll(() => stage.close());

const RSS =
  '<rss version="2.0"><channel><title>News</title><item><title>One</title><link>https://a.example/1</link></item></channel></rss>';
const page = (head = '') => `<!doctype html><html><head>${head}</head><body>Hello</body></html>`;
const link = (href: string) => `<link rel="alternate" type="application/rss+xml" href="${href}">`;

test('a page in the place of a feed: the feed that it names is offered, and once read its poll goes on there', async () => {
  const url = 'https://a.example/';
  const feed = 'https://feeds.example/a';
  const id = await stage.submit(url);
  const next = await stage.answer(id, url, { body: page(`${link('/comments/feed')}${link(feed)}${link('/sport')}`) });
  expect(next.map(({ to }) => to)).toEqual(['feed', 'frontier', 'index']);
  expect(next[1]).toMatchObject({ job: { mode: 'again', offer: { url: feed, urlKey: urlKey(feed), feedId: id, kind: 'feed', via: [] } } });
  expect(await stage.state(id)).toMatchObject({ last_polled_at: null, code: null, poll_url: null });

  expect(offersIn(await stage.answer(id, feed, { body: RSS }))).toEqual(['https://a.example/1']);
  expect(await stage.state(id)).toMatchObject({ poll_url: feed, title: 'News', code: null, entries_offered: 1 });
  const all = [feed, 'https://a.example/sport', 'https://a.example/comments/feed'];
  expect(await stage.memory(id)).toMatchObject({ search: null, found: all });
});

test('what is named and no feed is passed over; a redirect to another host answers for its start', async () => {
  const url = 'https://b.example/';
  const id = await stage.submit(url);
  expect(offersIn(await stage.answer(id, url, { body: page(link('/one') + link('/two') + link('/three')) }))).toEqual([
    'https://b.example/one',
  ]);
  expect(offersIn(await stage.answer(id, 'https://b.example/one', { code: 'http_not_found', status: 404 }))).toEqual([
    'https://b.example/two',
  ]);
  expect(offersIn(await stage.answer(id, 'https://b.example/two', { body: page() }))).toEqual(['https://b.example/three']);
  await stage.answer(id, 'https://elsewhere.example/rss', { body: RSS, via: [urlKey('https://b.example/three')] });
  expect((await stage.state(id)).poll_url).toBe('https://b.example/three');
});

test('a repeat of a job, and a poll that began anew, offer the same address and change nothing', async () => {
  const url = 'https://c.example/';
  const id = await stage.submit(url);
  const body = page(link('/one') + link('/two'));
  await stage.answer(id, url, { body });
  const before = await stage.memory(id);
  expect(offersIn(await stage.answer(id, url, { body }))).toEqual(['https://c.example/one']);
  expect(await stage.memory(id)).toEqual(before);
});

test('a feed only in the Link header, only as a link of the text, only at its usual address (fault 93)', async () => {
  const [header, text, usual] = ['https://h.example/', 'https://t.example/', 'https://u.example/'];
  const [one, two, three] = [await stage.submit(header), await stage.submit(text), await stage.submit(usual)];
  const headers = { link: '</hfeed>; rel=alternate; type="application/atom+xml"' };
  expect(offersIn(await stage.answer(one, header, { body: page(), headers }))).toEqual(['https://h.example/hfeed']);
  expect(offersIn(await stage.answer(two, text, { body: `${page()}<a href="/rss/news">RSS</a>` }))).toEqual(['https://t.example/rss/news']);
  let offered = offersIn(await stage.answer(three, usual, { body: page() }));
  const tried: string[] = [];
  while (offered[0] !== undefined) {
    tried.push(offered[0]);
    offered = offersIn(await stage.answer(three, offered[0], { code: 'http_not_found', status: 404 }));
  }
  expect(tried.slice(0, 2)).toEqual(['https://u.example/feed', 'https://u.example/rss']);
  expect(await stage.state(three)).toMatchObject({ code: 'not_a_feed', poll_url: null, errors_in_a_row: 1 });
  // the usual addresses are tried once
  expect(offersIn(await stage.answer(three, usual, { body: page() }))).toEqual([]);
});

test('what is neither page nor feed, and a feed that has a bad day, begin no search', async () => {
  const url = 'https://d.example/feed';
  const id = await stage.submit(url);
  expect(offersIn(await stage.answer(id, url, { body: 'no mark-up at all' }))).toEqual([]);
  await stage.answer(id, url, { body: RSS });
  expect(offersIn(await stage.answer(id, url, { body: page(link('/other')) }))).toEqual([]);
  expect(await stage.state(id)).toMatchObject({ code: 'not_a_feed', poll_url: null, title: 'News' });
});

test('a found feed that is gone begins again at the page, with none of its validators', async () => {
  const url = 'https://e.example/';
  const id = await stage.submit(url);
  await stage.answer(id, url, { body: page(link('/f')) });
  await stage.answer(id, 'https://e.example/f', { body: RSS, headers: { etag: '"1"' } });
  expect(await stage.state(id)).toMatchObject({ poll_url: 'https://e.example/f', etag: '"1"' });
  for (const _ of [1, 2, 3]) await stage.answer(id, 'https://e.example/f', { code: 'http_not_found', status: 404 });
  expect(await stage.state(id)).toMatchObject({ poll_url: null, etag: null, body_sha: null });
  expect(offersIn(await stage.answer(id, url, { body: page(link('/new')) }))).toEqual(['https://e.example/new']);
});

test('an index of sitemaps in the place of a feed: its sitemaps are tried one by one, each once, and no page is asked for (fault 107)', async () => {
  const url = 'https://i.example/sitemap.xml';
  const id = await stage.submit(url);
  const listed = ['/old.xml', '/gone.xml', '/old.xml', '/news.xml'].map(
    (path) => `<sitemap><loc>https://i.example${path}</loc></sitemap><sitemap/>`,
  );
  const body = `<sitemapindex>${listed.join('').repeat(100)}</sitemapindex>`;
  const next = await stage.answer(id, url, { body });
  expect(next.flatMap((one) => (one.to === 'frontier' ? [[one.job.offer.kind, one.job.offer.url]] : []))).toEqual([
    ['feed', 'https://i.example/news.xml'],
  ]);
  expect(offersIn(await stage.answer(id, 'https://i.example/news.xml', { code: 'http_not_found', status: 404 }))).toEqual([
    'https://i.example/old.xml',
  ]);
  const urls = '<urlset><url><loc>https://i.example/a</loc></url><url><loc>https://i.example/b</loc></url></urlset>';
  expect(offersIn(await stage.answer(id, 'https://i.example/old.xml', { body: urls }))).toEqual([
    'https://i.example/a',
    'https://i.example/b',
  ]);
  expect(await stage.state(id)).toMatchObject({ poll_url: 'https://i.example/old.xml', code: null });
});
