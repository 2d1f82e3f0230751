import { describe, expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';

const url = 'https://news.example/a';
const SENTENCE = 'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.';
const text = `<p>${SENTENCE}</p><p>More: ${SENTENCE}</p><p>And more: ${SENTENCE}</p><p>At last: ${SENTENCE}</p>`;
const LIMIT_MS = 10_000;

describe('hostile pages end in time with what they held', () => {
  it.each([
    ['100,000 levels of div', `<h1>A headline</h1>${'<div>'.repeat(100_000)}${text}`],
    ['100,000 levels of three elements', `${'<div><span><b>'.repeat(33_334)}${text}`],
    ['an attribute of 5 MB', `<div class="${'a '.repeat(2_500_000)}">${text}</div>`],
    ['100,000 attributes', `<div ${Array.from({ length: 100_000 }, (_, at) => `a${at}=1`).join(' ')}>${text}</div>`],
    ['JSON-LD of 2 MB that never closes', `<script type="application/ld+json">${'{"a":['.repeat(350_000)}</script>${text}`],
    [
      '10,000 article bodies',
      `<div itemscope itemtype="https://schema.org/NewsArticle">${`<div itemprop="articleBody">${'x '.repeat(250)}</div>`.repeat(5_000)}</div>${text}`,
    ],
    ['100,000 meta elements', `${'<meta property="og:title" content="x">'.repeat(100_000)}${text}`],
    ['100,000 bylines', `${text}${'<span class="byline">x</span>'.repeat(100_000)}`],
  ])('%s', { timeout: LIMIT_MS }, (_, html) => {
    expect(extractPage(html, { url }).body).toContain('At last');
  });

  it.each([
    ['5 MB of <', '<'.repeat(5_000_000)],
    ['5 MB of <p>', '<p>'.repeat(1_700_000)],
    ['5 MB of <a', '<a '.repeat(1_700_000)],
    ['5 MB of comments that never close', '<!--'.repeat(1_250_000)],
    ['5 MB of &', '&'.repeat(5_000_000)],
    ['a title of 5 MB', `<title>${'a | '.repeat(1_250_000)}</title>`],
    ['100,000 headlines', '<h1>A headline of words</h1>'.repeat(100_000)],
    ['nothing', ''],
    ['NUL bytes', '\0'.repeat(1000)],
  ])('%s', { timeout: LIMIT_MS }, (_, html) => {
    const page = extractPage(html, { url });
    expect(page.body.length).toBeLessThanOrEqual(500_000);
    expect((page.title ?? '').length).toBeLessThanOrEqual(2_000);
  });

  const misnested = '<b><div></b></div>';
  it.each([
    ['100,000 levels', '<div><i>'.repeat(100_000)],
    ['formatting that every paragraph opens again', Array.from({ length: 20_000 }, (_, at) => `<b class="${at}"><p>x`).join('')],
    ['100,000 attributes', `<div ${Array.from({ length: 100_000 }, (_, at) => `a${at}=1`).join(' ')}>`],
    ['an end tag of 100,000 attributes', `</b ${Array.from({ length: 100_000 }, (_, at) => `a${at}=1`).join(' ')}>`],
    ['100,000 misnested tags', misnested.repeat(100_000)],
    ['50,000 tables in tables', '<table><b>x'.repeat(50_000)],
    ['5 MB of text', 'x '.repeat(2_500_000)],
  ])('doubtful tags, and %s', { timeout: LIMIT_MS }, (_, junk) => {
    expect(extractPage(`${misnested}<div>${text}</div>${junk}`, { url }).body).toContain('At last');
  });

  it('a body is cut at 500,000 characters and says so', () => {
    const page = extractPage(
      `<h1>A headline</h1><div>${Array.from({ length: 8_000 }, (_, at) => `<p>${at}: ${SENTENCE}</p>`).join('')}</div>`,
      { url },
    );
    expect(page.body).toHaveLength(500_000);
    expect(page).toMatchObject({ body_truncated: true, quality: { flags: expect.arrayContaining(['body_truncated']) } });
  });

  it('a page cut anywhere gives what it held', () => {
    const html = `<html><head><title>A headline of words</title></head><body><h1>A headline of words</h1><div class="x">${text}</div></body></html>`;
    for (let end = 0; end < html.length; end += 7) expect(() => extractPage(html.slice(0, end), { url })).not.toThrow();
    expect(extractPage(html.slice(0, html.indexOf('At last') + 60), { url }).body).toContain('And more');
  });
});
