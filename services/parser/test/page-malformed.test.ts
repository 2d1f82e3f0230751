import { describe, expect, it } from 'vitest';
import { extractPage } from '../src/page/index.ts';
import { parseHtml } from '../src/page/parse.ts';

const url = 'https://news.example/a';
const SENTENCE = 'The council met on Tuesday evening and, after a long debate, agreed to the plan that the mayor had put forward.';
const sentences = (word: string, count = 3) => Array.from({ length: count }, (_, at) => `${word} ${at}: ${SENTENCE}`);
const text = (word: string, count = 3) =>
  sentences(word, count)
    .map((line) => `<p>${line}</p>`)
    .join('');
const FIRST = sentences('First');
const LAST = sentences('Last');
const first = text('First');
const last = text('Last');
const menu = '<ul><li><a href="/1">A first other story of the day</a></li><li><a href="/2">A second other story</a></li></ul>';
const comments = `<div class="comments">${text('Comment', 4)}</div>`;
const page = (article: string) =>
  `<html><head><title>Council agrees to the plan</title></head><body>${menu}<div class="story-body"><h1>Council agrees to the plan</h1>${article}</div>${comments}</body></html>`;

const MISREAD: readonly (readonly [kind: string, html: string, body: readonly string[]])[] = [
  [
    'the end of an inline element closes a block, and its own end tag then the text',
    page(`<div>${first}<b><div>A box.</b></div></div>${last}`),
    [...FIRST, 'A box.', ...LAST],
  ],
  ['bold around a block that outlives it', page(`<b><div>${first}</b></div>${last}`), [...FIRST, ...LAST]],
  ['a span that ends before the block in it', page(`<span><div class="text">${first}</span></div>${last}`), [...FIRST, ...LAST]],
  [
    'a block of comments that a misnested span would end',
    page(`${first}<div class="comments"><span><div>Box</span></div>${text('Comment')}</div>${last}`),
    [...FIRST, ...LAST],
  ],
  [
    'the end tags of another page put into this one',
    `<body>${menu}<div class="story-body"><h1>Council agrees to the plan</h1>${first}<div></body></html></div>${last}</div>${comments}</body></html>`,
    [...FIRST, ...LAST],
  ],
  ['a drawing that never ends', page(`<svg><path d="M0"><g>${first}${last}`), [...FIRST, ...LAST]],
  [
    'an end tag in a cell that would end the text around the table',
    page(`${first}<table><tr><td><ul><li>1</li></ul></div></td></tr></table>${last}<div class="share"><a href="#">Share</a></div>`),
    [...FIRST, ...LAST],
  ],
];

describe('tags that a browser reads otherwise are read as it does', () => {
  it.each(MISREAD)('%s', (_, html, body) => {
    expect(parseHtml(html).doubts).not.toEqual([]);
    expect(extractPage(html, { url }).body.split('\n')).toEqual(body);
  });

  it.each(MISREAD.slice(0, 6))('the fast tree alone would be wrong: %s', (_, html, body) => {
    expect(extractPage(html, { url, without: 'browser' }).body.split('\n')).not.toEqual(body);
  });

  it('a headline that is closed by the wrong tag is still the title, and nothing else is', () => {
    const html = `<html><head><title>The Example Online Edition: Council agrees to the plan</title></head><body>${menu}<h1>Council agrees to the plan</h2><div class="story-body">${first}${last}</div></body></html>`;
    expect(extractPage(html, { url })).toMatchObject({ title: 'Council agrees to the plan', body: [...FIRST, ...LAST].join('\n') });
    expect(extractPage(html, { url, without: 'browser' }).title).not.toBe('Council agrees to the plan');
  });
});

describe('badly nested tags that change nothing', () => {
  it.each([
    ['paragraphs and items without end tags', page(`${first}${last}`.replaceAll('</p>', ''))],
    ['stray end tags', page(`</section></b></h3>${first}</span></i></article>${last}`)],
    ['text inside a table but in no cell', page(`<table>${first}<tr><td></td></tr></table>${last}`)],
    ['a second body', `<body>${menu}<div class="story-body"><h1>Council agrees to the plan</h1>${first}<body>${last}</body></div></body>`],
    ['a form in a form, misnested', page(`<form><div><form></form></div></form>${first}${last}`)],
    ['a paragraph’s end tag inside of a block', page(`<p><span><div></p></div>${first}${last}`)],
    ['a link without end before another', page(`<p><a name="top"><b><a href="/x">Top</a></b></p>${first}${last}`)],
    ['an end tag inside of noscript', page(`<noscript><img src="/x.png"></div></noscript>${first}${last}`)],
    ['a div that never ends', page(`<div><div><div>${first}${last}`).replace(comments, '')],
  ])('%s', (_, html) => {
    expect(extractPage(html, { url }).body.split('\n')).toEqual([...FIRST, ...LAST]);
  });
});

describe('text after a tag whose end was forgotten', () => {
  it.each([
    ['title', `<head><title>Council agrees to the plan<body><h1>Council agrees to the plan</h1>${first}${last}`],
    ['textarea', page(`<textarea>${first}${last}`)],
    ['script', page(`<SCRIPT>${first}${last}`)],
    ['style', page(`<style>${first}${last}`)],
    ['iframe', page(`<iframe src="/x">${first}${last}`)],
    ['comment', page(`<!-- ${first}${last}`)],
  ])('%s', (tag, html) => {
    const { body } = extractPage(html.replace(comments, ''), { url });
    expect(body.split('\n'), tag).toEqual([...FIRST, ...LAST]);
    expect(extractPage(html.replace(comments, ''), { url, without: 'mend' }).body).not.toContain('Last 2');
  });
});

it('an inline element with an offer in it does not take the words before it away', () => {
  const html = page(
    `${first}<p>Before it: ${SENTENCE} <span class="ad"><div class="ad">Advertisement</div></span> And after it: ${SENTENCE}</p>`,
  );
  expect(extractPage(html, { url }).body).toContain('Before it');
});
