import { describe, expect, it } from 'vitest';
import { normalizeUrl, urlKey } from '../../src/ids/index.ts';
import { APART } from './apart.ts';
import { PUBLISHERS } from './publishers.ts';
import { SAME, TRACKED } from './same.ts';

const withAdded = (page: string, added: string): string => {
  const [params = '', fragment] = added.split('#');
  return `${page}${page.includes('?') ? '&' : '?'}${params}${fragment === undefined ? '' : `#${fragment}`}`;
};

describe.each(Object.entries(SAME))('one key whatever the writing: %s', (_, pairs) => {
  it.each(pairs)('%j and %j', (one, other) => {
    expect(normalizeUrl(one)).toBe(normalizeUrl(other));
    expect(urlKey(one)).toBe(urlKey(other));
  });
});

describe.each(TRACKED)('one key however a reader came to %s', (page, ...added) => {
  it.each(added)('%s', (params) => {
    expect(normalizeUrl(withAdded(page, params))).toBe(normalizeUrl(page));
  });

  it('with all of it at once, and after a second question mark', () => {
    expect(normalizeUrl(withAdded(page, added.map((text) => text.replace(/#.*/, '')).join('&')))).toBe(normalizeUrl(page));
    expect(normalizeUrl(`${page}?utm_source=rss?utm_medium=feed`)).toBe(normalizeUrl(page));
  });
});

describe.each(Object.entries(APART))('two keys: %s', (_, pairs) => {
  it.each(pairs)('%s and %s', (one, other) => {
    expect(urlKey(one)).not.toBe(urlKey(other));
  });
});

describe.each(Object.entries(PUBLISHERS))('addresses of %s', (home, cases) => {
  it.each(cases)('%s by %s: %s and %s', (want, _rule, one, other) => {
    const [first, second] = [one, other].map((url) => urlKey(new URL(url, home).href));
    expect(first === second).toBe(want === 'same');
  });
});

it("the publishers' table holds over 200 pairs of 100 publishers", () => {
  expect(Object.values(PUBLISHERS).flat().length).toBeGreaterThan(200);
  expect(Object.keys(PUBLISHERS).length).toBeGreaterThan(100);
});

it('the tables hold over 200 pairs that are one and 90 that are two', () => {
  const same = Object.values(SAME).flat().length + TRACKED.reduce((sum, [, ...added]) => sum + added.length, 0);
  expect(same).toBeGreaterThan(200);
  expect(Object.values(APART).flat().length).toBeGreaterThan(90);
});
