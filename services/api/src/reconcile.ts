import type { Search } from '@newsmill/search';
import type { Store } from '@newsmill/store';

const EVERY_MS = 60_000;
const LEASE_MS = 50_000;

/**
 * Brings Redis in line with the feeds that Elasticsearch holds, at the start and every minute, in one process at a time.
 * An empty Redis (no epoch) gets the feed states back too. Answers how to stop.
 */
export function startReconciling(
  { store, search }: { store: Store; search: Search },
  onError: (error: unknown) => void,
): () => Promise<void> {
  const run = (): Promise<void> =>
    store
      .lease('reconcile', LEASE_MS, () => reconcile(store, search))
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

async function reconcile(store: Store, search: Search): Promise<void> {
  const configs = await search.feeds.list();
  if (!(await store.epoch.present())) {
    for (const state of await search.feeds.states()) await store.feeds.restoreState(state);
  }
  for (const config of configs) await store.feeds.putConfig(config, { wake: false });
  const kept = new Set(configs.map(({ id }) => id));
  for (const id of await store.feeds.configIds()) {
    // deleted while Redis was away; one that was created a moment ago is in Elasticsearch already
    if (!kept.has(id) && (await search.feeds.get(id)) === undefined) await store.feeds.remove(id);
  }
  await store.epoch.set();
}
