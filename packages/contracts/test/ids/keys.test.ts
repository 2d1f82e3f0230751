import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contentHash, entryUrl, hostOf, normalizeUrl, registrableDomain, urlKey } from '../../src/ids/index.ts';

describe('keys given once are given for ever', () => {
  it.each([
    ['https://www.bbc.com/', 'https://www.bbc.com/', 'LhYnKjaAYQpH4D9eTWmUsBxZI3M'],
    [
      'http://WWW.Example.COM:80/a/../b%7e%2f%c3%a9?b=2&utm_source=x&a=1&a=0#x',
      'https://www.example.com/b~%2F%C3%A9?a=1&a=0&b=2',
      'UlbLRozT-EJFTV2TrR4z6-_azLo',
    ],
    ['https://münchen.de:8443/100%?q=a+b&c', 'https://xn--mnchen-3ya.de:8443/100%25?c&q=a%20b', 'Xfj0l9JLyIU3s9sw4E3VnsVGAbc'],
    ['https://h5.example.cn/s#/article?id=1', 'https://h5.example.cn/s#/article%3Fid=1', 'IAMrhoMzIVt9nEWIEjFm-T346_g'],
    ['https://e.com/a,b;c=d|e?u=http://x/?y=1', 'https://e.com/a,b;c=d%7Ce?u=http%3A%2F%2Fx%2F&y=1', 'lqBMCpjTjlIQD9wlMaN_bMHHAio'],
  ])('%s', (url, normal, key) => {
    expect(normalizeUrl(url)).toBe(normal);
    expect(urlKey(url)).toBe(key);
  });
});

it('a key is the first 20 bytes of the SHA-256 of the normal form: 27 characters of base64url', () => {
  const normal = 'https://www.example.com/a';
  const expected = createHash('sha256').update(normal).digest('base64url').slice(0, 26);
  expect(urlKey('http://www.example.com/a?utm_source=x')).toMatch(/^[A-Za-z0-9_-]{27}$/);
  expect(urlKey('http://www.example.com/a?utm_source=x').startsWith(expected)).toBe(true);
});

it.each(['', 'a', '/a', 'ftp://example.com/', 'feed:short:1'])('what is no http(s) URL has no key: %j', (url) => {
  expect(() => urlKey(url)).toThrow(expect.objectContaining({ code: 'bad_url' }));
  expect(() => hostOf(url)).toThrow(expect.objectContaining({ code: 'bad_url' }));
});

describe('an entry without a link', () => {
  const feed = urlKey('https://www.example.com/feed');

  it('has an address of its feed and guid, hashed as it is', () => {
    const url = entryUrl(feed, 'tag:example.com,2024:1?utm_source=x#2');
    expect(url).toBe(`feed:${feed}:tag:example.com,2024:1?utm_source=x#2`);
    expect(normalizeUrl(url)).toBe(url);
    expect(urlKey(url)).toBe(createHash('sha256').update(url).digest().subarray(0, 20).toString('base64url'));
  });

  it('keeps its key when its guid flips between http and https (reported fault 71) or gains white space', () => {
    expect(entryUrl(feed, ' http://example.com/?p=1\n')).toBe(entryUrl(feed, 'https://example.com/?p=1'));
  });

  it.each([
    ['https://example.com/live#1', 'https://example.com/live#2'],
    ['A', 'a'],
    [`${'x'.repeat(5000)}1`, `${'x'.repeat(5000)}2`],
  ])('is apart from another: %.40s', (one, other) => {
    expect(urlKey(entryUrl(feed, one))).not.toBe(urlKey(entryUrl(feed, other)));
  });

  it('is apart from the same guid in another feed', () => {
    expect(urlKey(entryUrl(feed, '1'))).not.toBe(urlKey(entryUrl(urlKey('https://www.example.com/feed2'), '1')));
  });

  it('has an address that fits where URLs fit, and that survives UTF-8, whatever its guid', () => {
    expect(entryUrl(feed, 'x'.repeat(1 << 20)).length).toBeLessThan(2048);
    const odd = entryUrl(feed, 'a\ud800b\u0000');
    expect(Buffer.from(odd, 'utf8').toString('utf8')).toBe(odd);
  });
});

