/**
 * npm run -s bench:latency -- [--articles N] [--rounds N] [--samples DIR]: how long a search takes over so many articles, beside the very same
 * searches on a mapping that Elasticsearch guessed, in turns. Prints a table and one JSON line last. Times are those of the asking process,
 * from the question to the read answer.
 */
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createClient } from '../src/client.ts';
import { openSearch } from '../src/index.ts';
import { indexNames } from '../src/names.ts';
import { searchArticles } from '../src/query/run.ts';
import type { SearchQuery } from '../src/query/types.ts';
import { fill } from './fill.ts';
import { highlightTimes } from './highlight-times.ts';
import { createNaive, naiveTarget } from './naive.ts';
import { KINDS, type Kind, makeQueries } from './queries.ts';
import { withElasticsearch } from './server.ts';
import { makeSynthetic } from './synthetic.ts';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '40' },
    samples: { type: 'string', default: '../shared/enrich' },
  },
});
/** Queries of each kind that both are asked before any is measured: a server that runs for days has compiled what it does. */
const WARM_UP = 30;

type Ask = (query: SearchQuery) => Promise<unknown>;
type Times = Record<'ours' | 'naive', number[]>;

const quantile = (times: readonly number[], share: number): number => {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
const round = (value: number): number => Math.round(value * 100) / 100;

async function timed(ask: Ask, query: SearchQuery): Promise<number> {
  const start = performance.now();
  await ask(query);
  return performance.now() - start;
}

/** Every query to both, the one first that was second before: what the machine does meanwhile meets both alike. */
async function measure(ours: Ask, naive: Ask, queries: readonly SearchQuery[]): Promise<Times> {
  const times: Times = { ours: [], naive: [] };
  for (const [at, query] of queries.entries()) {
    const turns = [
      ['ours', ours],
      ['naive', naive],
    ] as const;
    for (const [whose, ask] of at % 2 === 0 ? turns : turns.toReversed()) {
      times[whose].push(await timed(ask, query));
    }
  }
  return times;
}

const told = ({ ours, naive }: Times) => ({
  p50: round(quantile(ours, 0.5)),
  p95: round(quantile(ours, 0.95)),
  naive_p50: round(quantile(naive, 0.5)),
  naive_p95: round(quantile(naive, 0.95)),
  p95_ratio: round(quantile(ours, 0.95) / quantile(naive, 0.95)),
});

await withElasticsearch(async (settingsOf) => {
  const settings = settingsOf();
  const search = openSearch(settings);
  const client = createClient(settings);
  const names = indexNames(settings.NEWSMILL_PREFIX);
  const synthetic = makeSynthetic({
    count: Number(values.articles),
    samples: values.samples,
    until: '2026-11-01T00:00:00.000Z',
    days: 600,
  });
  await search.setUp();
  const index = await createNaive(client, settings.NEWSMILL_PREFIX);
  const titles = await fill(client, names, index, synthetic.articles());
  const target = naiveTarget(client, index);
  const ours: Ask = (query) => searchArticles(client, names, query);
  const naive: Ask = (query) => searchArticles(target.client, target.names, query);
  const report: Partial<Record<Kind | 'all', ReturnType<typeof told>>> = {};
  const all: Times = { ours: [], naive: [] };
  const queriesOf = (kind: Kind) => makeQueries(kind, Number(values.rounds) + WARM_UP, synthetic.words, titles);
  for (const kind of KINDS) await measure(ours, naive, queriesOf(kind).slice(0, WARM_UP));
  for (const kind of KINDS) {
    const times = await measure(ours, naive, queriesOf(kind).slice(WARM_UP));
    report[kind] = told(times);
    for (const whose of ['ours', 'naive'] as const) all[whose].push(...times[whose]);
  }
  report.all = told(all);
  const highlight = await highlightTimes(client, names, target, makeQueries('words', Number(values.rounds), synthetic.words, titles));
  console.table(report);
  console.table({ 'highlight, ms a search': highlight });
  stdout.write(`${JSON.stringify({ articles: Number(values.articles), rounds: Number(values.rounds), ...report, highlight })}\n`);
  await search.close();
  await client.close();
});
