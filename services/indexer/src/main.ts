import { openQueues, startWorker } from '@newsmill/queue';
import { runService, SEARCH_SETTINGS, STORE_SETTINGS } from '@newsmill/runtime';
import { openSearch } from '@newsmill/search';
import { openStore } from '@newsmill/store';
import { BATCH_SETTINGS, createIndexHandler } from './handler.ts';

const SETTINGS = [...STORE_SETTINGS, ...SEARCH_SETTINGS, ...BATCH_SETTINGS] as const;

await runService('indexer', SETTINGS, async ({ settings, onEvent, onError, eventually, liveness, onClose }) => {
  const store = await openStore(settings, { failFast: false, onError });
  onClose(store.close);
  const search = openSearch(settings);
  onClose(search.close);
  const queues = openQueues(settings, onError);
  onClose(queues.close);
  await eventually('templates and indices', search.setUp);

  const index = createIndexHandler({ store, search, settings });
  const worker = startWorker({
    stage: 'index',
    settings,
    // the next batch fills while one is under way
    concurrency: settings.INDEX_BATCH_ITEMS * 2,
    queues,
    handler: index.handle,
    after: index.after,
    sinks: {},
    onDead: index.onDead,
    onEvent,
    onError,
  });
  liveness('jobs', worker.moving);
  onClose(async () => {
    // jobs in flight wait for their batch: send it now instead of by its timer
    await Promise.all([worker.close(), index.drain()]);
  });
  return { redis: store.ping, elasticsearch: search.ping };
});
