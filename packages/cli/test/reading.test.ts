import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash, urlKey } from '@newsmill/contracts/ids';
import { openSearch } from '@newsmill/search';
import { randomPrefix, startService, testServers, until } from '@newsmill/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../../..');
const closers: (() => Promise<unknown>)[] = [];
let api: Record<string, string>;

/** Runs `newsmill <args>` against the API of this test. */
const newsmill = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'packages/cli/src/main.ts'), ...args], { env: api }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });

const HOUR = 3_600_000;
const at = (hour: number): string => new Date(Date.UTC(2026, 0, 15, 0) + hour * HOUR).toISOString();

/** What the indexer writes for a page. */
function item(url: string, hour: number, texts: { title: string; body: string; language?: string }, storyId: string | null = null) {
  const { title, body, language = 'en' } = texts;
  const content_hash = contentHash({ title, subtitle: null, body });
  const article = {
    ...{ title, subtitle: null, summary: null, body, authors: [], url, canonical_url: url, image_url: null, section: null },
    source: { id: new URL(url).hostname, name: `The ${new URL(url).hostname}`, domain: new URL(url).hostname, country: null },
    ...{ topics: [], keywords: [], keyphrases: [], entities: { name: [], people: [], organizations: [], places: [], other: [] } },
    ...{ language, language_confidence: 1, published_at: at(1), published_precision: 'minute' as const, modified_at: null },
    ...{ first_seen_at: at(1), fetched_at: at(hour), word_count: 9, reading_minutes: 1, is_free: null, body_truncated: false },
    ...{ content_hash, body_sha: `sha ${content_hash}`, quality: { score: 1, flags: [] }, feeds: [], extra: {} },
    pipeline: { version: '1', extractor: 'test' },
    ...(storyId === null ? {} : { story_id: storyId, story_size: 2 }),
  };
  const trail = { v: 1, n: Date.parse(at(hour)), origin: 'live', url, urlKey: urlKey(url), feedId: null } as const;
  const scratch = `scratch/${'a'.repeat(64)}.json.zst`;
  const job = { kind: 'article', ...trail, docId: urlKey(url), contentHash: content_hash, scratch, exchange: null } as const;
  return { job, article, validators: { etag: null, last_modified: null } };
}

const FIRST = 'https://one.example/fire';
beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cli-'));
  closers.push(() => rm(dir, { recursive: true, force: true }));
  const { redisUrl, elasticsearchUrl } = testServers();
  const env = { REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir };
  const search = openSearch({ ...env, ELASTICSEARCH_USERNAME: undefined, ELASTICSEARCH_PASSWORD: undefined });
  closers.unshift(search.close);
  await search.setUp();
  const write = search.createWriter();
  const body = (injured: string): string => `${injured} people were hurt when the warehouse in the old harbour burned.`;
  await write([item(FIRST, 2, { title: 'Fire in the harbour', body: body('Five') }, 'a-story')]);
  await write([item(FIRST, 3, { title: 'Fire in the harbour', body: body('Seven') }, 'a-story')]);
  await write([item('https://two.example/fire', 2, { title: 'Warehouse burned', body: `${body('Some')} So we hear.` }, 'a-story')]);
  await write([item('https://drei.example/brand', 2, { title: 'Brand im Hafen', body: 'Das Lager brannte.', language: 'de' })]);
  const proc = await startService({
    name: 'api',
    entry: join(ROOT, 'services/api/src/main.ts'),
    env: { ...env, API_PORT: '0', API_TOKEN: 'hush' },
  });
  closers.unshift(() => proc.stop());
  const { port } = JSON.parse(await proc.until(/"msg":"listening"/, { timeoutMs: 60_000 })).addresses[0];
  api = { NEWSMILL_API: `http://127.0.0.1:${port}`, API_TOKEN: 'hush' };
  await until(async () => (await newsmill('search')).out.startsWith('3 articles'), { what: 'the articles', timeoutMs: 30_000 });
});
afterAll(async () => {
  for (const close of closers) await close();
});

test('a search shows each article with its id, its words in their place, and counts of values', async () => {
  const { out, err } = await newsmill('search', 'seven', 'harbour', '--facets', 'language,source');
  expect(err).toBe('');
  expect(out).toMatch(/^1 articles \(\d+ ms\)\n/);
  expect(out).toContain(
    `Fire in the harbour\n  2026-01-15T01:00  The one.example  [en]  ${urlKey(FIRST)}\n  ${FIRST}\n  … Seven people were hurt`,
  );
  expect(out).toMatch(/\nlanguage: en \(1\)\n\nsource: one\.example \(1\)\n$/);
});

test.each([
  [['--language', 'de'], ['Brand im Hafen']],
  [['--source', 'two.example'], ['Warehouse burned']],
  [['--after', '2026-01-16T00:00:00Z'], []],
  [['--size', '1', '--from', '3'], []],
  [['lang:de'], ['Brand im Hafen']],
])('newsmill search %j', async (args, titles) => {
  const { out } = await newsmill('search', ...args);
  expect(['Brand im Hafen', 'Warehouse burned', 'Fire in the harbour'].filter((title) => out.includes(`\n${title}\n`))).toEqual(titles);
});

test('a story is one hit with its other outlets', async () => {
  const { out } = await newsmill('search', 'harbour', '--stories');
  expect(out).toMatch(/^1 stories/);
  expect(out).toMatch(/\n {2}also The (one|two)\.example: /);
});

test('what is not understood is said, and a slip gets another spelling', async () => {
  expect((await newsmill('search', 'after:never', 'harbour')).out).toMatch(/\nnote: /);
  expect((await newsmill('search', 'harbuor')).out).toContain('Did you mean: harbour');
});

test('everything found goes out as a file', async () => {
  const { out } = await newsmill('search', '--format', 'jsonl');
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).language)
      .sort(),
  ).toEqual(['de', 'en', 'en']);
  expect((await newsmill('search', '--format', 'atom')).out).toContain('<feed');
  expect(await newsmill('search', '--format', 'docx')).toMatchObject({ code: 1, err: expect.stringContaining('jsonl') });
});

test('what was corrected is shown word by word', async () => {
  await until(async () => (await newsmill('revisions', urlKey(FIRST))).out.includes('replaced'), {
    what: 'the old text',
    timeoutMs: 30_000,
  });
  const { out } = await newsmill('revisions', urlKey(FIRST));
  expect(out).toContain('1. Fire in the harbour\n  replaced 2026-01-15T03:00\n  body: [-Five-] {+Seven+} people were hurt');
  expect((await newsmill('revisions', urlKey('https://two.example/fire'))).out).toBe('Nothing was corrected in it.\n');
  expect(await newsmill('revisions', 'none')).toMatchObject({ code: 1, err: expect.stringContaining('No article has this id') });
});

test('articles that are like one are shown', async () => {
  const { code, out } = await newsmill('similar', urlKey(FIRST));
  expect(code).toBe(0);
  expect(out).toMatch(/Warehouse burned|Nothing is like it/);
  expect(await newsmill('similar', 'none')).toMatchObject({ code: 1 });
});
