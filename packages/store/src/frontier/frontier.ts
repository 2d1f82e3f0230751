import { hash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { FrontierItem, FrontierOffer, Offer } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import type { Redis } from 'ioredis';
import { luaScript, strings } from '../script.ts';
import { decodeItem, encodeItem, withGeneration } from './codec.ts';
import { gather } from './gather.ts';
import { GATE, LOOK, OFFER, OVERDUE, REMOVE, SETTLE } from './lua/ledger.ts';
import { DISPATCH, DONE, START } from './lua/turns.ts';

/** `new`: refused if ever offered. `again`: a feed or re-check, refused while still on its way. `force`: sweeper and replay. */
export type OfferMode = FrontierOffer['mode'];
export type OfferAnswer = 'offered' | 'seen' | 'pending' | 'full';
type Held = Pick<FrontierItem, 'url' | 'urlKey' | 'n'>;
/** What an answer means for its host. `gapMs`: the usual rest; `restMs`: what the answer asks for beyond it; `failed`: each failure in a row doubles the rest; `requests`: how many were made, one unless given. */
export type HostRest = { gapMs: number; restMs?: number; failed?: boolean; requests?: number };
/** How an operator wants a host to be treated. `daily`: requests a day (UTC), any number unless given. */
export type HostGate = { gapMs: number | null; concurrency: number; daily?: number | null };

const LONGEST_REST_MS = 3_600_000;
/** URLs of one command. */
const MOST_REPARKED = 1_000;
/** Hosts of one dispatch: Lua takes so many arguments in one command. */
const MOST_HOSTS = 1_000;
/** Starts and ends of fetches wait so long for others to share a script with: of no matter beside a fetch, and a third of the commands. */
const FETCH_GATHER = { waitMs: 5, most: 100 };
/** Outcomes and openings too; shorter, since they come in batches and are waited for one by one. */
const OUTCOME_GATHER = { waitMs: 1, most: 100 };

export type FrontierView = {
  seen: boolean;
  /** Generation of the offer whose outcome is still open. */
  pendingSince: number | null;
  item: FrontierItem | null;
  /** Whether it is still in its host's list (waiting or being fetched), rather than in the stages behind. */
  waiting: boolean;
  /** It waits for no host before, whatever that does: its feed brings no more articles until then. */
  parkedUntil: number | null;
  /** When the host may be asked next, and which urlKey it is being asked for. */
  hostNextAt: number | null;
  leasedBy: string | null;
  /** The requests of today (UTC) and how many it may have, where an operator limits them. */
  hostDaily: { asked: number; most: number } | null;
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
  options: {
    prefix: string;
    partitions: number;
    limit: number;
    memoryRatio: () => Promise<number>;
    /** Moves the clock, ms; for tests. */
    shiftMs?: () => number;
  },
) {
  const { prefix, partitions, limit, memoryRatio, shiftMs = () => 0 } = options;
  const bases = Array.from({ length: partitions }, (_, p) => `${prefix}{nm:${p}}`);
  const base = (host: string): string => bases[partitions === 1 ? 0 : hash('sha1', host, 'buffer').readUInt32BE() % partitions] ?? '';
  const script = (lua: string) => {
    const run = luaScript(redis, lua);
    return (key: string, ...args: (string | number)[]) => run(key, shiftMs(), ...args);
  };
  const run = {
    offer: script(OFFER),
    dispatch: script(DISPATCH),
    start: script(START),
    done: script(DONE),
    settle: script(SETTLE),
    remove: script(REMOVE),
    gate: script(GATE),
    overdue: script(OVERDUE),
    look: script(LOOK),
  };
  const start = gather<(string | number)[]>(FETCH_GATHER, async (key, starts) => numbers(await run.start(key, ...starts.flat())));
  const done = gather<(string | number)[]>(FETCH_GATHER, async (key, ends) =>
    numbers(await run.done(key, LONGEST_REST_MS, ...ends.flat())),
  );
  const settle = gather<(string | number)[]>(OUTCOME_GATHER, async (key, ends) => numbers(await run.settle(key, ...ends.flat())));
  const open = gather<string[]>(OUTCOME_GATHER, async (key, offers) => numbers(await run.offer(key, limit, ...offers.flat())));
  let full = false;
  let first = 0;

  /** Hysteresis, so that the door does not flutter: shut at 70 % of Redis' memory, open again at 55 %. */
  async function admitting(): Promise<boolean> {
    const ratio = await memoryRatio();
    full = ratio > (full ? 0.55 : 0.7);
    return !full;
  }

  /** What waits is let out until it gets tight: a frontier that fills Redis by itself would otherwise never drain. */
  const dispatching = async (): Promise<boolean> => (await memoryRatio()) < 0.8;

  /** `notBefore` (ms): they are parked until then. */
  async function offer(offers: readonly Offer[], mode: OfferMode, notBefore = 0): Promise<OfferAnswer[]> {
    if (mode !== 'force' && !(await admitting())) return offers.map(() => 'full');
    const answers: OfferAnswer[] = [];
    for (const item of offers) {
      const host = hostOf(item.url);
      const list = item.origin === 'live' && (item.kind === 'feed' || mode !== 'again') ? 'h' : 'l';
      const [answer] = strings(await run.offer(base(host), limit, host, item.urlKey, encodeItem(item), mode, list, notBefore));
      answers.push(answer as OfferAnswer);
    }
    return answers;
  }

  async function dispatch(count: number, leaseMs: number, gapMs = 0): Promise<FrontierItem[]> {
    if (count <= 0 || !(await dispatching())) return [];
    const found: FrontierItem[] = [];
    // begins with another partition each time: else the first would take every free place
    const at = first++ % partitions;
    for (const key of [...bases.slice(at), ...bases.slice(0, at)]) {
      if (found.length >= count) break;
      found.push(...readItems(await run.dispatch(key, Math.min(count - found.length, MOST_HOSTS), leaseMs, gapMs)));
    }
    return found;
  }

  async function finish(item: Held, { gapMs, restMs = 0, failed = false, requests = 1 }: HostRest, again = ''): Promise<boolean> {
    return (await done(base(hostOf(item.url)), [...heldArgs(item), gapMs, restMs, failed ? 1 : 0, again, requests - 1])) === 1;
  }

  const heldArgs = (item: Held): [string, string, number] => [hostOf(item.url), item.urlKey, item.n];

  return {
    /** What the keys of each partition begin with. */
    bases,
    offer,
    dispatch,
    /** The start gate: false when the lease ended or went to another; nothing may be fetched then. */
    start: async (item: Held, leaseMs: number): Promise<boolean> => {
      const ask = (): Promise<number> => start(base(hostOf(item.url)), [...heldArgs(item), leaseMs]);
      let answer = await ask();
      if (answer < 0) {
        await setTimeout(-answer);
        answer = await ask();
      }
      return answer === 1;
    },
    /** The exchange is kept and its next job added: the URL leaves the list, its host rests. */
    done: (item: Held, rest: HostRest): Promise<boolean> => finish(item, rest),
    /** Not now: the URL goes to the end of its host's list with one more try (`tried` false: with as many as before), the host rests. */
    defer: (item: FrontierItem, rest: HostRest, { tried = true } = {}): Promise<boolean> =>
      finish(item, rest, withGeneration(encodeItem({ ...item, tries: item.tries + (tried ? 1 : 0) }), item.n)),
    /** Takes URLs into the ledger whose body is kept already and goes straight to the stages behind; answers their generations. */
    open: async (offers: readonly Offer[]): Promise<number[]> =>
      Promise.all(
        offers.map(async (item) => {
          const host = hostOf(item.url);
          return open(base(host), [host, item.urlKey, encodeItem(item), 'open', 'h', '0']);
        }),
      ),
    /** Parks these until another time (ms), where they are parked. */
    repark: async (urlKeys: readonly string[], until: number): Promise<void> => {
      for (let from = 0; from < urlKeys.length; from += MOST_REPARKED) {
        const some = urlKeys.slice(from, from + MOST_REPARKED);
        for (const key of bases) {
          const stored = await redis.hmget(`${key}:items`, ...some);
          const hosts = some.map((urlKey, at) => (stored[at] ? hostOf(decodeItem(urlKey, stored[at]).url) : undefined));
          const places = some.flatMap((urlKey, at) =>
            hosts[at] === undefined ? [] : ['h', 'l'].map((list) => `${list} ${hosts[at]} ${urlKey}`),
          );
          if (places.length > 0) await redis.zadd(`${key}:parked`, 'XX', ...places.flatMap((place) => [until, place]));
        }
      }
    },
    /** null gives the host back to the settings. */
    setGate: async (host: string, gate: HostGate | null): Promise<void> => {
      await run.gate(base(host), host, gate?.gapMs ?? '', gate?.concurrency ?? '', gate?.daily ?? '');
    },
    /** All gates that an operator set, by host. */
    gates: async (): Promise<Record<string, HostGate>> => {
      const all = await Promise.all(bases.map((key) => redis.hgetall(`${key}:gates`)));
      return Object.fromEntries(
        all.flatMap(Object.entries).flatMap(([host, text]: [string, string]) => {
          const [gapMs = '', concurrency = '', , daily] = text.split('|');
          // no operator set it: it only counts failures
          if (concurrency === '') return [];
          const more = daily === undefined ? {} : { daily: Number(daily) };
          return [[host, { gapMs: gapMs === '' ? null : Number(gapMs), concurrency: Number(concurrency), ...more }]];
        }),
      );
    },
    /** The final outcome is written: the ledger forgets this generation, and older ones. */
    settle: async (item: Held): Promise<void> => {
      await settle(base(hostOf(item.url)), heldArgs(item));
    },
    /** Takes a URL out of lists and ledger; a page stays refused as seen. */
    remove: async (item: Pick<FrontierItem, 'url' | 'urlKey' | 'kind'>): Promise<void> => {
      const host = hostOf(item.url);
      await run.remove(base(host), host, item.urlKey, item.kind === 'page' ? 1 : 0);
    },
    /** Items that left their list `ageMs` ago and whose outcome is still open, oldest first. */
    overdue: async (ageMs: number, count: number): Promise<FrontierItem[]> => {
      const found = await Promise.all(bases.map((key) => run.overdue(key, ageMs, count)));
      return found.flatMap(readItems);
    },
    look: async (item: Pick<Held, 'url' | 'urlKey'>): Promise<FrontierView> => {
      const host = hostOf(item.url);
      return readView(item.urlKey, strings(await run.look(base(host), host, item.urlKey)));
    },
    /** Which of these were ever offered. */
    seen: async (items: readonly Pick<Held, 'url' | 'urlKey'>[]): Promise<boolean[]> =>
      Promise.all(
        items.map(async ({ url, urlKey }) => {
          const key = base(hostOf(url));
          return (
            (await redis.sismember(`${key}:seen:${urlKey.charAt(0)}`, urlKey)) === 1 || (await redis.hexists(`${key}:items`, urlKey)) === 1
          );
        }),
      ),
    /** Waiting URLs, hosts, and offers whose outcome is open. */
    sizes: async (): Promise<{ waiting: number; hosts: number; pending: number }> => {
      const sums = { waiting: 0, hosts: 0, pending: 0 };
      for (const key of bases) {
        const [hosts, open, out] = await Promise.all([redis.zcard(`${key}:hosts`), redis.hlen(`${key}:items`), redis.zcard(`${key}:out`)]);
        sums.waiting += open - out;
        sums.hosts += hosts;
        sums.pending += open;
      }
      return sums;
    },
  };
}

const numbers = (reply: unknown): number[] => strings(reply).map(Number);

function readItems(reply: unknown): FrontierItem[] {
  const flat = strings(reply);
  return Array.from({ length: flat.length / 2 }, (_, at) => decodeItem(flat[2 * at] ?? '', flat[2 * at + 1] ?? ''));
}

function readView(urlKey: string, [seen, stored, next, lease, out, parked, now, asked, most]: string[]): FrontierView {
  const item = stored ? decodeItem(urlKey, stored) : null;
  return {
    seen: seen === '1' || item?.kind === 'page',
    pendingSince: item?.n ?? null,
    item,
    waiting: item !== null && !out,
    parkedUntil: Number(parked) > Number(now) ? Number(parked) : null,
    hostNextAt: next ? Number(next) : null,
    leasedBy: lease ? (lease.split('|')[0] ?? null) : null,
    hostDaily: most ? { asked: Number(asked), most: Number(most) } : null,
    now: Number(now),
  };
}
