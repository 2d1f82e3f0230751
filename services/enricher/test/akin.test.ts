import { tmpdir } from 'node:os';
import { type EnrichedArticle, zEnrichedArticle } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { parsedArticle as article } from '@newsmill/contracts/test';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { randomPrefix, testServers, until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AKIN_SWITCHES, type AkinContext, findAkin } from '../src/akin.ts';
import { enrich } from '../src/enrich.ts';
import { createOlder } from '../src/older.ts';
import { loadWords } from '../src/text/words.ts';

vi.setConfig({ testTimeout: 60_000 });

const words = loadWords();
const BODY = Array.from(
  { length: 60 },
  (_, at) => `Paragraph ${at} of the report from Orlandsvik says ${at * 7} pylons, ${at * 3} divers and the mayor Brekke wait.`,
).join(' ');
const fail = (error: unknown): void => {
  throw error;
};

async function open({ elasticsearchUrl = testServers().elasticsearchUrl, prefix = randomPrefix() } = {}) {
  const settings = {
    REDIS_URL: testServers().redisUrl,
    NEWSMILL_PREFIX: prefix,
    BODIES_DIR: tmpdir(),
    FRONTIER_PARTITIONS: 1,
    FRONTIER_LIMIT: 10,
  };
  const login = { ELASTICSEARCH_URL: elasticsearchUrl, ELASTICSEARCH_USERNAME: undefined, ELASTICSEARCH_PASSWORD: undefined };
  const store = await openStore(settings, { failFast: false, onError: fail });
  const search = openSearch({ ...login, NEWSMILL_PREFIX: prefix });
  onTestFinished(async () => {
    await store.close();
    await search.close();
  });
  const context: AkinContext = { ...store.akin, on: new Set(AKIN_SWITCHES), older: createOlder(search), words };
  return { store, search, context };
}

const enriched = async (url: string, parts: Parameters<typeof article>[0] = {}): Promise<EnrichedArticle> =>
  enrich(article({ url, canonical_url: url, title: 'Bridge of Orlandsvik', body: BODY, ...parts }), {
    detectLanguage: async () => ({ language: 'en', confidence: 1 }),
  });
const doc = (url: string, origin: 'live' | 'rebuild' | 'import' = 'live') => ({ docId: urlKey(url), origin });
const [first, second] = ['https://a.example/1', 'https://b.example/2'];

test('the copy of an article that only the index remembers is found, in the shape that is stored', async () => {
  const { search, context } = await open();
  await search.setUp();
  const old = await enriched(first, { published_at: '2026-03-01T00:00:00.000Z', first_seen_at: '2026-03-01T00:00:00.000Z' });
  const { article: stored } = await findAkin(old, doc(first, 'rebuild'), context);
  expect(zEnrichedArticle.parse(stored)).toEqual(stored);
  expect(stored.sketch?.keys.length).toBeGreaterThan(4);
  const job = {
    kind: 'article',
    v: 1,
    n: 1,
    origin: 'live',
    url: first,
    urlKey: urlKey(first),
    feedId: null,
    docId: urlKey(first),
  } as const;
  const validators = { etag: null, last_modified: null };
  await search.createWriter()([{ job: { ...job, contentHash: 'h', scratch: 's', exchange: null }, article: stored, validators }]);
  const found = await until(
    async () => {
      const { article: copy } = await findAkin(await enriched(second), doc(second), context);
      return copy.duplicate_of === null ? undefined : copy;
    },
    { what: 'the copy to be found in the index', timeoutMs: 20_000 },
  );
  expect(found).toMatchObject({ duplicate_of: urlKey(first), quality: { flags: [] } });
});

test('while the index is away the article goes on without its older copies, and says so', async () => {
  const { context } = await open({ elasticsearchUrl: 'http://127.0.0.1:1' });
  const { article: found } = await findAkin(await enriched(first), doc(first), context);
  expect(found).toMatchObject({ duplicate_of: null, story_id: urlKey(first), story_size: 1, quality: { flags: ['no_older_copies'] } });
  // what Redis knows needs no index
  const { article: copy } = await findAkin(await enriched(second, { published_at: null }), doc(second), context);
  expect(copy).toMatchObject({ duplicate_of: urlKey(first), story_id: urlKey(first), story_size: 2, quality: { flags: [] } });
});

test('what a rebuild reads keeps its copies and its story, and brings nothing new in', async () => {
  const { context, store } = await open();
  const once = await findAkin(await enriched(first), doc(first), context);
  expect((await findAkin(await enriched(first), doc(first, 'rebuild'), context)).article).toMatchObject({
    story_id: urlKey(first),
    story_size: 1,
  });
  const stranger = await findAkin(await enriched(second, { published_at: null }), doc(second, 'rebuild'), context);
  expect(stranger.article).toMatchObject({ duplicate_of: urlKey(first), sketch: once.article.sketch });
  expect(stranger.article).not.toHaveProperty('story_id');
  expect(stranger.changed).toEqual([]);
  expect(await store.akin.factsOf(urlKey(second))).toEqual({});
});

test('old articles of an archive enter no story, new ones do', async () => {
  const { context } = await open();
  const old = { published_at: '2026-01-01T00:00:00.000Z', first_seen_at: '2026-01-01T00:00:00.000Z' };
  expect((await findAkin(await enriched(first, old), doc(first, 'import'), context)).article).not.toHaveProperty('story_id');
  const now = new Date().toISOString();
  const fresh = await enriched(second, { published_at: now, first_seen_at: now, body: `${BODY} And more.` });
  expect((await findAkin(fresh, doc(second, 'import'), context)).article).toMatchObject({ story_id: urlKey(second) });
});

test('the others of a story are told while it is small and when it has doubled', async () => {
  const { context } = await open();
  const told: number[] = [];
  for (let at = 0; at < 9; at++) {
    const url = `https://c.example/${at}`;
    const { article: found, changed } = await findAkin(await enriched(url), doc(url), context);
    expect(found.story_size).toBe(at + 1);
    told.push(changed.length);
  }
  expect(told).toEqual([0, 1, 2, 3, 0, 0, 0, 7, 0]);
});

test('each can be switched off, and a store that fails flags the article and stops nothing', async () => {
  const { context } = await open();
  const none = await findAkin(await enriched(first), doc(first), { ...context, on: new Set() });
  expect(none).toEqual({ article: await enriched(first), changed: [] });
  const broken = () => Promise.reject(new Error('broken'));
  const failing = { ...context, sketches: { meet: broken, link: broken }, stories: { ...context.stories, storyOf: broken } };
  const { article: found } = await findAkin(await enriched(first), doc(first), failing);
  expect(found.quality.flags).toEqual(['no_duplicates', 'no_stories']);
  const full = { ...context.stories, put: async () => 'full' as const };
  expect((await findAkin(await enriched(second), doc(second), { ...context, stories: full })).article.quality.flags).toEqual([
    'no_stories',
  ]);
});
