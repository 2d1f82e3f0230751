import { expect, it } from 'vitest';
import { judgeEntry } from '../src/index.ts';

const entry = { title: 'Élections: The  Result', categories: ['Politics', 'Live Blog'] };
const url = 'https://news.example/sport/2026/a';

it.each([
  ['no rule', {}, true],
  ['title, whatever its case, accents and spacing', { include: [{ field: 'title', text: 'elections: the result' }] }, true],
  ['no match', { include: [{ field: 'title', text: 'weather' }] }, false],
  [
    'one of several',
    {
      include: [
        { field: 'title', text: 'weather' },
        { field: 'category', text: 'politics' },
      ],
    },
    true,
  ],
  ['address', { exclude: [{ field: 'url', text: '/sport/' }] }, false],
  ['pieces in order', { exclude: [{ field: 'url', text: '/sport/*/a' }] }, false],
  ['pieces out of order', { exclude: [{ field: 'url', text: '/a*sport' }] }, true],
  ['exclude beats include', { include: [{ field: 'any', text: 'live' }], exclude: [{ field: 'any', text: 'result' }] }, false],
  ['letters that mean something in patterns', { exclude: [{ field: 'any', text: '.+(a|b)' }] }, true],
] as const)('%s', (_, rules, wanted) => {
  const { include, exclude } = rules as Parameters<typeof judgeEntry>[2];
  expect(judgeEntry(entry, url, { ...(include && { include: [...include] }), ...(exclude && { exclude: [...exclude] }) }).taken).toBe(
    wanted,
  );
});

it('hostile titles and rules take no time', () => {
  const started = performance.now();
  const rules = { exclude: Array.from({ length: 100 }, () => ({ field: 'any' as const, text: `${'a*'.repeat(99)}b` })) };
  for (let at = 0; at < 20; at++) judgeEntry({ title: 'a'.repeat(100_000), categories: [] }, url, rules);
  expect(performance.now() - started).toBeLessThan(3_000);
});

it.each([
  [{}, { taken: true, list: null, rule: null }],
  [{ include: ['snow', 'result'] }, { taken: true, list: 'include', rule: 1 }],
  [{ include: ['snow', 'rain'] }, { taken: false, list: 'include', rule: null }],
  [
    { include: ['result'], exclude: ['snow', 'live'] },
    { taken: false, list: 'exclude', rule: 1 },
  ],
  [{ exclude: ['snow'] }, { taken: true, list: null, rule: null }],
] as const)('rules %j tell what decided: %j', (texts: { include?: readonly string[]; exclude?: readonly string[] }, verdict) => {
  const rules = Object.fromEntries(
    Object.entries(texts).map(([list, some]) => [list, some.map((text) => ({ field: 'any' as const, text }))]),
  );
  expect(judgeEntry(entry, url, rules)).toEqual(verdict);
});
