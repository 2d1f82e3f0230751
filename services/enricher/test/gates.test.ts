import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type DuplicateRow, scoreDuplicates } from '../bench/duplicates.ts';
import { type NameRow, scoreNames } from '../bench/entities.ts';
import { type LanguageRow, scoreLanguage } from '../bench/language.ts';
import { type GeoRow, scorePlaces } from '../bench/places.ts';
import { rowsOf } from '../bench/read.ts';
import { type StoryRow, scoreStories } from '../bench/stories.ts';
import { createLanguageDetector } from '../src/language.ts';
import { loadRecogniser, type Recogniser } from '../src/names/recognise.ts';
import { resolvePlaces } from '../src/places/resolve.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** The labelled sets are development data beside the repository; without them there is nothing to hold against. */
const data = fileURLToPath(new URL('../../../../shared/enrich', import.meta.url));

describe.skipIf(!existsSync(data))('figures on the development sets do not fall below what was promised', () => {
  let recogniser: Recogniser;
  beforeAll(() => {
    recogniser = loadRecogniser();
  });

  test('language', async () => {
    const { detect, detectors } = await createLanguageDetector();
    const score = await scoreLanguage(rowsOf<LanguageRow>(data, 'langid.jsonl'), detect);
    const both = detectors.includes('cld');
    expect(score?.lead).toBeGreaterThanOrEqual(both ? 100 : 99);
    expect(score?.sentence).toBeGreaterThanOrEqual(both ? 98.2 : 96.5);
    expect(score?.headline).toBeGreaterThanOrEqual(both ? 84 : 79);
    expect(score?.lead75).toBeGreaterThanOrEqual(both ? 97.3 : 83);
  });

  test.each([
    ['en', 60],
    ['de', 40],
    ['pt', 55],
    ['ru', 30],
    ['sv', 56],
  ])('names in %s: F1 of at least %i', (language, least) => {
    const rows = rowsOf<NameRow>(data, `ner/pud_${language}.jsonl`);
    expect(scoreNames(rows, (text) => recogniser.read(text, language).mentions)).toBeGreaterThanOrEqual(least);
  });

  test('places within 161 km, end to end', () => {
    const score = scorePlaces(rowsOf<GeoRow>(data, 'geo.jsonl'), (text) =>
      resolvePlaces(
        recogniser.read(text, 'en').mentions.filter(({ type }) => type === 'LOC'),
        'en',
        recogniser.lexicon.gazetteer,
      ).map(({ start, end, place }) => ({ start, end, lat: place.lat, lon: place.lon })),
    );
    expect(score.places).toBeGreaterThanOrEqual(75);
  });

  test('duplicates', () => {
    const score = scoreDuplicates(rowsOf<DuplicateRow>(data, 'neardup.jsonl'));
    expect(score.recall).toBeGreaterThanOrEqual(95);
    expect(score.false).toBe(0);
    expect(score.quoted).toBeLessThan(5);
    expect(score.derived).toBeGreaterThanOrEqual(80);
  });

  test('stories', async () => {
    const score = await scoreStories(rowsOf<StoryRow>(data, 'story.jsonl'), recogniser.lexicon.words);
    expect(score.f1).toBeGreaterThanOrEqual(82);
    expect(score.atDefault).toBeGreaterThanOrEqual(85);
  });
});
