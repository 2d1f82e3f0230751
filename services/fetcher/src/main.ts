import { frontierSink, openQueues, startWorker } from '@newsmill/queue';
import { createEgress, runService, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { createFetchHandler, FETCH_SETTINGS } from './handler.ts';
import { HUB_SETTINGS } from './hubs.ts';
import { startLoops } from './loops.ts';

const SETTINGS = [
  ...STORE_SETTINGS,
  ...SEARCH_SETTINGS,
  ...FETCH_SETTINGS,
  ...HUB_SETTINGS,
  'FETCH_CONCURRENCY',
  'SWEEP_AFTER_MS',
  'RECHECK_HOURS',
] as const;

await runService('fetcher', SETTINGS, async ({ settings, onEvent, onError, liveness, onClose }) => {
  const store = await openStore(settings, { failFast: false, onError });
  onClose(store.close);
  const search = openSearch(settings);
  onClose(search.close);
  const queues = openQueues(settings, onError);
  onClose(queues.close);
  const egress = createEgress(settings);
  onClose(egress.close);

  // a lease outlasts the longest fetch and the lock of a killed worker
  const leaseMs = settings.FETCH_TIMEOUT_MS + 15_000;
  const fetch = createFetchHandler({ store, queues, egress, settings, leaseMs });
  const worker = startWorker({
    stage: 'fetch',
    settings,
    concurrency: settings.FETCH_CONCURRENCY,
    queues,
    handler: fetch.handle,
    sinks: { frontier: frontierSink(store.frontier.offer, queues) },
    after: fetch.after,
    onDead: fetch.onDead,
    onEvent,
    onError,
  });
  liveness('jobs', worker.moving);
  onClose(worker.close);
  onClose(
    startLoops({
      store,
      search,
      queues,
      concurrency: settings.FETCH_CONCURRENCY,
      leaseMs,
      gapMs: settings.HOST_GAP_MS,
      sweepAfterMs: settings.SWEEP_AFTER_MS,
      recheckAfterMs: settings.RECHECK_HOURS.map((hours) => hours * 3_600_000),
      hubs: { store, egress, settings },
      onError,
    }),
  );
  return { redis: store.ping, bodies: store.bodies.probe };
});
