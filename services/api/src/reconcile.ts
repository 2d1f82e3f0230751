import type { ApiContext } from './context.ts';
import { rebuildRedis } from './operations/rebuild-redis.ts';

const EVERY_MS = 60_000;
const LEASE_MS = 60_000;

type Context = Pick<ApiContext, 'store' | 'search' | 'queues'>;

/**
 * Brings Redis in line with what Elasticsearch holds, at the start and every minute, in one process at a time: a Redis that was emptied
 * (no epoch) is filled again. Answers how to stop.
 */
export function startReconciling(context: Context, onError: (error: unknown) => void): () => Promise<void> {
  const run = (): Promise<void> =>
    context.store
      .lease('reconcile', LEASE_MS, () => reconcile(context))
      .then(() => undefined)
      .catch(onError);
  let running = run();
  const timer = setInterval(() => {
    running = running.then(run);
  }, EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** One round. */
async function reconcile(context: Context): Promise<void> {
  const { store, search, queues } = context;
  // Elasticsearch is away, and the index stage asks whether it is back
  if (await queues.waits('index')) return;
  if (!(await store.epoch.present())) await rebuildRedis(context);
  const configs = await search.feeds.list();
  for (const config of configs) await store.feeds.putConfig(config, { wake: false });
  const kept = new Set(configs.map(({ id }) => id));
  for (const id of await store.feeds.configIds()) {
    // deleted while Redis was away; one that was created a moment ago is in Elasticsearch already
    if (!kept.has(id) && (await search.feeds.get(id)) === undefined) await store.feeds.remove(id);
  }
}