describe('the hash of a text', () => {
  const base = { title: 'Fire', subtitle: 'Caf\u00e9 burns', body: 'One.\n\nTwo.' };

  it('is the same for any Unicode form and any white space', () => {
    const same = { title: ' Fire\u00a0\n', subtitle: 'Cafe\u0301\u2003\u3000burns', body: '\ufeffOne.\r\n\t \u2028Two.\u0000' };
    expect(contentHash(same)).toBe(contentHash(base));
    expect(contentHash(base)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(contentHash(base)).toBe('kCqBkYnd6L7Fq7Df_ifk-KVfgwBDQoLVN-Mw72TgRmg');
  });

  it.each([
    { ...base, title: 'Fires' },
    { ...base, title: 'fire' },
    { ...base, body: 'One. Two' },
    { ...base, body: 'OneTwo' },
    { ...base, subtitle: '' },
    { title: 'Fire', subtitle: 'Caf\u00e9 burns One. Two.', body: '' },
    { title: 'Fire Caf\u00e9 burns', subtitle: '', body: base.body },
    { title: 'Fire\nCaf\u00e9 burns', subtitle: undefined, body: base.body },
    { title: 'Fire', subtitle: base.body, body: 'Caf\u00e9 burns' },
  ])('differs where a field differs or its text sits in another field: %j', (other) => {
    expect(contentHash(other)).not.toBe(contentHash(base));
  });

  it('takes a missing field for an empty one', () => {
    expect(contentHash({ title: 'a', subtitle: null, body: undefined })).toBe(contentHash({ title: 'a', subtitle: ' ', body: '' }));
    expect(contentHash({})).toBe(contentHash({ title: '', subtitle: '', body: '' }));
  });
});

it.each([
  ['https://WWW.Example.com/a', 'www.example.com'],
  ['http://www.example.com.:80/a', 'www.example.com'],
  ['http://www.example.com:443/a', 'www.example.com'],
  ['https://www.example.com:8443/a', 'www.example.com:8443'],
  ['https://u:p@münchen.de/', 'xn--mnchen-3ya.de'],
  ['http://[::1]:8080/', '[::1]:8080'],
])('the host of %s, by which requests are spaced, is %s', (url, host) => {
  expect(hostOf(url)).toBe(host);
  expect(hostOf(new URL(url))).toBe(host);
});

it.each([
  ['www.bbc.co.uk', 'bbc.co.uk'],
  ['WWW.BBC.CO.UK.', 'bbc.co.uk'],
  ['news.bbc.co.uk:8080', 'bbc.co.uk'],
  ['www.asahi.com', 'asahi.com'],
  ['www3.nhk.or.jp', 'nhk.or.jp'],
  ['www.abc.net.au', 'abc.net.au'],
  ['news.com.au', 'news.com.au'],
  ['g1.globo.com', 'globo.com'],
  ['www.folha.uol.com.br', 'uol.com.br'],
  ['a.writer.blogspot.com', 'writer.blogspot.com'],
  ['writer.blogspot.co.uk', 'writer.blogspot.co.uk'],
  ['writer.github.io', 'writer.github.io'],
  ['writer.substack.com', 'writer.substack.com'],
  ['www.writer.substack.com', 'writer.substack.com'],
  ['www.substack.com', 'substack.com'],
  ['substack.com', 'substack.com'],
  ['writer.wordpress.com', 'writer.wordpress.com'],
  ['writer.medium.com', 'medium.com'],
  ['münchen.de', 'xn--mnchen-3ya.de'],
  ['github.io', 'github.io'],
  ['co.uk', 'co.uk'],
  ['localhost', 'localhost'],
  ['localhost:3000', 'localhost'],
  ['192.0.2.1', '192.0.2.1'],
  ['[2001:db8::1]:443', '[2001:db8::1]'],
  ['', ''],
  ['not a host', 'not a host'],
])('the registrable domain of %j is %j', (host, domain) => {
  expect(registrableDomain(host)).toBe(domain);
});
