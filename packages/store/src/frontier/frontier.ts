import { createHash } from 'node:crypto';
import { type FrontierItem, type FrontierOffer, type Offer, zFrontierItem } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import type { Redis } from 'ioredis';
import { luaScript, strings } from '../script.ts';
import { DISPATCH, DONE, LOOK, OFFER, OVERDUE, REMOVE, SETTLE, START } from './scripts.ts';

/** `new`: refused if ever offered. `again`: a feed or re-check, refused while still on its way. `force`: sweeper and replay. */
export type OfferMode = FrontierOffer['mode'];
export type OfferAnswer = 'offered' | 'seen' | 'pending' | 'full';
type Held = Pick<FrontierItem, 'url' | 'urlKey' | 'n'>;

export type FrontierView = {
  seen: boolean;
  /** Generation of the offer whose outcome is still open. */
  pendingSince: number | null;
  item: FrontierItem | null;
  /** Whether it is still in its host's list (waiting or being fetched), rather than in the stages behind. */
  waiting: boolean;
  /** When the host may be asked next, and which urlKey it is being asked for. */
  hostNextAt: number | null;
  leasedBy: string | null;
  now: number;
};

export type Frontier = ReturnType<typeof createFrontier>;

/**
 * URLs that wait for their host's turn, with the ledger of all whose outcome is open.
 * One URL at a time per host: `dispatch` leases the host to its head, `done` or `defer` sets when it may be asked again.
 * `partitions` splits the hosts over that many hash slots; `limit` is the number of waiting URLs per partition above which offers answer `full`.
 */
export function createFrontier(
  redis: Redis,
  options: { prefix: string; partitions: number; limit: number; memoryRatio: () => Promise<number> },
) {
  const { prefix, partitions, limit, memoryRatio } = options;
  const bases = Array.from({ length: partitions }, (_, p) => `${prefix}{nm:${p}}`);
  const base = (host: string): string => bases[createHash('sha1').update(host).digest().readUInt32BE() % partitions] ?? '';
  const run = {
    offer: luaScript(redis, OFFER),
    dispatch: luaScript(redis, DISPATCH),
    start: luaScript(redis, START),
    done: luaScript(redis, DONE),
    settle: luaScript(redis, SETTLE),
    remove: luaScript(redis, REMOVE),
    overdue: luaScript(redis, OVERDUE),
    look: luaScript(redis, LOOK),
  };
  let full = false;

  /** Hysteresis, so that the door does not flutter: shut at 70 % of Redis' memory, open again at 55 %. */
  async function admitting(): Promise<boolean> {
    const ratio = await memoryRatio();
    full = ratio > (full ? 0.55 : 0.7);
    return !full;
  }

  async function offer(offers: readonly Offer[], mode: OfferMode): Promise<OfferAnswer[]> {
    if (mode !== 'force' && !(await admitting())) return offers.map(() => 'full');
    const answers: OfferAnswer[] = [];
    for (const item of offers) {
      const host = frontierHost(item.url);
      const json = JSON.stringify({ v: 1, tries: 0, ...item });
      const list = item.origin === 'live' && (item.kind === 'feed' || mode !== 'again') ? 'h' : 'l';
      const [answer] = strings(await run.offer(base(host), limit, host, item.urlKey, json, mode, list));
      answers.push(answer as OfferAnswer);
    }
    return answers;
  }

  async function dispatch(count: number, leaseMs: number): Promise<FrontierItem[]> {
    if (count <= 0 || !(await admitting())) return [];
    const found: FrontierItem[] = [];
    for (const key of bases) {
      if (found.length >= count) break;
      found.push(...strings(await run.dispatch(key, count - found.length, leaseMs)).map(readItem));
    }
    return found;
  }

  const heldArgs = (item: Held): [string, string, number] => [frontierHost(item.url), item.urlKey, item.n];

  return {
    offer,
    dispatch,
    /** The start gate: false when the lease ended or went to another; nothing may be fetched then. */
    start: async (item: Held, leaseMs: number): Promise<boolean> =>
      (await run.start(base(frontierHost(item.url)), ...heldArgs(item), leaseMs)) === 1,
    /** The exchange is kept and its next job added: the URL leaves the list, its host rests. */
    done: async (item: Held, restMs: number): Promise<boolean> =>
      (await run.done(base(frontierHost(item.url)), ...heldArgs(item), restMs)) === 1,
    /** Not now: the URL goes to the end of its host's list with one more try, the host rests. */
    defer: async (item: FrontierItem, restMs: number): Promise<boolean> => {
      const { n, ...rest } = { ...item, tries: item.tries + 1 };
      const json = `${JSON.stringify(rest).slice(0, -1)},"n":${n}}`;
      return (await run.done(base(frontierHost(item.url)), ...heldArgs(item), restMs, json)) === 1;
    },
    /** The final outcome is written: the ledger forgets this generation, and older ones. */
    settle: async (item: Held): Promise<void> => {
      await run.settle(base(frontierHost(item.url)), item.urlKey, item.n);
    },
    remove: async (item: Pick<Held, 'url' | 'urlKey'>): Promise<void> => {
      const host = frontierHost(item.url);
      await run.remove(base(host), host, item.urlKey);
    },
    /** Items that left their list `ageMs` ago and whose outcome is still open, oldest first. */
    overdue: async (ageMs: number, count: number): Promise<FrontierItem[]> => {
      const found = await Promise.all(bases.map((key) => run.overdue(key, ageMs, count)));
      return found.flatMap(strings).map(readItem);
    },
    look: async (item: Pick<Held, 'url' | 'urlKey'>): Promise<FrontierView> => {
      const host = frontierHost(item.url);
      return readView(strings(await run.look(base(host), host, item.urlKey)));
    },
    /** Which of these were ever offered. */
    seen: async (items: readonly Pick<Held, 'url' | 'urlKey'>[]): Promise<boolean[]> =>
      Promise.all(items.map(async (item) => (await redis.sismember(`${base(frontierHost(item.url))}:seen`, item.urlKey)) === 1)),
    /** Waiting URLs, hosts, and offers whose outcome is open. */
    sizes: async (): Promise<{ waiting: number; hosts: number; pending: number }> => {
      const sums = { waiting: 0, hosts: 0, pending: 0 };
      for (const key of bases) {
        sums.waiting += Number((await redis.get(`${key}:size`)) ?? 0);
        sums.hosts += await redis.zcard(`${key}:hosts`);
        sums.pending += await redis.zcard(`${key}:pending`);
      }
      return sums;
    },
  };
}

/** The politeness key of a URL. An entry without a link lives at `feed:<feedId>:<guid>` and waits for no host but its own feed. */
function frontierHost(url: string): string {
  return url.startsWith('feed:') ? url.split(':', 2).join(':') : hostOf(url);
}

const readItem = (json: string): FrontierItem => zFrontierItem.parse(JSON.parse(json));

function readView([seen, pending, item, next, lease, out, now]: string[]): FrontierView {
  return {
    seen: seen === '1',
    pendingSince: pending ? Number(pending) : null,
    item: item ? readItem(item) : null,
    waiting: Boolean(item) && !out,
    hostNextAt: next ? Number(next) : null,
    leasedBy: lease ? (lease.split('|')[0] ?? null) : null,
    now: Number(now),
  };
}
