import { expect, test } from 'vitest';
import { groupOf, homeOf, JOINT_GROUPS, LANGUAGE_GROUPS, timestampOf } from '../src/index.ts';

const NOW = new Date('2026-11-25T12:00:00.000Z');
const home = (language: string, published_at: string | null, first_seen_at = '2026-11-25T11:00:00.000Z'): string =>
  homeOf({ language, published_at, first_seen_at }, 'few', NOW);

test('an article lives with its language and its time: English by years, the others by tens of years', () => {
  expect(home('en', '2019-05-01T00:00:00.000Z')).toBe('news-en-2019');
  expect(home('en', '2019-12-31T23:59:59.999Z')).toBe('news-en-2019');
  expect(home('de', '2019-12-31T23:59:59.999Z')).toBe('news-de-2010s');
  expect(home('de', '2020-01-01T00:00:00.000Z')).toBe('news-de-2020s');
  expect(home('ja', '2026-01-01T00:00:00.000Z')).toBe('news-world-2020s');
  expect(home('sw', '2000-01-01T00:00:00.000Z')).toBe('news-xx-2000s');
  expect(home('de', null)).toBe('news-de-2020s');
});

test('an installation that takes in much of a language may have an index for each year or month of it', () => {
  const article = { language: 'de', published_at: '2025-12-31T23:30:00-05:00', first_seen_at: '2026-11-25T11:00:00.000Z' };
  expect(homeOf(article, 'year', NOW)).toBe('news-de-2026');
  expect(homeOf(article, 'month', NOW)).toBe('news-de-2026-01');
  expect(homeOf({ ...article, language: 'en' }, 'month', NOW)).toBe('news-en-2026-01');
});

test.each([
  '1999-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00.000Z',
  '2027-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00.000Z',
  'Invalid Date',
  '',
])('the hostile date "%s" makes no index: the year it was first seen in does', (published) => {
  expect(home('en', published)).toBe('news-en-2026');
  expect(home('en', published, published)).toBe('news-en-2026');
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'EN', 'en-GB', 'cjk', 'world', '../x', 'und', 'x'.repeat(500)])(
  'the hostile language "%s" makes no index of its own',
  (language) => {
    expect(groupOf(language)).toBe('xx');
    expect(home(language, null)).toBe('news-xx-2020s');
  },
);

test('every group but the joint ones is a language that leads to it', () => {
  const joint = Object.entries(JOINT_GROUPS).flatMap(([group, languages]) => languages.map((language) => [language, group] as const));
  for (const [language, group] of joint) expect(groupOf(language)).toBe(group);
  for (const group of LANGUAGE_GROUPS) if (!(group in JOINT_GROUPS)) expect(groupOf(group)).toBe(group);
});

test('the timestamp is the date of publication, and never after the article was seen', () => {
  const first_seen_at = '2026-11-25T11:00:00.000Z';
  for (const published_at of ['2026-11-25T10:59:59.999Z', first_seen_at, '2026-11-25T11:00:00Z', '1990-01-01T00:00:00Z'])
    expect(timestampOf({ published_at, first_seen_at })).toBe(published_at);
  for (const published_at of ['2026-11-25T11:00:00.001Z', '9999-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z', 'Invalid Date', null])
    expect(timestampOf({ published_at, first_seen_at })).toBe(first_seen_at);
});
