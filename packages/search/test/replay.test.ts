import { createHash } from 'node:crypto';
import { urlKey } from '@newsmill/contracts/ids';
import { labelledPages } from '@newsmill/testkit';
import { beforeAll, expect, test, vi } from 'vitest';
import { fieldsOf } from '../src/fields.ts';
import { ARTICLE_MAPPING } from '../src/mappings.ts';
import { article, articleItem } from './articles.ts';
import { install } from './install.ts';
import { LONG, outcomeOf, replayed, requests } from './replay.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const { prefix, client, names, settled, refresh } = install();

const SENTENCES: Record<string, string> = {
  en: 'The economy grows again after the election.',
  de: 'Die Wirtschaft wächst nach der Wahl wieder.',
  fr: "L'économie progresse après l'élection.",
  es: 'La economía crece después de las elecciones.',
  ru: 'Экономика растёт после выборов.',
  uk: 'Економіка зростає після виборів.',
  pl: 'Gospodarka rośnie po wyborach.',
  ar: 'الاقتصاد ينمو بعد الانتخابات.',
  hi: 'चुनाव के बाद अर्थव्यवस्था बढ़ रही है।',
  ja: '選挙後に経済が成長する。',
  ko: '선거 후 경제가 성장한다.',
  sv: 'Ekonomin växer efter valet.',
};
/** Real texts where they lie beside the repository. */
const real = (labelledPages() ?? [])
  .slice(0, 100)
  .map(({ url, articleBody }) => article(url, { title: articleBody.slice(0, 80), body: articleBody }));
const synthetic = Array.from({ length: 300 }, (_, n) => {
  const languages = Object.keys(SENTENCES);
  const language = languages[n % languages.length] ?? 'en';
  const sentence = SENTENCES[language] ?? '';
  return article(`https://${language}.example/${n}`, {
    title: `${sentence} ${n}`,
    body: `${sentence} ${n}. `.repeat(20),
    summary: sentence,
    language,
    keyphrases: ['economy', `number ${n % 7}`],
    entities: { name: ['Ada'], people: ['Ada'], organizations: [`Org ${n % 5}`], places: ['Berlin'], other: [] },
    published_at: new Date(Date.UTC(2026, 0, 1 + (n % 15))).toISOString(),
    content_hash: createHash('sha256').update(String(n)).digest('hex'),
  });
});
const all = [...new Map([...real, ...synthetic, LONG].map((one) => [urlKey(one.url), one])).values()];
const naive = `${prefix}naive`;

beforeAll(async () => {
  for (let at = 0; at < all.length; at += 100) {
    const results = await settled(all.slice(at, at + 100).map((one) => articleItem(one)));
    expect(results.filter((result) => result !== 'created')).toEqual([]);
  }
  // what a pipeline without a mapping gets: every field as Elasticsearch guesses it
  await client.indices.create({ index: naive, settings: { number_of_shards: 1, number_of_replicas: 0 } });
  await client.bulk({
    operations: [synthetic[0], LONG].flatMap((one) => [{ index: { _index: naive } }, { ...one, '@timestamp': one?.published_at }]),
  });
  await refresh();
});

const ask = async (index: string, body: Record<string, unknown>) => {
  const { _shards, hits } = await client.search({ index, ...body });
  return { failed: _shards.failed, found: hits.hits };
};
const REQUESTS = replayed([urlKey(LONG.url)]);

test('there are at least 300 articles in at least eight languages, one with a body of over 1,200,000 characters', async () => {
  expect(all.length).toBeGreaterThanOrEqual(300);
  expect(new Set(all.map(({ language }) => language)).size).toBeGreaterThanOrEqual(8);
  expect(LONG.body.length).toBeGreaterThan(1_200_000);
});

test('1 no field is of two types across the languages', async () => {
  const { fields } = await client.fieldCaps({ index: names.articles, fields: '*', ignore_unavailable: true, allow_no_indices: false });
  const conflicts = Object.entries(fields).filter(([, types]) => Object.keys(types).filter((type) => type !== 'unmapped').length > 1);
  expect(conflicts).toEqual([]);
  for (const { name } of fieldsOf(ARTICLE_MAPPING)) expect(Object.keys(fields)).toContain(name);
});

test.each(REQUESTS)('%s: answered, no shard fails', async (_name, body) => {
  expect((await ask(names.articles, body)).failed).toBe(0);
});

test('the long body is found and marked whole', async () => {
  const [, body] = REQUESTS.find(([name]) => name.startsWith('5')) ?? [];
  const { found } = await ask(names.articles, body ?? {});
  expect(found).toHaveLength(1);
  expect(found[0]?.highlight?.['body']?.[0]).toMatch(/@kibana-highlighted-field@needle@\/kibana-highlighted-field@$/);
});

test('words in a column are marked under its own name, in each language', async () => {
  for (const [query, language] of [
    ['election', 'en'],
    ['Wahl', 'de'],
    ['выборы', 'ru'],
    ['вибори', 'uk'],
    ['wybory', 'pl'],
    ['経済', 'ja'],
  ] as const) {
    const [, body] = requests([], [])[0] ?? [];
    const searched = { bool: { must: [{ multi_match: { type: 'best_fields', query, lenient: true } }], filter: [{ term: { language } }] } };
    const { found } = await ask(names.articles, { ...body, query: searched });
    const titles = found.flatMap(({ highlight }) => highlight?.['title'] ?? []);
    expect(titles[0], `${language} ${query}`).toContain('@kibana-highlighted-field@');
  }
});

test('on a mapping that was guessed every search that meets the long body fails: one long body is enough', async () => {
  const marking = REQUESTS.filter(([name]) => /^(2 documents|3|4 Lucene, near|5)/.test(name));
  expect(marking).toHaveLength(4);
  for (const [name, body] of marking) expect((await outcomeOf(client, naive, body)).answered, name).toBe(false);
});
