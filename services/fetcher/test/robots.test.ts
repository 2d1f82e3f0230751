import { describe, expect, it } from 'vitest';
import { allows, isAllowed, readRobots } from '../src/robots.ts';

const at = (path: string) => `https://news.example${path}`;
const may = (lines: string, path: string, agent = 'Newsmill') => isAllowed(lines.replaceAll(' | ', '\n'), agent, at(path));

describe('the groups that name the agent hold for it, those of * for everyone else', () => {
  it.each([
    ['user-agent: * | disallow: /', '/a', false],
    ['user-agent: newsmill | allow: / | user-agent: * | disallow: /', '/a', true],
    ['user-agent: other | disallow: /', '/a', true],
    ['user-agent: other | user-agent: newsmill | disallow: /a', '/a', false],
    ['user-agent: newsmill | disallow: /a | user-agent: x | disallow: /b | user-agent: NEWSMILL | disallow: /c', '/c', false],
    ['user-agent: newsmill | sitemap: https://x/s.xml | user-agent: x | disallow: /a', '/a', false],
    ['user-agent: newsmill bot 2 | disallow: /a', '/a', false],
    ['user-agent: newsmill/2.0 | disallow: /a', '/a', false],
    ['user-agent: newsmillery | disallow: /a', '/a', true],
    ['disallow: /a | user-agent: x', '/a', true],
    ['useragent newsmill | dissalow /a', '/a', false],
    ['\ufeffuser-agent: * | disallow: /a # why', '/a', false],
  ])('%j and %s', (lines, path, expected) => {
    expect(may(lines, path)).toBe(expected);
  });
});

describe('the longest pattern decides', () => {
  it.each([
    ['disallow: /a | allow: /a/b', '/a/b/c', true],
    ['disallow: /a/b | allow: /a', '/a/b/c', false],
    ['disallow: /a | allow: /a', '/a', true],
    ['disallow:', '/a', true],
    ['disallow: /*.pdf$', '/x.pdf', false],
    ['disallow: /*.pdf$', '/x.pdf?y', true],
    ['disallow: /a*b*c', '/axxbyyc', false],
    ['disallow: /a*b*c', '/axxcyyb', true],
    ['disallow: /a*b$', '/ab', false],
    ['disallow: /*b*b$', '/b', true],
    ['disallow: /?s=', '/?s=x', false],
    ['disallow: /caf%c3%a9', '/caf%C3%A9', false],
    ['disallow: /café', '/caf%C3%A9', false],
    ['disallow: / | allow: /n/index.html', '/n/', true],
    ['disallow: /', '/robots.txt', true],
  ])('%j and %s', (lines, path, expected) => {
    expect(may(`user-agent: * | ${lines}`, path)).toBe(expected);
  });
});

it('reads the delay of the group that holds, and no nonsense', () => {
  const delay = (text: string) => readRobots(`user-agent: *\n${text}`, 'Newsmill').crawlDelaySeconds;
  expect([delay('crawl-delay: 5'), delay('Crawl-Delay: 2.5'), delay('crawl-delay: -1'), delay('crawl-delay: soon'), delay('')]).toEqual([
    5,
    2.5,
    null,
    null,
    null,
  ]);
});

it('hostile files and addresses take no time', () => {
  const stars = `user-agent: *\n${`disallow: /${'*a'.repeat(4_000)}$\n`.repeat(60)}`;
  const long = `/${'a'.repeat(2_000)}b`;
  const started = performance.now();
  expect(allows(readRobots(stars, 'Newsmill'), at(long))).toBe(true);
  expect(allows(readRobots('user-agent: *\n'.repeat(100_000), 'Newsmill'), at(long))).toBe(true);
  expect(allows(readRobots(`user-agent: *\n${'disallow: /x\n'.repeat(100_000)}`, 'Newsmill'), at('/x'))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});
