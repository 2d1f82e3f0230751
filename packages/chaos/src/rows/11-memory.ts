import type { ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { type InProcess, inParallel, openInProcess, pageOffer } from '../in-process.ts';
import { askOnce, connectClient, infoNumber } from '../redis-client.ts';
import type { Row } from '../row.ts';

const LANES = 200;
const JOBS_MB = 95;
const ITEMS_MB = 330;
const FEED = urlKey('http://feeds.example.com/news/world/rss.xml');

export const row11: Row = {
  id: 11,
  test: 'Redis memory per 100k queued jobs / per 1M frontier items with seen and ledger',
  bar: '<= 95 MB / <= 330 MB',
  withoutElasticsearch: true,
  run: async (context) => {
    const { servers, short } = context;
    await servers.wipe();
    await askOnce(servers.redisPort, 'CONFIG', 'SET', 'maxmemory', '4gb');
    const parts = await openInProcess(context, servers.redisUrl);
    const client = await connectClient(servers.redisPort);
    const used = (): Promise<number> => infoNumber(client, 'memory', 'used_memory');
    try {
      const jobs = short ? 2_000 : 100_000;
      const items = short ? 20_000 : 1_000_000;
      const empty = await used();
      await inParallel(numbers(jobs), LANES, (at) => parts.queues.add('parse', parseJob(at)));
      const withJobs = await used();
      // the ids of the hand-overs go by themselves after five minutes
      const keys = Number(await countDedup(client, parts));
      await client.ask('FLUSHALL');
      const flushed = await used();
      await inParallel(numbers(items), LANES, (at) =>
        parts.store.frontier.offer([pageOffer(address(at), { feedId: FEED, entryKey: entryKey(at) })], 'new'),
      );
      const withItems = await used();
      const jobsMb = ((withJobs - empty) / 2 ** 20) * (100_000 / jobs);
      const itemsMb = ((withItems - flushed) / 2 ** 20) * (1_000_000 / items);
      return {
        reached: jobsMb <= JOBS_MB && itemsMb <= ITEMS_MB,
        figure: `${jobsMb.toFixed(1)} MB per 100k jobs (with ${keys} hand-over ids) / ${itemsMb.toFixed(1)} MB per 1M items`,
        figures: { jobs, items, jobsMb: Number(jobsMb.toFixed(1)), itemsMb: Number(itemsMb.toFixed(1)), handoverIds: keys },
      };
    } finally {
      client.close();
      await parts.close();
      await servers.wipe();
    }
  },
};

function* numbers(count: number): Generator<number> {
  for (let at = 0; at < count; at++) yield at;
}

/** 75 characters, as news addresses are in the mean. */
const address = (at: number): string =>
  `https://www.host-${at % 5_000}.example.com/news/2025/11/25/the-story-no-${String(at).padStart(9, '0')}`;
const entryKey = (at: number): string => `feeds/2025-11-25/${FEED}-0123456789ab.warc.zst#${String(at).padStart(16, 'x')}`;

function parseJob(at: number): ParseJob {
  const url = address(at);
  const key = urlKey(url);
  const sha = at.toString(16).padStart(12, '0');
  return {
    v: 1,
    n: Date.now(),
    origin: 'live',
    url,
    urlKey: key,
    feedId: FEED,
    kind: 'page',
    entryKey: entryKey(at),
    via: [],
    tries: 0,
    exchange: `bodies/2025-11-25/${key}-${sha}.warc.zst`,
    status: 200,
    fetchedAt: new Date().toISOString(),
    code: null,
    detail: null,
  };
}

async function countDedup(client: Awaited<ReturnType<typeof connectClient>>, parts: InProcess): Promise<number> {
  const expiring = /expires=(\d+)/.exec(String(await client.ask('INFO', 'keyspace')))?.[1];
  return parts.errors.length > 0 ? -1 : Number(expiring ?? 0);
}
