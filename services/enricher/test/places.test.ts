import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { openGazetteer } from '../src/places/gazetteer.ts';
import { resolvePlaces } from '../src/places/resolve.ts';

const gazetteer = openGazetteer();
/** The ids of names, each standing apart unless `gap` says otherwise. */
const meant = (
  names: string[],
  { gap = 50, votes = {}, language = 'en' }: { gap?: number; votes?: Record<string, number>; language?: string } = {},
) => {
  let start = 0;
  const mentions = names.map((text) => {
    const mention = { text, start, end: start + text.length };
    start = mention.end + gap;
    return mention;
  });
  return resolvePlaces(mentions, language, gazetteer, new Map(Object.entries(votes))).map(({ place }) => place.id);
};

test.each(['Moscow', 'Moskau', 'Moscou', 'Москва', 'Москве', '莫斯科', 'モスクワ', 'موسكو'])('%s is one place', (name) => {
  expect(gazetteer.find(name, 'und').map(({ id }) => id)).toContain('geonames:524901');
});

test.each([
  ['US', 'iso:US'],
  ['U.S.', 'iso:US'],
  ['UK', 'iso:GB'],
  ['Ivory Coast', 'iso:CI'],
  ['Burma', 'iso:MM'],
  ['Deutschlands', 'iso:DE', 'de'],
  ['Северной Кореи', 'iso:KP', 'ru'],
  ['Bavaria', 'iso:DE-BY'],
  ['Texas', 'iso:US-TX'],
])('%s is %s', (name, id, language = 'en') => {
  expect(meant([name], { language })).toEqual([id]);
});

test('a name alone means the place most people mean', () => {
  expect(meant(['London'])).toEqual(['geonames:2643743']);
  expect(meant(['Paris'])).toEqual(['geonames:2988507']);
  expect(meant(['Georgia'])).toEqual(['iso:GE']);
});

test('the region named right after a place tells which it is', () => {
  expect(meant(['Paris', 'Texas'], { gap: 2 })[0]).toBe('geonames:4717560');
  expect(meant(['London', 'Ontario'], { gap: 2 })[0]).toBe('geonames:6058560');
});

test('the country that most of the text is about tells which place is meant', () => {
  expect(meant(['Georgia', 'Atlanta', 'Alabama', 'Florida', 'Tennessee'])[0]).toBe('iso:US-GA');
  const [alone] = meant(['Cambridge']);
  const [there] = meant(['Cambridge'], { votes: { US: 1 } });
  expect(alone).toBe('geonames:2653941');
  expect(there).toBe('geonames:4931972');
});

test('a name that no place bears is no place, and no id is made up for it', () => {
  expect(meant(['Qwrtzplk', '', '.', 'Paris'])).toEqual(['geonames:2988507']);
});

test('every point lies on the globe, every id is of a known kind', () => {
  for (let row = 0; row < gazetteer.size; row += 97) {
    const { id, lat, lon, name } = gazetteer.at(row);
    expect(Math.abs(lat)).toBeLessThanOrEqual(90);
    expect(Math.abs(lon)).toBeLessThanOrEqual(180);
    expect(id).toMatch(/^(geonames:\d+|iso:[A-Z]{2}(-[A-Z0-9]+)?|name:.+)$/);
    expect(name).not.toBe('');
  }
});

test('a table that is torn stops the start', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'places-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'places.br');
  writeFileSync(file, brotliCompressSync('city\tgeonames:1').subarray(0, 5));
  expect(() => openGazetteer(pathToFileURL(file))).toThrow();
  expect(() => openGazetteer(pathToFileURL(join(dir, 'absent')))).toThrow();
});
