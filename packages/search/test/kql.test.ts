import { createRequire } from 'node:module';
import type { estypes } from '@elastic/elasticsearch';
import type { EnrichedArticle } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { beforeAll, expect, test } from 'vitest';
import { fieldsOf } from '../src/fields.ts';
import { buildBundle } from '../src/kibana/bundle.ts';
import { ARTICLE_MAPPING } from '../src/mappings.ts';
import { article, articleItem } from './articles.ts';
import { install } from './install.ts';

// Kibana's own reader of its query language says which query a search line becomes; Elasticsearch says what that finds over our fields.

// required, not imported: its types are sources for another compiler
const require = createRequire(import.meta.url);
const esQuery = require('@cybernetex/kbn-es-query') as {
  fromKueryExpression: (line: string) => object;
  toElasticsearchQuery: (read: object, dataView: object) => estypes.QueryDslQueryContainer;
};

const { client, names, settled, refresh } = install();

const people = (...some: string[]) => ({ name: some, people: some, organizations: [], places: [], other: [] });
const ARTICLES: Record<string, Partial<EnrichedArticle>> = {
  climate: {
    title: 'Ministers meet over climate change',
    body: 'The election in the north is over; the climate changes all the same.',
    source: { id: 'one.example', name: 'The Example', domain: 'www.one.example', country: 'GB' },
    section: 'Science & Nature',
    entities: people('Ada Byron'),
    published_at: '2026-01-10T10:00:00.000Z',
    quality: { score: 0.9, flags: [] },
  },
  change: {
    title: 'A change of trains',
    subtitle: 'Elections delay the timetable',
    body: 'Nothing about weather at all.',
    source: { id: 'two.example', name: 'Example Post', domain: 'www.two.example', country: 'US' },
    keywords: ['rail "strike"'],
    entities: people('Bob Stone'),
    published_at: '2026-02-10T10:00:00.000Z',
    word_count: 900,
    quality: { score: 0.3, flags: ['too_short'] },
  },
  wahl: {
    title: 'Nach den Wahlen: Klimawandel zuerst',
    body: 'Die Ministerinnen sprachen über die Häuser am Meer.',
    language: 'de',
    source: { id: 'drei.example', name: 'Das Beispiel', domain: 'www.drei.example', country: 'DE' },
    topics: ['medtop:20000013'],
    published_at: null,
    first_seen_at: '2026-03-01T10:00:00.000Z',
  },
  выборы: {
    title: 'Выборы прошли спокойно',
    body: 'Министры говорили о погоде.',
    language: 'ru',
    published_at: '2026-01-20T23:30:00.000Z',
  },
  選挙: { title: '選挙後に経済が成長する', body: '大臣は天気について話した。', language: 'ja', published_at: '2026-01-25T10:00:00.000Z' },
};
/** Nothing is newer than the moment it was met. */
const other = { id: 'other.example', name: 'Another', domain: 'www.other.example', country: null };
const LATER = { first_seen_at: '2026-03-01T10:00:00.000Z', source: other };
const urlOf = (name: string): string => `https://kql.example/${encodeURIComponent(name)}`;
const nameOf = new Map(Object.keys(ARTICLES).map((name) => [urlKey(urlOf(name)), name]));
const EVERY = Object.keys(ARTICLES);

beforeAll(async () => {
  const written = await settled(EVERY.map((name) => articleItem(article(urlOf(name), { ...LATER, ...ARTICLES[name] }))));
  expect(written).toEqual(EVERY.map(() => 'created'));
  await refresh();
});

/** Our fields as Kibana's data view has them. */
const TYPES: Record<string, string> = { date: 'date', integer: 'number', half_float: 'number', boolean: 'boolean', geo_point: 'geo_point' };
const dataView = {
  title: names.articles,
  fields: fieldsOf(ARTICLE_MAPPING).map(({ name, type }) => ({ name, type: TYPES[type] ?? 'string', scripted: false })),
};

/** What Discover finds for a line in its search bar. */
async function found(kql: string): Promise<string[]> {
  const query = esQuery.toElasticsearchQuery(esQuery.fromKueryExpression(kql), dataView);
  const { hits, _shards } = await client.search({ index: names.articles, size: 100, query: { bool: { filter: [query] } } });
  expect(_shards.failed).toBe(0);
  return hits.hits.map(({ _id = '' }) => nameOf.get(_id) ?? _id).sort();
}

test.each<[string, string[]]>([
  // any of the words, in the form of any language
  ['climate change', ['change', 'climate']],
  ['elections', ['change', 'climate']],
  ['minister', ['climate']],
  ['Wahl', ['wahl']],
  ['haus', ['wahl']],
  ['выборов', ['выборы']],
  ['経済', ['選挙']],
  // a phrase; stop words count in it where a title keeps them
  ['"climate change"', ['climate']],
  ['"a change of trains"', ['change']],
  ['climate and trains', []],
  ['climate and not trains', ['climate']],
  ['climate or выборы', ['climate', 'выборы']],
  ['title: election', []],
  ['body: election', ['climate']],
  ['subtitle: election', ['change']],
  ['title: elec*', []],
  // a beginning is looked for as it is written: among the stems of words, or in `title.words`
  ['title: climat*', ['climate']],
  ['title.words: minister*', ['climate']],
  ['title: (trains or ministers)', ['change', 'climate']],
  ['title: "climate change"', ['climate']],
  // keywords are whole values, as written
  ['source.name: "The Example"', ['climate']],
  ['source.name: Example', []],
  ['source.name: *Post*', ['change']],
  ['source.domain: www.two.example', ['change']],
  ['section: "Science & Nature"', ['climate']],
  ['keywords: "rail \\"strike\\""', ['change']],
  ['entities.people: ("Ada Byron" or "Bob Stone")', ['change', 'climate']],
  ['topics: medtop\\:20000013', ['wahl']],
  ['url: *', EVERY],
  ['language: de', ['wahl']],
  ['language: (de or ru)', ['wahl', 'выборы']],
  ['not language: en', ['wahl', 'выборы', '選挙']],
  // dates, in UTC; what has none is not between two
  ['published_at >= "2026-02-01"', ['change']],
  ['@timestamp >= "2026-01-20" and @timestamp < "2026-02-01"', ['выборы', '選挙']],
  ['published_at: "2026-01-20"', ['выборы']],
  ['published_at < now', ['change', 'climate', 'выборы', '選挙']],
  ['not published_at: *', ['wahl']],
  ['word_count > 800', ['change']],
  ['quality.score < 0.5', ['change']],
  ['quality.flags: too_short', ['change']],
  ['corrected: false', EVERY],
  ['nothing_of_this_name: x', []],
])('%s', async (kql, wanted) => {
  expect(await found(kql)).toEqual(wanted.toSorted());
});

test('the query of each saved search is one that Kibana reads', async () => {
  const searches = buildBundle().filter(({ type }) => type === 'search');
  const lines = searches.map(({ attributes }) => {
    const { searchSourceJSON } = attributes['kibanaSavedObjectMeta'] as { searchSourceJSON: string };
    return (JSON.parse(searchSourceJSON) as { query: { query: string; language: string } }).query;
  });
  const written = lines.filter(({ language, query }) => language === 'kuery' && query !== '');
  expect(written.length).toBeGreaterThan(0);
  for (const { query } of written) await found(query);
  expect(await found('quality.score < 0.5 or not published_at:*')).toEqual(['change', 'wahl']);
});
