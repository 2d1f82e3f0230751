import type { estypes } from '@elastic/elasticsearch';
import { groupOf, homeOf } from '@newsmill/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { openSearch } from '../src/index.ts';
import { POLISH, type Stemmer, UKRAINIAN } from '../src/stemmers.ts';
import { article, articleItem } from './articles.ts';
import { install, settingsFor } from './install.ts';

const homeIn2026 = (language: string): string =>
  homeOf({ language, published_at: '2026-01-01T00:00:00.000Z', first_seen_at: '2026-01-01T00:00:00.000Z' });
const { client, names, prefix, search, settled, refresh, record } = install();

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
  ['uk', 'Президент підписав закони про вибори', 'закон виборах'],
  ['pl', 'Prezydent podpisał ustawę w mieście', 'ustawa miasta'],
  ['da', 'Smørrebrød på Ærø', 'smorrebrod'],
];

test.each(CASES)('%s: a text is found by another form of its words', async (language, body, query) => {
  const url = `https://${language}.example/1`;
  expect(await settled([articleItem(article(url, { language, body, title: '—' }))])).toEqual(['created']);
  expect((await record(url))?.home).toBe(homeIn2026(language));
  await refresh();
  const { hits, total } = await search.articles.search({ q: query, language, sort: 'relevance', from: 0, size: 10 });
  expect(total).toBe(1);
  expect(hits[0]).toMatchObject({ index: names.homeIndex(homeIn2026(language)), article: { url } });
});

test('each group of languages has its own index: no text was put where another analyser reads it', async () => {
  const { total } = await search.articles.search({ q: 'governo europeo', sort: 'relevance', from: 0, size: 10 });
  expect(total).toBeGreaterThanOrEqual(1);
  const { hits } = await search.articles.search({ q: '', sort: 'date', from: 0, size: 50 });
  const groups = new Set(hits.map(({ index }) => index));
  expect(groups.size).toBe(new Set(CASES.map(([language]) => groupOf(language))).size);
});

// language, a title, what a reader types, and the words that must be marked
const TITLES: [language: string, title: string, query: string, marked: string[]][] = [
  ['en', 'Governments are voting on taxes', 'government tax', ['Governments', 'taxes']],
  ['fr', 'Les élections présidentielles en France', 'élection présidentielle', ['élections', 'présidentielles']],
  ['de', 'Die Häuser in den Städten', 'Haus Stadt', ['Häuser', 'Städten']],
  ['es', 'Los gobiernos aprobaron las leyes', 'gobierno ley', ['gobiernos', 'leyes']],
  ['it', 'I governi europei approvano', 'governo europeo', ['governi', 'europei']],
  ['pt', 'Os governos aprovaram medidas', 'governo medida', ['governos', 'medidas']],
  ['nl', 'Verkiezingen in de gemeenten', 'verkiezing gemeente', ['Verkiezingen', 'gemeenten']],
  ['ru', 'Выборы в крупных городах', 'выбор город', ['Выборы', 'городах']],
  ['uk', 'Президенти підписали закони', 'президент закону', ['Президенти', 'закони']],
  ['pl', 'Wybory w polskich miastach', 'wyborów miasto', ['Wybory', 'miastach']],
  ['ar', 'نشرت الحكومة الكتاب الجديد', 'كتاب حكومة', ['الحكومة', 'الكتاب']],
  ['fa', 'کتاب‌ها در تهران منتشر شد', 'کتاب', ['کتاب']],
  ['tr', 'Evlerin fiyatları yükseldi', 'fiyat ev', ['Evlerin', 'fiyatları']],
  ['hi', 'नई किताबें दिल्ली में', 'किताब', ['किताबें']],
  ['id', 'Presiden membaca laporannya', 'baca laporan', ['membaca', 'laporannya']],
  ['zh', '中国经济增长放缓', '经济增长', ['经济增长']],
  ['ja', '東京オリンピックの開会式', 'オリンピック', ['オリンピック']],
  ['ko', '대통령이 선거에서 승리', '선거를', ['선거에서']],
];

test.each(TITLES)('%s: in "%s" the words of "%s" are marked where a reader sees them', async (language, title, query, marked) => {
  const url = `https://${language}.example/title`;
  await settled([articleItem(article(url, { language, title, body: '—' }))]);
  await refresh();
  const { hits } = await search.articles.search({ q: query, language, sort: 'relevance', from: 0, size: 10 });
  const shown = hits.find(({ article: found }) => found.url === url)?.highlights['title']?.[0] ?? '';
  expect(shown.replace(/<\/?mark>/g, '')).toBe(title);
  // pairs of CJK letters are marked one by one
  const joined = shown.replaceAll('</mark><mark>', '');
  for (const word of marked) expect(joined).toContain(`<mark>${word}`);
});

const inline = ({ filters, chain, stopwords }: Stemmer) => ({
  tokenizer: 'standard',
  filter: ['lowercase', { type: 'stop', stopwords }, ...chain.map((name) => filters[name])] as estypes.AnalysisTokenFilter[],
});

// languages that share an index, with the analysis that each would have alone
test.each<[string, estypes.IndicesAnalyzeRequest, string]>([
  ['ru', { analyzer: 'russian' }, 'NATO and the iPhones of 2026'],
  ['ar', { analyzer: 'arabic' }, 'NATO and the iPhones of 2026, ٢٠٢٦'],
  ['hi', { analyzer: 'hindi' }, 'NATO and the iPhones of 2026, २०२६'],
  ['uk', inline(UKRAINIAN), 'НАТО у 2026'],
  ['pl', inline(POLISH), 'NATO w 2026'],
])('%s: a text is read as if its language were alone in its index', async (language, alone, more) => {
  const texts = [...CASES, ...TITLES].flatMap(([of, ...some]) => (of === language ? some.flat() : []));
  const text = [...texts, more];
  const index = names.homeIndex(homeIn2026(language));
  const [shared, own] = await Promise.all([
    client.indices.analyze({ index, analyzer: 'news_text', text }),
    client.indices.analyze({ ...alone, text }),
  ]);
  const words = ({ tokens = [] }: estypes.IndicesAnalyzeResponse) => tokens.map(({ token }) => token);
  expect(words(shared)).toEqual(words(own));
});

test('indices of a month have the analysis of their language, and are searched with all others', async () => {
  const monthly = openSearch({ ...settingsFor(prefix), INDEX_PERIOD: 'month' });
  onTestFinished(monthly.close);
  const url = 'https://monthly.example/1';
  const text = { language: 'de', title: '—', body: 'Die Brücken wurden gesperrt', published_at: '2026-01-02T00:00:00.000Z' };
  const [written] = await monthly.createWriter()([articleItem(article(url, text))]);
  expect(written).toMatchObject({ status: 'fulfilled', value: 'created' });
  expect((await record(url))?.home).toBe('news-de-2026-01');
  await refresh();
  const { hits } = await search.articles.search({ q: 'gesperrte Brücke', language: 'de', sort: 'relevance', from: 0, size: 10 });
  expect(hits.map(({ article: found }) => found.url)).toContain(url);
});
