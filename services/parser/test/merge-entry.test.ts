import type { Entry } from '@newsmill/contracts';
import { describe, expect, it } from 'vitest';
import { entryPage, extractPage, mergeEntry } from '../src/page/index.ts';

const SENTENCE = 'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.';
const entry = (parts: Partial<Entry> = {}): Entry => ({
  id: 'e1',
  guid: 'e1',
  link: 'https://news.example/a',
  title: 'Entry title',
  summary: '<p>Entry summary</p>',
  content: null,
  authors: ['Entry Author'],
  categories: ['World', 'world', 'Asia'],
  published: '2024-01-02T03:04:05.000Z',
  published_raw: null,
  updated: null,
  image: 'https://news.example/e.jpg',
  language: 'en-GB',
  enclosures: [],
  source: null,
  ...parts,
});
const full = entry({ content: `<p>${SENTENCE}</p>`.repeat(20) });
const short = entry({ content: `<p>${SENTENCE}</p>`.repeat(3) });
const page = (html: string, head = '') =>
  extractPage(`<html><head>${head}</head><body>${html}</body></html>`, { url: 'https://news.example/a' });
const good = page(
  `<h1>Page title of words</h1><div>${`<p>Page: ${SENTENCE}</p><p>Again: ${SENTENCE}</p><p>Last: ${SENTENCE}</p>`}</div>`,
  '<meta name="author" content="Page Author"><meta name="date" content="2024-01-05">',
);
const failed = page('<h1>Page title of words</h1>');
const wall = page('<h1>Not found: 404</h1><p>The page was not found.</p>', '<title>Page not found</title>');

describe('page and entry, field by field', () => {
  it('the text and the fields of a good page win', () => {
    expect(mergeEntry(good, full)).toMatchObject({
      body: good.body,
      title: good.title,
      authors: ['Page Author'],
      extractor: good.extractor,
    });
  });

  it('the entry fills what the page does not say', () => {
    expect(mergeEntry(good, full)).toMatchObject({
      summary: 'Entry summary',
      keywords: ['world', 'Asia'],
      image_url: 'https://news.example/e.jpg',
      language: 'en',
    });
  });

  it('a time of day in the entry is better than the page’s mere day', () => {
    expect(mergeEntry(good, full).published).toMatchObject({ at: '2024-01-02T03:04:05.000Z', precision: 'minute' });
    expect(mergeEntry(good, entry({ published: null })).published).toMatchObject({ at: '2024-01-05T00:00:00.000Z', precision: 'day' });
  });

  it('a full text in the entry is the article where the page failed or is a wall, and says so', () => {
    for (const bad of [failed, wall]) {
      const merged = mergeEntry(bad, full);
      expect(merged.extractor).toBe('entry');
      expect(merged.body.split('\n')).toHaveLength(20);
    }
    expect(mergeEntry(wall, full).title).toBe('Entry title');
  });

  it('a short content is no article', () => {
    expect(mergeEntry(failed, short).extractor).not.toBe('entry');
  });

  it('either may be missing', () => {
    expect(mergeEntry(good, undefined)).toBe(good);
    expect(mergeEntry(undefined, full)).toEqual(entryPage(full));
    expect(mergeEntry(undefined, undefined)).toMatchObject({ extractor: 'none', body: '' });
  });

  it('an entry alone makes a page, its markup gone', () => {
    const own = entryPage(entry({ content: '<p>One &amp; two</p><script>x</script><p>three<br><br>four</p>' }));
    expect(own).toMatchObject({
      body: 'One & two\nthree\nfour',
      title: 'Entry title',
      authors: ['Entry Author'],
      summary: 'Entry summary',
      extractor: 'entry',
    });
    expect(entryPage(entry({ summary: null }))).toMatchObject({ body: '', quality: { flags: ['no_text'] } });
  });
});
