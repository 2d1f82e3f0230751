import { setTimeout } from 'node:timers/promises';
import type { Next, ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { frontierSink, startWorker } from '@newsmill/queue';
import { type InProcess, inParallel, openInProcess, pageOffer } from '../in-process.ts';
import { askOnce, connectClient, infoNumber } from '../redis-client.ts';
import type { Row } from '../row.ts';

const LIMIT_MB = 60;
const PER_JOB = 500;
const MOST = 0.75;
/** So long without a fetch: what Redis has room for is through. */
const QUIET_MS = 15_000;
const MOST_MS = 300_000;

export const row5: Row = {
  id: 5,
  test: 'Redis with 60 MB, 1,000,000 offers',
  bar: 'no OOM error, peak <= 75 %, every URL in the end fetched or still waiting in its parse job',
  withoutElasticsearch: true,
  run: async (context) => {
    const { servers, short } = context;
    await servers.wipe();
    await askOnce(servers.redisPort, 'CONFIG', 'SET', 'maxmemory', short ? '6mb' : `${LIMIT_MB}mb`);
    await askOnce(servers.redisPort, 'CONFIG', 'RESETSTAT');
    const parts = await openInProcess(context, servers.redisUrl);
    const client = await connectClient(servers.redisPort);
    const jobs = (short ? 50_000 : 1_000_000) / PER_JOB;
    const done = new Set<number>();
    const fetched = new Uint8Array(jobs * PER_JOB);
    let peak = 0;
    const limit = await infoNumber(client, 'memory', 'maxmemory');
    const gauge = setInterval(() => {
      infoNumber(client, 'memory', 'used_memory').then(
        (used) => {
          peak = Math.max(peak, used / limit);
        },
        () => undefined,
      );
    }, 50);
    const worker = startWorker({
      stage: 'parse',
      settings: parts.settings,
      concurrency: 4,
      queues: parts.queues,
      handler: (job) => entriesOf(parts, job),
      sinks: { frontier: frontierSink(parts.store.frontier.offer, parts.queues), feed: async () => undefined },
      onEvent: ({ ended, job }) => {
        if (ended === 'done') done.add(Number(job['tries']));
      },
      onError: parts.onError,
    });
    try {
      await inParallel(Array(jobs).keys(), 50, (at) => parts.queues.add('parse', feedJob(at)));
      const quiet = await fetchAll(parts, fetched);
      await worker.close();
      // every URL of a feed that is through was fetched, or waits in the frontier; the others are still to be told by their parse job
      let waiting = 0;
      let lost = 0;
      await inParallel(fetched.keys(), 200, async (at) => {
        if (fetched[at] === 1 || !done.has(Math.floor(at / PER_JOB))) return;
        const url = address(at);
        const { item } = await parts.store.frontier.look({ url, urlKey: urlKey(url) });
        if (item === null) lost++;
        else waiting++;
      });
      const inJobs = await parts.queues.depth('parse');
      const total = fetched.reduce((sum, one) => sum + one, 0);
      const oom = parts.errors.filter((error) => /OOM/.test(error)).length + (await countOom(client));
      const whole = inJobs + done.size === jobs;
      return {
        reached: oom === 0 && peak <= MOST && lost === 0 && waiting === 0 && whole,
        lost,
        figure: `${oom} OOM errors, peak ${(peak * 100).toFixed(1)} %, ${total} fetched, ${waiting} left in the frontier, ${inJobs} of ${jobs} parse jobs still wait, ${lost} lost${quiet ? '' : '; the time was up'}`,
        figures: {
          oom,
          peak: Number(peak.toFixed(3)),
          fetched: total,
          waiting,
          parseJobs: inJobs,
          errors: parts.errors.length,
          firstError: parts.errors[0] ?? '',
        },
      };
    } finally {
      clearInterval(gauge);
      await worker.close();
      client.close();
      await parts.close();
      await servers.wipe();
    }
  },
};

const address = (at: number): string => `http://host-${at % 997}.example.com/story/${at}`;

/** `tries` carries which of the jobs it is. */
function feedJob(at: number): ParseJob {
  const url = `http://feeds.example.com/${at}.xml`;
  const nothing = { entryKey: null, via: [], exchange: null, status: 200, code: null, detail: null } as const;
  return {
    v: 1,
    n: 1,
    origin: 'live',
    url,
    urlKey: urlKey(url),
    feedId: urlKey(url),
    kind: 'feed',
    tries: at,
    fetchedAt: new Date().toISOString(),
    ...nothing,
    via: [],
  };
}

/** As the parser does it: what was offered in a run that broke off is not offered again. */
async function entriesOf({ store }: InProcess, job: ParseJob): Promise<Next<'parse'>[]> {
  const offers = Array.from({ length: PER_JOB }, (_, at) => pageOffer(address(job.tries * PER_JOB + at), { feedId: job.feedId }));
  const seen = await store.frontier.seen(offers);
  return offers.filter((_, at) => seen[at] !== true).map((offer) => ({ to: 'frontier', job: { offer, mode: 'new' } }));
}

/** Takes, ends and settles what the frontier gives, until it gives nothing for a while. Answers whether it came to rest. */
async function fetchAll({ store }: InProcess, fetched: Uint8Array): Promise<boolean> {
  const from = Date.now();
  let lastAt = Date.now();
  while (Date.now() - lastAt < QUIET_MS) {
    if (Date.now() - from > MOST_MS) return false;
    const items = await store.frontier.dispatch(400, 30_000, 0);
    await Promise.all(
      items.map(async (item) => {
        await store.frontier.done(item, { gapMs: 0 });
        await store.frontier.settle(item);
        fetched[Number(item.url.slice(item.url.lastIndexOf('/') + 1))] = 1;
      }),
    );
    if (items.length > 0) lastAt = Date.now();
    else await setTimeout(20);
  }
  return true;
}

async function countOom(client: Awaited<ReturnType<typeof connectClient>>): Promise<number> {
  return Number(/errorstat_OOM:count=(\d+)/.exec(String(await client.ask('INFO', 'errorstats')))?.[1] ?? 0);
}
