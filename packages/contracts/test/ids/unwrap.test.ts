import { describe, expect, it } from 'vitest';
import { unwrapUrl, urlKey } from '../../src/ids/index.ts';
import { PUBLISHERS } from './publishers.ts';
import { AS_THEY_ARE, WRAPPED } from './wrapped.ts';

describe.each(Object.entries(WRAPPED))('the address behind a wrapper: %s', (_, pairs) => {
  it.each(pairs)('%s leads to %s', (wrapper, target) => {
    expect(unwrapUrl(wrapper)).toBe(target);
    expect(unwrapUrl(target)).toBe(target);
    expect(urlKey(unwrapUrl(wrapper))).toBe(urlKey(target));
  });
});

describe.each(Object.entries(AS_THEY_ARE))('as it is: %s', (_, urls) => {
  it.each(urls)('%s', (url) => {
    expect(unwrapUrl(url)).toBe(url);
  });
});

it("no publisher's own address is taken for a wrapper", () => {
  const own = Object.entries(PUBLISHERS).flatMap(([home, cases]) =>
    cases.flatMap(([, , ...urls]) => urls.map((url) => new URL(url, home).href)),
  );
  expect(own.length).toBeGreaterThan(400);
  for (const url of own) expect(unwrapUrl(url)).toBe(url);
});

it('the tables hold over 240 cases', () => {
  const cases = [...Object.values(WRAPPED), ...Object.values(AS_THEY_ARE)].flat();
  expect(cases.length).toBeGreaterThan(240);
  expect(new Set(cases.map((one) => (typeof one === 'string' ? one : one[0]))).size).toBe(cases.length);
});

describe('what is built to do harm comes back as it is', () => {
  const wrapped = (target: string, times: number): string =>
    times === 0 ? target : wrapped(`https://l.facebook.com/l.php?u=${encodeURIComponent(target)}`, times - 1);

  it('five wrappers in one another are opened, six are not', () => {
    expect(unwrapUrl(wrapped('https://e.com/a', 5))).toBe('https://e.com/a');
    expect(unwrapUrl(wrapped('https://e.com/a', 6))).toBe(wrapped('https://e.com/a', 6));
  });

  it('an address longer than any that is taken', () => {
    const long = `https://www.google.com/url?q=https://e.com/a&x=${'y'.repeat(10_000)}`;
    expect(unwrapUrl(long)).toBe(long);
    const inner = `https://www.google.com/url?q=https%3A%2F%2Fe.com%2F${'%C3'.repeat(2_500)}`;
    expect(unwrapUrl(inner)).toBe(inner);
  });

  it('a target that is the wrapper itself', () => {
    expect(unwrapUrl('https://href.li/?https://href.li/?')).toBe('https://href.li/?');
  });

  it('an address encoded over and over', () => {
    let target = 'https://e.com/a';
    for (let times = 0; times < 3; times += 1) target = encodeURIComponent(target);
    expect(unwrapUrl(`https://www.google.com/url?q=${target}`)).toBe('https://e.com/a');
    for (let times = 0; times < 20; times += 1) target = target.replaceAll('%', '%25');
    expect(unwrapUrl(`https://www.google.com/url?q=${target.slice(0, 4_000)}`)).toBe(
      `https://www.google.com/url?q=${target.slice(0, 4_000)}`,
    );
  });
});
