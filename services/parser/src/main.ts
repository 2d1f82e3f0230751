import { frontierSink, openQueues, startWorker } from '@newsmill/queue';
import { productToken, runService, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { handleFeed } from './feed-handler.ts';
import { createPageHandler } from './page-handler.ts';
import { createParsePool } from './pool.ts';

const SETTINGS = [
  ...STORE_SETTINGS,
  ...SEARCH_SETTINGS,
  'PARSE_THREADS',
  'PARSE_TIMEOUT_MS',
  'POLL_COST',
  'POLL_INTERVAL_MS',
  'RECHECK_HOURS',
  'PUBLISHER_WISHES',
  'USER_AGENT',
] as const;

await runService('parser', SETTINGS, async ({ settings, onEvent, onError, liveness, onClose }) => {
  const store = await openStore(settings, { failFast: false, onError });
  onClose(store.close);
  const search = openSearch(settings);
  onClose(search.close);
  const queues = openQueues(settings, onError);
  onClose(queues.close);
  const pool = createParsePool({ threads: settings.PARSE_THREADS, timeoutMs: settings.PARSE_TIMEOUT_MS });
  onClose(pool.close);

  const polling = { cost: settings.POLL_COST, fixedMs: settings.POLL_INTERVAL_MS };
  const pages = createPageHandler({
    store,
    search,
    pool,
    recheckAfterMs: settings.RECHECK_HOURS.map((hours) => hours * 3_600_000),
    wishes: settings.PUBLISHER_WISHES,
    agent: productToken(settings.USER_AGENT),
  });
  const worker = startWorker({
    stage: 'parse',
    waitsWith: 'index',
    settings,
    // while one body is parsed in each thread, others are read and handed on
    concurrency: settings.PARSE_THREADS * 3,
    queues,
    handler: (job) => (job.kind === 'feed' ? handleFeed({ store, search, pool, polling }, job) : pages.handle(job)),
    after: pages.after,
    sinks: { frontier: frontierSink(store.frontier.offer, queues), feed: store.feeds.saveState },
    onEvent,
    onError,
  });
  liveness('jobs', worker.moving);
  onClose(worker.close);
  return { redis: store.ping, elasticsearch: search.ping, bodies: store.bodies.probe };
});
