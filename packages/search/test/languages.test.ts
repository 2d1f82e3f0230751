import { groupOf } from '@newsmill/contracts';
import { expect, test } from 'vitest';
import { article, articleItem } from './articles.ts';
import { install } from './install.ts';

const { names, search, settled, refresh, record } = install();

// language, a text, and what a reader types who looks for it
const CASES: [language: string, text: string, query: string][] = [
  ['en', 'The ministers were voting on the new taxes', 'minister vote tax'],
  ['de', 'Die Häuser in den Städten wurden teurer', 'Haus Stadt'],
  ['fr', "L'Assemblée a voté les élections présidentielles", 'élection présidentielle assemblée'],
  ['es', 'Los gobiernos europeos aprobaron las leyes', 'gobierno europeo ley'],
  ['it', "I governi europei hanno approvato l'accordo", 'governo europeo accordo'],
  ['pt', 'Os governos aprovaram as medidas económicas', 'governo medida'],
  ['nl', 'De verkiezingen in de steden werden uitgesteld', 'verkiezing'],
  ['ru', 'Выборы прошли в крупных городах страны', 'выбор город'],
  ['ar', 'نشرت الحكومة الكتاب الجديد', 'كتاب حكومة'],
  ['fa', 'کتاب‌ها در تهران منتشر شد', 'کتاب'],
  ['tr', 'Evlerin fiyatları yükseldi', 'fiyat'],
  ['hi', 'नई किताबें दिल्ली में प्रकाशित हुईं', 'किताब'],
  ['id', 'Presiden membaca laporan tentang pemilihan', 'baca lapor'],
  ['zh', '中国经济增长放缓引发市场担忧', '经济增长'],
  ['ja', '東京オリンピックの開会式が行われた', 'オリンピック'],
  ['ko', '대통령이 선거에서 승리했다', '대통령'],
  ['uk', 'Президент підписав закон', 'закон'],
  ['pl', 'Prezydent podpisał ustawę', 'ustawę'],
  ['da', 'Smørrebrød på Ærø', 'smorrebrod'],
];

test.each(CASES)('%s: a text is found by another form of its words', async (language, body, query) => {
  const url = `https://${language}.example/1`;
  expect(await settled([articleItem(article(url, { language, body, title: '—' }))])).toEqual(['created']);
  expect((await record(url))?.home).toBe(`news-${groupOf(language)}-2026`);
  await refresh();
  const { hits, total } = await search.articles.search({ q: query, language, sort: 'relevance', from: 0, size: 10 });
  expect(total).toBe(1);
  expect(hits[0]).toMatchObject({ index: names.homeIndex(`news-${groupOf(language)}-2026`), article: { url } });
});

test('each language has its own index: no text was put where another analyser reads it', async () => {
  const { total } = await search.articles.search({ q: 'governo europeo', sort: 'relevance', from: 0, size: 10 });
  expect(total).toBeGreaterThanOrEqual(1);
  const { hits } = await search.articles.search({ q: '', sort: 'date', from: 0, size: 50 });
  const groups = new Set(hits.map(({ index }) => index));
  expect(groups.size).toBe(new Set(CASES.map(([language]) => groupOf(language))).size);
});
