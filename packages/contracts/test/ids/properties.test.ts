import { describe, expect, it } from 'vitest';
import { acceptedCanonical, hostOf, normalizeUrl, parseHttpUrl, urlKey } from '../../src/ids/index.ts';
import { oddUrl, random } from './generate.ts';
import { SAME, TRACKED } from './same.ts';

const generated = (seed: number, count: number): readonly string[] => {
  const next = random(seed);
  return Array.from({ length: count }, () => oddUrl(next)).filter((text) => parseHttpUrl(text) !== undefined);
};

describe.each([1, 2, 3, 4])('over 10,000 generated addresses of seed %i', (seed) => {
  const urls = generated(seed, 10_000);

  it('most are URLs', () => {
    expect(urls.length).toBeGreaterThan(8_000);
  });

  it('normalising twice changes nothing', () => {
    const unstable = urls.filter((url) => normalizeUrl(normalizeUrl(url)) !== normalizeUrl(url));
    expect(unstable).toEqual([]);
  });

  it('the normal form is plain ASCII of RFC 3986, parses to itself, and keeps the host', () => {
    const wrong = urls.filter((url) => {
      const normal = normalizeUrl(url);
      const plain = /^https:\/\/[A-Za-z0-9._~\-!$&'()*+,;=:@/?#%[\]]+$/.test(normal) && !/%(?![0-9A-F]{2})/.test(normal);
      return !plain || new URL(normal).href !== normal || hostOf(normal) !== hostOf(url);
    });
    expect(wrong).toEqual([]);
  });

  it('text, parsed URL, its href and http or https give one key', () => {
    const torn = urls.filter((url) => {
      const parsed = parseHttpUrl(url);
      if (parsed === undefined || normalizeUrl(parsed) !== normalizeUrl(url)) return true;
      return [parsed.href, parsed.href.replace(/^https?:/, 'http:')].some((text) => urlKey(text) !== urlKey(url));
    });
    expect(torn).toEqual([]);
  });

  it('the order of parameters with different names does not matter', () => {
    const next = random(seed);
    for (let round = 0; round < 300; round += 1) {
      const pairs = ['a=1', 'b=%C3%A9', 'c', 'd[]=1,2', 'A=1', 'utm_source=x'].map((pair) => ({ pair, at: next() }));
      const shuffled = pairs.sort((x, y) => x.at - y.at).map(({ pair }) => pair);
      expect(normalizeUrl(`https://e.com/?${shuffled.join('&')}`)).toBe('https://e.com/?A=1&a=1&b=%C3%A9&c&d%5B%5D=1%2C2');
    }
  });

  it('a page may always declare itself', () => {
    const refused = urls.filter((url) => !('url' in (acceptedCanonical(url, url) ?? {})));
    expect(refused).toEqual([]);
  });
});

it('normalising twice changes nothing in the tables', () => {
  const texts = [...Object.values(SAME).flat(2), ...TRACKED.flatMap(([page, ...added]) => added.map((text) => `${page}?${text}`))];
  for (const text of texts) expect(normalizeUrl(normalizeUrl(text))).toBe(normalizeUrl(text));
});
