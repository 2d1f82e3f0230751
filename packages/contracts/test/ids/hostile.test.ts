import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import {
  acceptedCanonical,
  contentHash,
  entryUrl,
  hostOf,
  isHomePage,
  normalizeUrl,
  parseHttpUrl,
  registrableDomain,
  unwrapUrl,
  urlKey,
} from '../../src/ids/index.ts';

const fill = (piece: string, size: number): string => piece.repeat(Math.ceil(size / piece.length));

/** Each is built to make one rule slow: `size` characters of what it scans for. */
const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  'blanks before': (size) => `${fill(' \u200b', size)}https://e.com/a`,
  'blanks after': (size) => `https://e.com/a${fill(' \ufeff', size)}`,
  'blanks between two words': (size) => `https://e.com/a${fill(' ', size)}x`,
  'commas before a blank': (size) => `https://e.com/${fill('a,', size)} http`,
  NULs: (size) => fill('\u0000', size),
  'NULs in the path': (size) => `https://e.com/a${fill('\u0000', size)}b`,
  'lone surrogates': (size) => `https://e.com/${fill('\ud800', size)}`,
  'percent signs': (size) => `https://e.com/${fill('%', size)}?${fill('%2', size)}`,
  slashes: (size) => `https://e.com/${fill('/', size)}x`,
  'slashes after a language': (size) => `https://e.com/en${fill('/', size)}x`,
  'dot segments': (size) => `https://e.com/${fill('a/../', size)}`,
  'dot segments behind session ids': (size) => `https://e.com/${fill('a/..;jsessionid=1/', size)}`,
  'session ids': (size) => `https://e.com/${fill(';jsessionid', size)}${fill(';jsessionid=', size)}`,
  'question marks': (size) => `https://e.com/?${fill('?', size)}${fill('?a', size)}`,
  'empty parameters': (size) => `https://e.com/?${fill('&', size)}`,
  'escaped ampersands': (size) => `https://e.com/?&${fill('amp;', size)}`,
  'encoded ampersands': (size) => `https://e.com/?${fill('amp%3B', size)}`,
  'parameters on a host of many labels': (size) => `https://${fill('a.', 240)}com/?${fill('&b=1', size)}`,
  'parameters of one name': (size) => `https://e.com/?${fill('a=1&', size)}`,
  'long names': (size) => `https://e.com/?${fill('utm', size)}=1&at_${fill('_id', size)}=1`,
  'a long host': (size) => `https://${fill('a', size)}/`,
  'a host of labels': (size) => `https://${fill('a.', size)}/`,
  'a host of combining marks': (size) => `https://a${fill('\u0301\u0323', size)}/`,
  'a host of letters outside ASCII': (size) => `https://${fill('é', size)}.com/`,
  'a long login': (size) => `https://u:${fill('p@', size)}e.com/`,
  'a route': (size) => `https://e.com/#!/${fill('%|', size)}`,
  'a wrapper of stars': (size) => `https://us.rd.yahoo.com/${fill('*-http', size)}`,
  'a wrapper of tildes': (size) => `https://e.com/~/t/${fill('/~http', size)}`,
  'a wrapper of parameters': (size) => `https://www.google.com/url?${fill('url=a&q=b&', size)}`,
  'a wrapper of dashes': (size) => `https://${fill('a--', size)}.translate.goog/`,
  'wrappers in one another': (size) => fill('https://href.li/?', size),
  'a scheme': (size) => `${fill('a+', size)}:`,
};

const answers = (text: string): void => {
  const valid = parseHttpUrl(text) !== undefined;
  isHomePage(text);
  unwrapUrl(text);
  registrableDomain(text);
  acceptedCanonical(text, 'https://e.com/a');
  acceptedCanonical('https://e.com/a', text);
  urlKey(entryUrl('f', text).replace(/^feed:f:/, `feed:${'f'.repeat(27)}:`));
  try {
    normalizeUrl(text);
    hostOf(text);
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad_url' });
    expect(valid).toBe(false);
  }
};

const SMALL = 32 << 10;
const LARGE = 16 * SMALL;

const time = (run: () => void): number => {
  const from = performance.now();
  run();
  return performance.now() - from;
};

/** Quadratic would be 256 times; 64 leaves room for sorting, memory and a busy machine, which also gets three tries. */
const growsLinearly = (run: (size: number) => void): boolean =>
  [1, 2, 3].some(() => {
    const small = time(() => run(SMALL));
    return time(() => run(LARGE)) < Math.max(small, 5) * 64;
  });

describe('hostile text is answered in time that grows no faster than it', () => {
  it.each(Object.entries(HOSTILE))('%s', { timeout: 60_000 }, (_, build) => {
    expect(growsLinearly((size) => answers(build(size)))).toBe(true);
  });

  it.each(['\u0301\u0323', ' \u0000', 'e\u0301', '\uac00\u11a8', '\ud800', '\u{1d165}\u0301'])(
    'a body of %j',
    { timeout: 60_000 },
    (piece) => {
      expect(growsLinearly((size) => void contentHash({ body: fill(piece, size) }))).toBe(true);
    },
  );

  it('one megabyte of each is answered', { timeout: 60_000 }, () => {
    for (const build of Object.values(HOSTILE)) {
      const text = build(1 << 20);
      expect(parseHttpUrl(text)?.href.length ?? 0).toBeLessThanOrEqual(8192);
      expect(() => urlKey(entryUrl(`${'f'.repeat(27)}`, text))).not.toThrow();
      acceptedCanonical(text, 'https://e.com/a');
    }
  });
});
