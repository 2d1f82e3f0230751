import { urlKey } from '@newsmill/contracts/ids';
import { openSearch, type Search } from '@newsmill/search';
import { expect, test } from 'vitest';
import { chooseCanonical, sharedRuns } from '../src/canonical.ts';
import { extractPage } from '../src/page/index.ts';

const words = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(' ');

test.each([
  ['the same text', words(0, 40), words(0, 40), 1],
  ['another text', words(0, 40), words(100, 140), 0],
  ['nothing', '', words(0, 40), 0],
  ['half of the text', words(0, 40), words(0, 20), 17 / 37],
])('%s shares that part of its 4-word runs', (_name, one, other, share) => {
  expect(sharedRuns(one, other)).toBeCloseTo(share, 5);
});

/** The registry and index as far as the rule asks them: the page's canonical belongs to a document with this title and body. */
const knowing = (canonical: string, title: string, body: string, own?: string): Search => {
  const search = openSearch({
    ELASTICSEARCH_URL: 'http://127.0.0.1:9',
    ELASTICSEARCH_USERNAME: undefined,
    ELASTICSEARCH_PASSWORD: undefined,
    NEWSMILL_PREFIX: '',
  });
  const records = new Map([
    [urlKey(canonical), { home: 'news-en-2026', doc_id: urlKey(canonical) }],
    ...(own === undefined ? [] : [[own, { home: null, doc_id: urlKey(canonical) }] as const]),
  ]);
  const registry = { ...search.registry, get: async () => records as never };
  return { ...search, registry, articles: { ...search.articles, read: async () => ({ title, body }) as never } };
};
const url = 'https://news.example/story-2';
const canonical = 'https://news.example/story-1';
const page = { title: 'Two', body: words(0, 60), canonical, og_url: null };

test('a canonical that belongs to a plainly different article is ignored, and said so', async () => {
  expect(await chooseCanonical(knowing(canonical, 'One', words(100, 160)), page, url, urlKey(url))).toEqual({ url, conflict: true });
});

test('a canonical of the same text, or of the same title, is taken', async () => {
  expect(await chooseCanonical(knowing(canonical, 'One', words(0, 50)), page, url, urlKey(url))).toEqual({
    url: canonical,
    conflict: false,
  });
  expect(await chooseCanonical(knowing(canonical, 'Two', words(100, 160)), page, url, urlKey(url))).toEqual({
    url: canonical,
    conflict: false,
  });
});

test('a page that was joined to that document before stays joined', async () => {
  expect(await chooseCanonical(knowing(canonical, 'One', words(100, 160), urlKey(url)), page, url, urlKey(url))).toEqual({
    url: canonical,
    conflict: false,
  });
});

test('without an acceptable canonical the page keeps its own address, and nothing is asked', async () => {
  const elsewhere = { ...page, canonical: 'https://other.example/a', og_url: 'https://news.example/' };
  expect(await chooseCanonical(knowing(canonical, 'One', ''), elsewhere, url, urlKey(url))).toEqual({ url, conflict: false });
});

test('an AMP page joins the article that it names as canonical', async () => {
  const text = Array.from({ length: 4 }, (_, at) => `<p>${at}: ${words(at * 20, at * 20 + 20)}.</p>`).join('');
  const amp = 'https://news.example/amp/story-1';
  const read = (head: string) =>
    extractPage(`<html ⚡><head>${head}</head><body><h1>Two</h1><amp-img src="/i.jpg"></amp-img>${text}</body></html>`, { url: amp });
  const joined = read(`<link rel="canonical" href="${canonical}">`);
  expect(joined.amp_url).toBe(amp);
  expect(await chooseCanonical(knowing(canonical, 'Two', joined.body), joined, amp, urlKey(amp))).toEqual({
    url: canonical,
    conflict: false,
  });
});

const plain = 'https://news.example/2026/story-1';
const editions = [
  'https://news.example/2026/story-1/amp',
  `${plain}?print=1`,
  `${plain}?outputType=amp`,
  'https://news.example/print/2026/story-1',
];

test.each(editions)(
  '%s, which names no canonical, joins the article that is stored at the plain address and has its text',
  async (edition) => {
    const alone = { title: 'One', body: words(0, 60), canonical: null, og_url: null };
    const shorter = { ...alone, body: words(0, 30) };
    for (const page of [
      alone,
      shorter,
      { ...alone, title: 'One | Print' },
      { ...alone, canonical: edition },
      { ...alone, og_url: edition },
    ])
      expect(await chooseCanonical(knowing(plain, 'One', words(0, 60)), page, edition, urlKey(edition))).toEqual({
        url: plain,
        conflict: false,
      });
  },
);

test.each(editions)('%s stands for itself where the plain address is unknown, or has another text', async (edition) => {
  const page = { title: 'One', body: words(0, 60), canonical: null, og_url: null };
  const own = { url: edition, conflict: false };
  expect(await chooseCanonical(knowing('https://news.example/other', 'One', page.body), page, edition, urlKey(edition))).toEqual(own);
  expect(await chooseCanonical(knowing(plain, 'One', words(100, 160)), page, edition, urlKey(edition))).toEqual(own);
  expect(await chooseCanonical(knowing(plain, 'Two', words(20, 160)), page, edition, urlKey(edition))).toEqual(own);
});

test('a print page of all parts of an article does not vanish into the first of them', async () => {
  const [edition, page] = [`${plain}?print=1`, { title: 'One', body: words(0, 200), canonical: null, og_url: null }];
  expect(await chooseCanonical(knowing(plain, 'One', words(0, 60)), page, edition, urlKey(edition))).toEqual({
    url: edition,
    conflict: false,
  });
});
