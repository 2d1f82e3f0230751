import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { EnrichJob, FetchJob, ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { type Sinks, startWorker } from '@newsmill/queue';
import { openRawChain } from '@newsmill/queue/bench';
import { type InProcess, inParallel, openInProcess, pageOffer } from '../in-process.ts';
import { askOnce } from '../redis-client.ts';
import type { Row } from '../row.ts';

const LEAST = 0.8;
const LANES = 50;
const CONCURRENCY = 20;
const CHAIN = ['fetch', 'parse', 'enrich', 'index'] as const;

export const row10: Row = {
  id: 10,
  test: 'our stage wrapper (zod, ledger, log line) against raw BullMQ with the same deduplication, median of >= 7 interleaved rounds',
  bar: '>= 0.80',
  withoutElasticsearch: true,
  run: async (context) => {
    const { servers, short } = context;
    const chains = short ? 200 : 3_000;
    const rounds = short ? 1 : 7;
    const parts = await openInProcess(context, servers.redisUrl);
    const log = createWriteStream(join(context.folder, context.name, 'wide.log'));
    const [raw, ours]: [number[], number[]] = [[], []];
    try {
      for (let round = 0; round < rounds; round++) {
        // whoever goes first is not always the same
        const order = [
          () => rawRound(servers.redisUrl, chains).then((rate) => raw.push(rate)),
          () => ourRound(parts, chains, log).then((rate) => ours.push(rate)),
        ];
        for (const one of round % 2 === 0 ? order : order.reverse()) {
          await askOnce(servers.redisPort, 'FLUSHALL');
          await one();
        }
      }
    } finally {
      log.end();
      await parts.close();
    }
    const share = median(ours) / median(raw);
    return {
      reached: share >= LEAST,
      figure: `${share.toFixed(3)} (${Math.round(median(ours))} against ${Math.round(median(raw))} chains/s of ${CHAIN.length} stages, ${rounds} rounds)`,
      figures: { share: Number(share.toFixed(3)), ours: ours.map(Math.round).join(' '), raw: raw.map(Math.round).join(' ') },
    };
  },
};

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function rawRound(redisUrl: string, chains: number): Promise<number> {
  const over = counter(chains);
  const chain = await openRawChain(redisUrl, '{raw}', CHAIN, { concurrency: CONCURRENCY, onEnd: over.one });
  const from = performance.now();
  await inParallel(Array(chains).keys(), LANES, (at) => chain.add({ id: `${urlKey(address(at))}-0`, data: parseJob(fetchJob(at, 1)) }));
  await over.all;
  const rate = chains / ((performance.now() - from) / 1_000);
  await chain.close();
  return rate;
}

async function ourRound({ settings, queues, store, onError }: InProcess, chains: number, log: NodeJS.WritableStream): Promise<number> {
  const over = counter(chains);
  const common = {
    settings,
    queues,
    concurrency: CONCURRENCY,
    onError,
    onEvent: (event: object) => void log.write(`${JSON.stringify(event)}\n`),
  };
  const parseSinks: Sinks<'parse'> = { frontier: async () => undefined, feed: async () => undefined };
  const fetchSinks: Sinks<'fetch'> = { frontier: async () => undefined };
  const workers = [
    startWorker({ ...common, stage: 'fetch', sinks: fetchSinks, handler: async (job) => [{ to: 'parse', job: parseJob(job) }] }),
    startWorker({ ...common, stage: 'parse', sinks: parseSinks, handler: async (job) => [{ to: 'enrich', job: enrichJob(job) }] }),
    startWorker({ ...common, stage: 'enrich', sinks: {}, handler: async (job) => [{ to: 'index', job: { ...job, kind: 'article' } }] }),
    startWorker({
      ...common,
      stage: 'index',
      sinks: {},
      handler: async (job) => {
        await store.frontier.settle(job);
        over.one();
        return [];
      },
    }),
  ];
  const from = performance.now();
  await inParallel(Array(chains).keys(), LANES, async (at) => {
    // the ledger: in with the offer, out with the outcome
    const [n = 0] = await store.frontier.open([pageOffer(address(at))]);
    await queues.add('fetch', fetchJob(at, n));
  });
  await over.all;
  const rate = chains / ((performance.now() - from) / 1_000);
  await Promise.all(workers.map((worker) => worker.close()));
  return rate;
}

function counter(most: number): { one: () => void; all: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let count = 0;
  return {
    one: () => {
      if (++count === most) resolve();
    },
    all: promise,
  };
}

const address = (at: number): string => `https://www.host-${at % 500}.example.com/news/2025/11/25/the-story-no-${at}`;

const fetchJob = (at: number, n: number): FetchJob => ({ ...pageOffer(address(at)), v: 1, n, tries: 0 });

function parseJob(job: FetchJob): ParseJob {
  const exchange = `bodies/2025-11-25/${job.urlKey}-0123456789ab.warc.zst`;
  return { ...job, exchange, status: 200, fetchedAt: new Date().toISOString(), code: null, detail: null };
}

function enrichJob({ v, n, origin, url, urlKey: key, feedId, exchange }: ParseJob): EnrichJob {
  const contentHash = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
  return {
    v,
    n,
    origin,
    url,
    urlKey: key,
    feedId,
    docId: key,
    contentHash,
    scratch: `scratch/${key.slice(0, 2)}/${key}-0123456789abcdef.json.zst`,
    exchange,
  };
}
