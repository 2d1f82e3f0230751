import { type ParsedArticle, zEnrichedArticle } from '@newsmill/contracts';
import { parsedArticle as article } from '@newsmill/contracts/test';
import { expect, test } from 'vitest';
import { enrich } from '../src/enrich.ts';
import { measureLength } from '../src/length.ts';

const english = async () => ({ language: 'en', confidence: 0.9 });

test('an enriched article has the shape that is stored, and the declared language is gone', async () => {
  const enriched = await enrich(article({ body: 'Two words and more.' }), { detectLanguage: english });
  expect(zEnrichedArticle.parse(enriched)).toEqual(enriched);
  expect(enriched).toMatchObject({ language: 'en', language_confidence: 0.9, word_count: 4, reading_minutes: 1 });
  expect(enriched).not.toHaveProperty('declared_language');
});

test('the language is asked of title and body, of the summary where there is no body, with what the page declares', async () => {
  const asked: unknown[] = [];
  const detectLanguage = async (text: string, declared: string | null) => {
    asked.push([text, declared]);
    return { language: 'fr', confidence: 1 };
  };
  await enrich(article({ title: 'T', body: 'B', summary: 'S', declared_language: 'fr' }), { detectLanguage });
  await enrich(article({ title: 'T', body: '', summary: 'S' }), { detectLanguage });
  await enrich(article({ title: 'T', body: '', summary: null }), { detectLanguage });
  expect(asked).toEqual([
    ['T. B', 'fr'],
    ['T. S', null],
    ['T. ', null],
  ]);
});

test('an enricher that fails leaves a flag, and the others their part', async () => {
  const before = article({ body: 'one two three', quality: { score: 0.7, flags: ['short'] } });
  const failing = { detectLanguage: () => Promise.reject(new Error('no model')) };
  const enriched = await enrich(before, failing);
  expect(enriched).toMatchObject({ language: 'und', language_confidence: 0, word_count: 3, title: before.title });
  expect(enriched.quality.flags).toEqual(['short', 'no_language']);
  expect(zEnrichedArticle.safeParse(enriched).success).toBe(true);
});

test('nothing that the parser found is changed', async () => {
  const before = article({ body: 'text', keywords: ['a'] });
  const copy: ParsedArticle = structuredClone(before);
  const enriched = await enrich(before, { detectLanguage: english });
  expect(before).toEqual(copy);
  const { declared_language: _, set_language: _set, ...kept } = copy;
  expect(enriched).toMatchObject(kept);
});

test.each([
  ['', 0, 0],
  ['   \n ', 0, 0],
  ['… — !', 0, 0],
  ['One word, then: more-or-less 3.5 of them; it’s "all".', 9, 1],
  ['Größe naïve élève', 3, 1],
  ['Привет мир', 2, 1],
  ['안녕하세요 세계', 2, 1],
  ['word '.repeat(230), 230, 1],
  ['word '.repeat(231), 231, 2],
])('%j has %i words and takes %i minutes', (text, word_count, reading_minutes) => {
  expect(measureLength(text, 'en')).toEqual({ word_count, reading_minutes });
});

test.each([
  ['zh', '政府周二宣布，将向上周遭受洪水的城镇提供新的援助。', 10, 20],
  ['ja', '政府は火曜日、先週の洪水で被害を受けた町に新たな支援を行うと発表した。', 15, 28],
  ['th', 'รัฐบาลประกาศเมื่อวันอังคารว่าจะส่งความช่วยเหลือเพิ่มเติม', 8, 16],
])('words without spaces between them are parted: %s', (language, text, least, most) => {
  const { word_count, reading_minutes } = measureLength(text, language);
  expect(word_count).toBeGreaterThanOrEqual(least);
  expect(word_count).toBeLessThanOrEqual(most);
  expect(reading_minutes).toBe(1);
});

test('a text of many characters without spaces takes as long to read as people take, not one minute', () => {
  expect(measureLength('新闻报道'.repeat(500), 'zh').reading_minutes).toBe(4);
});

test('any language name is taken: one that is none segments by the general rules', () => {
  for (const language of ['und', 'xx', 'constructor', 'not a language', ''])
    expect(measureLength('我爱北京', language).word_count).toBeGreaterThan(1);
});

test('the language that a person set for the feed is not detected, and goes by the one name it has here', async () => {
  const detectLanguage = async (): Promise<never> => {
    throw new Error('it was asked');
  };
  const set = (set_language: string) => enrich(article({ title: 'T', body: 'A plain English text.', set_language }), { detectLanguage });
  expect(await set('pt')).toMatchObject({ language: 'pt', language_confidence: 1, quality: { flags: [] } });
  expect(await set('nb')).toMatchObject({ language: 'no' });
  expect(await set('pt')).not.toHaveProperty('set_language');
});
