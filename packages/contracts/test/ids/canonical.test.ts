import { describe, expect, it } from 'vitest';
import { acceptedCanonical, isHomePage, urlKey } from '../../src/ids/index.ts';

const PAGE = 'https://www.example.com/news/story-1?ref=abc';

describe('a declared canonical of the same publisher is accepted', () => {
  it.each([
    ['https://www.example.com/news/story-1', 'https://www.example.com/news/story-1'],
    ['http://www.example.com/news/story-1', 'http://www.example.com/news/story-1'],
    ['https://example.com/news/story-1', 'https://example.com/news/story-1'],
    ['https://m.example.com/news/story-1', 'https://m.example.com/news/story-1'],
    ['https://www.example.com/news/story-1?id=5', 'https://www.example.com/news/story-1?id=5'],
    ['https://www.example.com/?p=5', 'https://www.example.com/?p=5'],
    ['https://www.example.com/news/story-1#main', 'https://www.example.com/news/story-1'],
    ['https://www.example.com/#!/story-1', 'https://www.example.com/#!/story-1'],
    [' \u200bhttps://WWW.EXAMPLE.COM/news/story-1\n', 'https://www.example.com/news/story-1'],
    ['https://u:p@www.example.com/a', 'https://www.example.com/a'],
    ['https://www.example.com:8443/a', 'https://www.example.com:8443/a'],
  ])('%j', (declared, url) => {
    expect(acceptedCanonical(declared, PAGE)).toEqual({ url });
  });

  it('on http while the page is https: the same key', () => {
    const page = 'https://www.example.com/a';
    expect(urlKey('http://www.example.com/a')).toBe(urlKey(page));
    expect(acceptedCanonical('http://www.example.com/a', page)).toEqual({ url: 'http://www.example.com/a' });
  });

  it.each([
    ['https://www.bbc.co.uk/news/a', 'https://m.bbc.co.uk/news/a'],
    ['https://writer.blogspot.com/2024/02/a.html', 'https://writer.blogspot.com/2024/02/a.html?m=1'],
    ['https://amp.theguardian.com/a', 'https://www.theguardian.com/a'],
    ['http://192.0.2.1/a', 'http://192.0.2.1:8080/b'],
    ['http://localhost/a', 'http://localhost:3000/b'],
    ['https://www.münchen.de/a', 'https://xn--mnchen-3ya.de/b'],
  ])('%s on %s', (declared, page) => {
    expect(acceptedCanonical(declared, page)).toHaveProperty('url');
  });
});

describe('a declared canonical is refused with its reason', () => {
  it.each([
    ['/news/story-1', 'not_absolute'],
    ['news/story-1', 'not_absolute'],
    ['//www.example.com/news/story-1', 'not_absolute'],
    ['www.example.com/news/story-1', 'not_absolute'],
    ['?id=5', 'not_absolute'],
    ['#', 'not_absolute'],
    ['{{canonicalUrl}}', 'not_absolute'],
    ['null', 'not_absolute'],
    ['ftp://www.example.com/a', 'not_http'],
    ['javascript:void(0)', 'not_http'],
    ['android-app://com.example/a', 'not_http'],
    ['feed:https://www.example.com/a', 'not_http'],
    ['about:blank', 'not_http'],
    ['https://www.other.com/news/story-1', 'other_domain'],
    ['https://example.com.evil.net/a', 'other_domain'],
    ['https://notexample.com/a', 'other_domain'],
    ['https://www.example.com@evil.net/a', 'other_domain'],
    ['https://www.example.org/news/story-1', 'other_domain'],
    ['https://www.example.com', 'home_page'],
    ['https://www.example.com/', 'home_page'],
    ['http://example.com//', 'home_page'],
    ['https://www.example.com/?utm_source=canonical', 'home_page'],
    ['https://www.example.com/#top', 'home_page'],
    ['https://www.example.com/en', 'home_page'],
    ['https://www.example.com/en/', 'home_page'],
    ['https://www.example.com/pt-BR/', 'home_page'],
    ['https://www.example.com/index.html', 'home_page'],
    ['https://www.example.com/en/index.php', 'home_page'],
    ['https://', 'unreadable'],
    ['https:///news/story-1', 'unreadable'],
    ['http:/news/story-1', 'unreadable'],
    ['https://https://www.example.com/a', 'other_domain'],
    ['https://www..example.com/a', 'unreadable'],
    ['https://{{host}}/a', 'unreadable'],
    [`https://www.example.com/${'a'.repeat(9000)}`, 'unreadable'],
  ])('%j: %s', (declared, refused) => {
    expect(acceptedCanonical(declared, PAGE)).toEqual({ refused });
  });

  it.each([
    ['https://one.blogspot.com/a', 'https://two.blogspot.com/a'],
    ['https://one.substack.com/p/a', 'https://two.substack.com/p/a'],
    ['https://one.github.io/a', 'https://two.github.io/a'],
    ['https://one.co.uk/a', 'https://two.co.uk/a'],
    ['http://192.0.2.1/a', 'http://192.0.2.2/a'],
    ['https://www.morgenpost.de/a', 'https://www.waz.de/a'],
  ])('another publisher: %s on %s', (declared, page) => {
    expect(acceptedCanonical(declared, page)).toEqual({ refused: 'other_domain' });
  });
});

it('no declaration is no answer', () => {
  expect(acceptedCanonical(undefined, PAGE)).toBeUndefined();
  expect(acceptedCanonical('', PAGE)).toBeUndefined();
  expect(acceptedCanonical(' \n\u200b', PAGE)).toBeUndefined();
});

it('a front page may declare the front page', () => {
  expect(acceptedCanonical('https://www.example.com/', 'https://www.example.com/en/')).toEqual({ url: 'https://www.example.com/' });
  expect(acceptedCanonical('https://www.example.com/', 'https://example.com/?utm_source=x')).toEqual({ url: 'https://www.example.com/' });
});

describe('front pages in any language are told from articles', () => {
  it.each([
    '',
    '/',
    '//',
    '/?utm_source=x',
    '/?lang=en',
    '/?hl=de&edition=at',
    '/#top',
    '/index.html',
    '/Index.ASPX',
    '/default.aspx',
    '/home',
    '/home/',
    '/en',
    '/EN/',
    '/en-us/',
    '/zh_CN',
    '/zh-hans/',
    '/en/home',
    '/eng/',
    '/index.php',
  ])('a front page: %s', (path) => {
    expect(isHomePage(`https://www.example.com${path}`)).toBe(true);
  });

  it.each([
    '/a',
    '/news',
    '/?p=5',
    '/?id=5&lang=en',
    '/?12345',
    '/en/story',
    '/index.php/2024/story',
    '/index.html?id=5',
    '/homes',
    '/home-fires',
    '/12',
    '/e',
    '/#!/story',
    '/#/story',
    '/en/2024',
    '/language',
    '/indexes.html',
  ])('no front page: %s', (path) => {
    expect(isHomePage(`https://www.example.com${path}`)).toBe(false);
  });

  it('nor is text that is no URL', () => {
    expect(isHomePage('/')).toBe(false);
    expect(isHomePage(new URL('ftp://example.com/'))).toBe(false);
  });
});
