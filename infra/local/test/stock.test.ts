import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startElasticsearch } from '../src/index.ts';
import { askElasticsearch, SMALL_HEAP, testEnv } from './helpers.ts';
import { analyzers, charFilters, filters, type Row, type Rows, stemmers, tokenizers } from './stock.ts';

const SLOW = 120_000;
const SOURCES = join(import.meta.dirname, '../elasticsearch/analysis/newsmill/analysis');
// Most filters are shown on words between spaces; these need what their tokenizer says about a token.
const TOKENIZERS: Record<string, string> = { cjk_bigram: 'standard', classic: 'classic', keep_types: 'standard', trim: 'keyword' };
// These are seen only in what others make of their tokens.
const CHAINS: Record<string, (own: unknown) => unknown[]> = {
  keyword_marker: (own) => [own, 'porter_stem'],
  keyword_repeat: (own) => [own, 'porter_stem'],
  remove_duplicates: (own) => ['keyword_repeat', 'porter_stem', own],
};

let url = '';
let end = async () => {};

beforeAll(async () => {
  const { ELASTICSEARCH_URL: given } = testEnv;
  if (given) {
    url = given;
    return;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'newsmill-test-'));
  const server = await startElasticsearch({ dataDir, env: testEnv, log: () => {}, port: 0, heap: SMALL_HEAP });
  url = server.url;
  end = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true });
  };
}, SLOW);

afterAll(() => end());

type Analysis = { tokens?: { token: string }[]; error?: { reason: string } };

async function analyze(body: unknown, index = ''): Promise<readonly string[]> {
  const { tokens, error } = await askElasticsearch<Analysis>(url, `${index}_analyze`, body);
  return tokens?.map((token) => token.token) ?? [`error: ${error?.reason}`];
}

const withSettings = (name: string, [, , settings]: Row) => (settings ? { type: name, ...settings } : name);

const KINDS: Record<string, { rows: Rows; request: (name: string, row: Row) => unknown }> = {
  analyzers: { rows: analyzers, request: (analyzer) => ({ analyzer }) },
  filters: {
    rows: filters,
    request: (name, row) => {
      const own = withSettings(name, row);
      return { tokenizer: TOKENIZERS[name] ?? 'whitespace', filter: CHAINS[name]?.(own) ?? [own] };
    },
  },
  charFilters: { rows: charFilters, request: (name, row) => ({ tokenizer: 'keyword', char_filter: [withSettings(name, row)] }) },
  tokenizers: { rows: tokenizers, request: (name, row) => ({ tokenizer: withSettings(name, row) }) },
  stemmers: { rows: stemmers, request: (language) => ({ tokenizer: 'whitespace', filter: [{ type: 'stemmer', language }] }) },
};

test('every name of the table makes the tokens that Elasticsearch makes', { timeout: SLOW }, async () => {
  for (const [kind, { rows, request }] of Object.entries(KINDS)) {
    const made: Record<string, readonly string[]> = {};
    for (const [name, row] of Object.entries(rows)) made[name] = await analyze({ text: row[0], ...(request(name, row) as object) });
    const expected = Object.fromEntries(Object.entries(rows).map(([name, [, tokens]]) => [name, tokens]));
    expect(made, kind).toEqual(expected);
  }
});

test('every name in the Java sources has its row here', () => {
  const sources = ['Stock.java', 'StockAnalysisPlugin.java', 'Stemmers.java']
    .map((file) => readFileSync(join(SOURCES, file), 'utf8'))
    .join('\n');
  const names = (pattern: RegExp) => [...sources.matchAll(pattern)].map((match) => match[1]).sort();
  expect(names(/analyzers\.put\("(\w+)"/g)).toEqual(Object.keys(analyzers).sort());
  expect(names(/(?:\b(?:filter|normalizer|custom|customNormalizer)\(|\bfilters\.put\()"(\w+)"/g)).toEqual(Object.keys(filters).sort());
  expect(names(/charFilters\.put\("(\w+)"/g)).toEqual(Object.keys(charFilters).sort());
  expect(names(/tokenizers\.put\("(\w+)"/g)).toEqual(Object.keys(tokenizers).sort());
  expect(names(/entry\("(\w+)"/g)).toEqual(Object.keys(stemmers).sort());
});

async function withIndex(analysis: unknown, use: (index: string) => Promise<void>): Promise<void> {
  const index = `stock-${crypto.randomUUID()}`;
  expect(await askElasticsearch(url, index, { settings: { analysis } }, 'PUT')).toMatchObject({ acknowledged: true });
  try {
    await use(`${index}/`);
  } finally {
    await askElasticsearch(url, index, undefined, 'DELETE');
  }
}

test('an index may give a language analyser its own stop words and words not to stem', async () => {
  const analyzer = {
    own: { type: 'english', stopwords: ['breaking'], stem_exclusion: ['markets'] },
    other: { type: 'german', stopwords: '_none_' },
  };
  await withIndex({ analyzer }, async (index) => {
    expect(await analyze({ analyzer: 'own', text: 'Breaking the markets, stocks fallen' }, index)).toEqual([
      'the',
      'markets',
      'stock',
      'fallen',
    ]);
    expect(await analyze({ analyzer: 'other', text: 'Die Tische' }, index)).toEqual(['die', 'tisch']);
  });
});

test('an index may build a chain of stock parts, with synonyms that go through the parts before them', async () => {
  const filter = {
    same: { type: 'synonym_graph', synonyms: ['Télé, telly => television'] },
    stem: { type: 'stemmer', language: 'english' },
    stop: { type: 'stop', stopwords: '_english_' },
  };
  const chain = {
    type: 'custom',
    char_filter: ['html_strip'],
    tokenizer: 'standard',
    filter: ['lowercase', 'asciifolding', 'same', 'stop', 'stem'],
  };
  const normalizer = { folded: { type: 'custom', filter: ['lowercase', 'asciifolding', 'trim'] } };
  await withIndex({ filter, analyzer: { chain }, normalizer }, async (index) => {
    expect(await analyze({ analyzer: 'chain', text: '<b>Télé</b> and the radios' }, index)).toEqual(['televis', 'radio']);
    expect(await analyze({ normalizer: 'folded', text: ' Café ' }, index)).toEqual(['cafe']);
  });
});

test('wrong settings are refused when the index is made, in words', async () => {
  const refused = async (filter: unknown) => {
    const answer = await askElasticsearch<Analysis>(
      url,
      `stock-${crypto.randomUUID()}`,
      { settings: { analysis: { filter: { wrong: filter } } } },
      'PUT',
    );
    return answer.error?.reason;
  };
  expect(await refused({ type: 'stemmer', language: 'klingon' })).toContain('[language] is [klingon], but must be one of [arabic,');
  expect(await refused({ type: 'ngram', min_gram: 1, max_gram: 4 })).toContain('index.max_ngram_diff allows at most [1]');
  expect(await refused({ type: 'keep' })).toContain('[keep_words] or [keep_words_path] is missing');
});
