import { setTimeout } from 'node:timers/promises';
import { Fault, type ParseJob } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import type { KeptExchange } from '@newsmill/store';
import type { ApiContext } from '../context.ts';

export const MOST_OPEN = 500;
export const LEASE_MS = 60_000;
const MAX_PASSES = 10;
const WAIT_MS = 50;
const STALLED_MS = 10 * 60_000;

type Context = Pick<ApiContext, 'store' | 'search' | 'queues'>;

/**
 * Reads the kept pages of every URL, oldest first, through the stages into a fresh set of indices, again for what was kept meanwhile, carries
 * over what only the live set knows, then puts the new set in place of the old in one call. Also the way to roll out a better parser.
 * `since`: only days from this one on (yyyy-mm-dd); the rest is carried over as it is. `onBegin` is called when its state can be asked.
 * Answers false when one is running already.
 */
export async function rebuildIndex(context: Context, since = '', onBegin: () => void = () => undefined): Promise<boolean> {
  const { store, search } = context;
  const ran = await store.lease('rebuild-index', LEASE_MS, async () => {
    await search.setUp();
    const generation = await search.rebuild.prepare();
    await store.rebuild.begin(generation);
    onBegin();
    try {
      const done = new Set<string>();
      for (let pass = 0; pass < MAX_PASSES; pass++) if ((await readKept(context, since, done)) === 0) break;
      await store.rebuild.note({ phase: 'carrying' });
      await search.rebuild.carryOver(generation);
      await search.rebuild.rehome(generation);
      await store.rebuild.note({ phase: 'swapping' });
      // what came between: read once more, a few bodies at most, then at once the swap
      await readKept(context, since, done);
      await search.rebuild.carryOver(generation);
      const old = await search.rebuild.swap(generation);
      // writes that were under way to the old set while the aliases moved
      await search.rebuild.carryOver(generation, old);
      await search.rebuild.remove(old);
      await store.rebuild.note({ phase: 'done' });
    } catch (error) {
      await store.rebuild.note({ phase: 'failed', detail: error instanceof Error ? error.message : String(error) });
      await search.rebuild.drop(generation);
      throw error;
    }
    return true;
  });
  return ran ?? false;
}

/** Sends what is kept and was not sent yet; the i-th oldest body of each URL in the i-th wave, so that a URL's bodies stay in order. Answers how many. */
async function readKept(context: Context, since: string, done: Set<string>): Promise<number> {
  const { bodies, rebuild } = context.store;
  const waves: KeptExchange[][] = [];
  const seen = new Map<string, number>();
  for (const day of await bodies.days('bodies')) {
    if (day < since) continue;
    for (const kept of await bodies.listDay('bodies', day)) {
      if (done.has(kept.key)) continue;
      const wave = seen.get(kept.urlKey) ?? 0;
      seen.set(kept.urlKey, wave + 1);
      waves[wave] = [...(waves[wave] ?? []), kept];
    }
  }
  let sent = 0;
  for (const wave of waves) {
    for (const kept of wave) {
      done.add(kept.key);
      if (await send(context, kept)) sent++;
      if (sent % 50 === 0) await untilOpen(rebuild.openCount, MOST_OPEN);
    }
    await untilOpen(rebuild.openCount, 0);
  }
  return sent;
}

async function send({ store, queues }: Context, { key, urlKey }: KeptExchange): Promise<boolean> {
  // one that must not be kept may go at any time; what is not read again is carried over
  const exchange = await store.bodies.getExchange(key).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'body_missing') return undefined;
    throw error;
  });
  if (exchange === undefined) return false;
  const { item, status, fetchedAt } = exchange;
  if (await store.bodies.isBuried(urlKey, hostOf(item.url))) return false;
  await store.rebuild.send(key);
  const job: ParseJob = {
    ...item,
    n: await store.now(),
    origin: 'rebuild',
    tries: 0,
    exchange: key,
    status,
    fetchedAt,
    code: null,
    detail: null,
  };
  await queues.add('parse', job);
  return true;
}

/** Waits until so few of what was sent are under way. Throws when nothing comes through any more. */
export async function untilOpen(count: () => Promise<number>, most: number): Promise<void> {
  let last = -1;
  let movedAt = Date.now();
  for (;;) {
    const open = await count();
    if (open <= most) return;
    if (open !== last) movedAt = Date.now();
    last = open;
    if (Date.now() - movedAt > STALLED_MS)
      throw new Error(`${open} bodies have not come through for ${STALLED_MS / 60_000} minutes: are parser, enricher and indexer up?`);
    await setTimeout(WAIT_MS);
  }
}
