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

test('an AMP page joins the article that it names as canonical, and without one stands for itself', async () => {
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
  const alone = read('');
  expect(await chooseCanonical(knowing(canonical, 'Two', joined.body), alone, amp, urlKey(amp))).toEqual({ url: amp, conflict: false });
});
