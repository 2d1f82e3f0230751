/**
 * npm run -s bench:search -- --data DIR: scores our search on a folder of the layout of shared/search (TIME 1963, Lee) beside plain
 * BM25 with the english analyser, and prints one JSON line last. Starts an Elasticsearch of its own unless ELASTICSEARCH_URL is given.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { startElasticsearch } from '@newsmill/local';
import { createClient } from '../src/client.ts';
import { openSearch, type Search, type SearchQuery } from '../src/index.ts';
import { indexNames } from '../src/names.ts';
import { docIdOf, itemOf } from './articles.ts';
import { averagePrecision, interval, mean, ndcg } from './measures.ts';
import { type Doc, readLee, readTime, type TestSet } from './sets.ts';

const BATCH = 200;
type Client = ReturnType<typeof createClient>;
/** Documents with their scores, in any order. */
type Scored = { id: string; score: number }[];

const given: Record<string, string | undefined> = env;
const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/search' } } });
const say = (what: string, found: unknown): void => void stdout.write(`${what} ${JSON.stringify(found)}\n`);
const round = (value: number): number => Math.round(value * 10_000) / 10_000;
// ties by document id
const ranked = (scored: Scored): string[] =>
  scored.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1)).map(({ id }) => id);

async function open(
  url: string,
  docs: readonly Doc[],
): Promise<{ search: Search; client: Client; plain: string; close: () => Promise<void> }> {
  const prefix = `bench-${process.pid}-${Math.random().toString(36).slice(2, 8)}-`;
  const settings = {
    ELASTICSEARCH_URL: url,
    ELASTICSEARCH_USERNAME: given['ELASTICSEARCH_USERNAME'],
    ELASTICSEARCH_PASSWORD: given['ELASTICSEARCH_PASSWORD'],
    NEWSMILL_PREFIX: prefix,
  };
  const search = openSearch(settings);
  const client = createClient(settings);
  await search.setUp();
  const write = search.createWriter();
  for (let at = 0; at < docs.length; at += BATCH) {
    const results = await write(docs.slice(at, at + BATCH).map(itemOf));
    const failed = results.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }
  await client.indices.create({
    index: `${prefix}plain`,
    settings: { number_of_shards: 1, number_of_replicas: 0 },
    mappings: { properties: { text: { type: 'text', analyzer: 'english' } } },
  });
  await client.bulk({
    refresh: true,
    operations: docs.flatMap(({ id, text }) => [{ index: { _index: `${prefix}plain`, _id: id } }, { text }]),
  });
  await client.indices.refresh({ index: indexNames(prefix).articles });
  return {
    search,
    client,
    plain: `${prefix}plain`,
    close: async () => {
      const indices = Object.keys(await client.indices.get({ index: `${prefix}*` }));
      await client.indices.delete({ index: indices });
      await client.indices.deleteIndexTemplate({ name: `${prefix}*` });
      await search.close();
      await client.close();
    },
  };
}

type Opened = Awaited<ReturnType<typeof open>>;
type Run = (text: string) => Promise<Scored>;

function runsOf({ search, client, plain }: Opened, docs: readonly Doc[]): { plain: Run; ours: (sort: SearchQuery['sort']) => Run } {
  const ids = new Map(docs.map(({ id }) => [docIdOf(id), id]));
  const size = Math.min(docs.length, 10_000);
  return {
    plain: async (query) => {
      const { hits } = await client.search({ index: plain, size, query: { match: { text: query } } });
      return hits.hits.map(({ _id = '', _score }) => ({ id: _id, score: _score ?? 0 }));
    },
    ours: (sort) => async (q) => {
      const { hits } = await search.articles.search({ q, sort, from: 0, size, marks: false });
      return hits.map(({ id, score }) => ({ id: ids.get(id) ?? id, score: score ?? 0 }));
    },
  };
}

async function score(run: Run, { queries, gains }: TestSet): Promise<{ ndcg10: number; map: number; each: number[] }> {
  const each: number[] = [];
  const precisions: number[] = [];
  for (const { id, text } of queries) {
    const ranking = ranked(await run(text));
    each.push(ndcg(ranking, gains.get(id) ?? new Map()));
    precisions.push(averagePrecision(ranking, gains.get(id) ?? new Map()));
  }
  return { ndcg10: round(mean(each)), map: round(mean(precisions)), each };
}

async function scoreTime(url: string) {
  const set = readTime(values.data);
  const opened = await open(url, set.docs);
  try {
    const runs = runsOf(opened, set.docs);
    const [plain, relevance, best] = [
      await score(runs.plain, set),
      await score(runs.ours('relevance'), set),
      await score(runs.ours('best'), set),
    ];
    const told = ({ each, ...figures }: typeof plain) => ({ ...figures, ci95: interval(each).map(round) });
    const over = (run: typeof plain) => ({
      ndcg10: round(run.ndcg10 - plain.ndcg10),
      map: round(run.map - plain.map),
      ci95: interval(run.each.map((value, at) => value - (plain.each[at] ?? 0))).map(round),
    });
    return {
      docs: set.docs.length,
      queries: set.queries.length,
      ...told(relevance),
      over_baseline: over(relevance),
      best: { ...told(best), over_baseline: over(best) },
      baseline: told(plain),
    };
  } finally {
    await opened.close();
  }
}

async function scoreLee(url: string) {
  const { docs, gains } = readLee(values.data);
  const opened = await open(url, docs);
  const ids = new Map(docs.map(({ id }) => [docIdOf(id), id]));
  try {
    const each: number[] = [];
    for (const [story, of] of gains) {
      const hits = (await opened.search.articles.similar(docIdOf(story), docs.length)) ?? [];
      const found = new Map(hits.map(({ id, score }) => [ids.get(id) ?? id, score ?? 0]));
      // only the judged ones are ranked; what is not found comes last
      each.push(ndcg(ranked([...of.keys()].map((id) => ({ id, score: found.get(id) ?? 0 }))), of));
    }
    return { docs: docs.length, stories: gains.size, ndcg10: round(mean(each)), ci95: interval(each).map(round) };
  } finally {
    await opened.close();
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'bench-search-'));
const server = given['ELASTICSEARCH_URL']
  ? undefined
  : await startElasticsearch({ dataDir, env, log: (line) => console.error(line), port: 0 });
try {
  const url = given['ELASTICSEARCH_URL'] || (server?.url ?? '');
  const time = await scoreTime(url);
  say('time', time);
  const lee = await scoreLee(url);
  say('lee', lee);
  stdout.write(`${JSON.stringify({ time, lee })}\n`);
} finally {
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
}
