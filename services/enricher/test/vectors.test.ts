import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnrichJob, zEnrichedArticle } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { parsedArticle as article } from '@newsmill/contracts/test';
import { openStore } from '@newsmill/store';
import { randomPrefix, testServers } from '@newsmill/testkit';
import { packVector } from '@newsmill/vectors';
import { expect, onTestFinished, test } from 'vitest';
import { enrich } from '../src/enrich.ts';
import { addVector, createEmbedHandler, type VectorContext } from '../src/vectors.ts';

const url = 'https://news.example/a';
const job: EnrichJob = {
  ...{ v: 1, n: 1, origin: 'live', url, urlKey: urlKey(url), feedId: null, docId: urlKey(url) },
  ...{ contentHash: 'hash', scratch: 'scratch/aa/x.json.zst', exchange: null },
};
const embedding = packVector(Array.from({ length: 384 }, (_, at) => at - 100));
const free: VectorContext = { embed: async () => embedding, waiting: () => 0, roomLater: async () => true };
const enriched = (language = 'en') => enrich(article({ body: 'A body.' }), { detectLanguage: async () => ({ language, confidence: 1 }) });

test('an article takes its vector along while the model has the time', async () => {
  const { article: found, later } = await addVector(await enriched(), job, free);
  expect([zEnrichedArticle.parse(found).embedding, later]).toEqual([embedding, false]);
});

test('while the model is busy the article goes on, and its vector follows', async () => {
  const { article: found, later } = await addVector(await enriched(), job, { ...free, waiting: () => 3 });
  expect([found.embedding, found.quality.flags, later]).toEqual([undefined, [], true]);
});

test('what can have no vector, now or later, says so and goes on', async () => {
  const busy = { ...free, waiting: () => 3 };
  const broken = { ...free, embed: () => Promise.reject(new Error('broken')) };
  for (const [context, of] of [
    [{ ...busy, roomLater: async () => false }, job],
    [busy, { ...job, origin: 'rebuild' }],
    [broken, job],
  ] as const) {
    const { article: found, later } = await addVector(await enriched(), of, context);
    expect([found.embedding, found.quality.flags, later]).toEqual([undefined, ['no_vectors'], false]);
  }
  expect((await addVector(await enriched(), { ...job, origin: 'rebuild', again: true }, busy)).later).toBe(true);
});

test('texts in languages that the model does not know have none', async () => {
  const before = await enriched('de');
  expect(await addVector(before, job, free)).toEqual({ article: before, later: false });
});

test('the vector that follows goes to the index with the hash of its text; what is gone needs none', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'enricher-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const settings = { REDIS_URL: testServers().redisUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir };
  const fail = (error: unknown): void => {
    throw error;
  };
  const store = await openStore({ ...settings, FRONTIER_PARTITIONS: 1, FRONTIER_LIMIT: 10 }, { failFast: false, onError: fail });
  onTestFinished(store.close);
  const texts: string[] = [];
  const handle = createEmbedHandler(store.bodies, {
    embed: async (text) => {
      texts.push(text);
      return embedding;
    },
  });
  const { exchange: _, ...embedJob } = job;
  const scratch = await store.bodies.putScratch(job.urlKey, 'enriched', { article: await enriched() });
  const { scratch: _2, ...trail } = embedJob;
  expect(await handle({ ...embedJob, scratch })).toEqual([{ to: 'index', job: { ...trail, kind: 'vector', embedding } }]);
  expect(texts).toEqual(['A title. A body.']);
  await store.bodies.deleteOf(new Set([job.urlKey]));
  expect(await handle({ ...embedJob, scratch })).toEqual([]);
});
