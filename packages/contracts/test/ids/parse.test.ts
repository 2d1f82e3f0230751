import { describe, expect, it } from 'vitest';
import { parseHttpUrl } from '../../src/ids/index.ts';

const href = (text: string): string | undefined => parseHttpUrl(text)?.href;

describe('an address from outside becomes a URL that may be fetched', () => {
  it.each([
    ['https://www.example.com/a', 'https://www.example.com/a'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    [' \t\r\n\u0000\u200b\ufeff\u2028https://example.com/a\u0007\u00ad\u2060', 'https://example.com/a'],
    ['https://user:pass@example.com/a', 'https://example.com/a'],
    ['https://user@example.com/a', 'https://example.com/a'],
    ['http://h.example/a http://h.example/b', 'http://h.example/a'],
    ['http://h.example/a;\u00a0HTTPS://h.example/b', 'http://h.example/a'],
    ['http://h.example/a b', 'http://h.example/a%20b'],
    ['http://h.example/a\nb', 'http://h.example/ab'],
    ['https://example.com/a#part', 'https://example.com/a#part'],
    ['https://example.com./a', 'https://example.com./a'],
    ['https://example.com:443/a?utm_source=x', 'https://example.com/a?utm_source=x'],
    ['http://a_b.example.com/', 'http://a_b.example.com/'],
    ['http://localhost:3000/feed', 'http://localhost:3000/feed'],
    ['http://[::FFFF:1.2.3.4]/', 'http://[::ffff:102:304]/'],
    ['https://例え.テスト/記事', 'https://xn--r8jz45g.xn--zckzah/%E8%A8%98%E4%BA%8B'],
  ])('%j is %s', (text, expected) => {
    expect(href(text)).toBe(expected);
  });
});

describe('what is encoded already is never encoded again, and a bare % stays (reported fault 17)', () => {
  it.each([
    'https://e.com/caf%C3%A9',
    'https://e.com/caf%c3%a9',
    'https://e.com/%25E2',
    'https://e.com/100%',
    'https://e.com/%zz?p=5%&q=%E9',
  ])('%s', (text) => {
    expect(href(text)).toBe(text);
    expect(href(href(text) ?? '')).toBe(text);
  });
});

describe('what is no http(s) URL with a host is refused, and nothing is guessed', () => {
  it.each([
    '',
    '   ',
    'www.example.com/a',
    '/a/b',
    '//example.com/a',
    'a b c',
    'http',
    'http:',
    'http://',
    'https:///a',
    'http:example.com',
    'http:/example.com/a',
    'http://?a',
    'http://#a',
    'http://:80/',
    'http://user@/',
    'http://./',
    'http://../',
    'http://a..b/',
    'http://.a/',
    'http://a../',
    'http://1../',
    'http://a b/',
    'http://a%00b/',
    'http://a{b}.com/',
    'http://a*b.com/',
    'http://[::1',
    'http://[::zz]/',
    'http://256.1.1.1/',
    'http://example.com:99999/',
    'ftp://example.com/a',
    'feed://example.com/rss',
    'feed:https://example.com/rss',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@example.com',
    'data:text/html,a',
    'android-app://com.example/http/example.com',
    'tag:example.com,2024:1',
    'urn:uuid:1225c695',
    '9f86d081-884c-7d65',
    `http://${'a.'.repeat(127)}com/`,
  ])('%j', (text) => {
    expect(parseHttpUrl(text)).toBeUndefined();
  });

  it('an address over 8,192 characters, before or after encoding', () => {
    expect(href(`https://e.com/${'a'.repeat(8192 - 14)}`)).toHaveLength(8192);
    expect(parseHttpUrl(`https://e.com/${'a'.repeat(8192 - 13)}`)).toBeUndefined();
    expect(parseHttpUrl(`https://e.com/${'é'.repeat(2000)}`)).toBeUndefined();
    expect(href(`${' '.repeat(10_000)}https://e.com/`)).toBe('https://e.com/');
  });
});
