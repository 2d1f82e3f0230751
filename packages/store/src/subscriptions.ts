import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { strings } from './script.ts';

/**
 * `wanted`: the feed names a hub, which is to be asked; `asked`: it was, and has to confirm; `active`: it pushes; `mute`: it confirmed and yet polls
 * found what it did not push, or it refused: the feed is polled as if there were no hub, until the hub is asked again.
 */
type SubscriptionState = 'wanted' | 'asked' | 'active' | 'mute';

/** A feed's subscription at its hub (WebSub, W3C Recommendation of 2018). Times in ms. */
export type Subscription = {
  hub: string;
  /** What is subscribed to: the feed's own address as it names it. */
  topic: string;
  state: SubscriptionState;
  /** Part of the callback's address, and key of the signatures: nobody but the hub knows either. */
  token: string;
  secret: string;
  /** When the hub confirmed, and until when it pushes. */
  since: number | null;
  ends: number | null;
  /** Requests in a row that the hub did not answer well. */
  failures: number;
  /** Polls in a row that found what the hub had not pushed. */
  missed: number;
  pushed_at: number | null;
  /** What went wrong last. */
  detail: string;
};

/** Whether the hub is counted on: it confirmed, its lease lasts, and polls found nothing that it kept back. */
export const isPushing = ({ state, ends }: Subscription, now = Date.now()): boolean => state === 'active' && ends !== null && ends > now;

export type Subscriptions = ReturnType<typeof createSubscriptions>;

const TEXTS = ['hub', 'topic', 'state', 'token', 'secret', 'detail'] as const;
const NUMBERS = ['since', 'ends', 'pushed_at'] as const;

/** Subscriptions at hubs, and when each hub is to be asked next. Lost with Redis: then they are made anew, and a hub replaces the old one. */
export function createSubscriptions(redis: Redis, prefix: string) {
  const base = `${prefix}{nm:hubs}`;
  const due = `${base}:due`;
  const keyOf = (id: string): string => `${base}:${id}`;

  const get = async (id: string): Promise<Subscription | undefined> => read(await redis.hgetall(keyOf(id)));
  /** Only the fields that are named: the API and the fetcher change different ones at the same time. */
  const change = async (id: string, fields: Partial<Subscription>): Promise<void> => {
    const texts = Object.entries(fields).map(([name, value]): [string, string] => [name, value === null ? '' : String(value)]);
    // one that was removed meanwhile does not come back in part
    if (texts.length > 0 && (await redis.exists(keyOf(id))) === 1) await redis.hset(keyOf(id), Object.fromEntries(texts));
  };

  return {
    get,
    change,
    /** The feed names this hub. What is known already stays; another hub or topic begins anew. */
    want: async (id: string, hub: string, topic: string): Promise<void> => {
      const before = await get(id);
      if (before?.hub === hub && before.topic === topic) return;
      const fresh = {
        hub,
        topic,
        state: 'wanted',
        token: secret(),
        secret: secret(),
        failures: 0,
        missed: 0,
        since: '',
        ends: '',
        pushed_at: '',
        detail: '',
      };
      await redis.multi().hset(keyOf(id), fresh).zadd(due, Date.now(), id).exec();
    },
    /** Feeds whose hub is to be asked now, each pushed on by a while, so that a request that dies is begun again. */
    takeDue: async (count: number, pushMs: number, now = Date.now()): Promise<string[]> => {
      const ids = strings(await redis.zrangebyscore(due, '-inf', now, 'LIMIT', 0, count));
      for (const id of ids) await redis.zadd(due, 'XX', now + pushMs, id);
      return ids;
    },
    schedule: async (id: string, at: number): Promise<void> => {
      await redis.zadd(due, 'XX', at, id);
    },
    remove: async (id: string): Promise<void> => {
      await redis.multi().del(keyOf(id)).zrem(due, id).exec();
    },
  };
}

/** 160 bits: not to be guessed, and no longer than a hub takes (200 bytes). */
const secret = (): string => randomBytes(20).toString('base64url');

function read(stored: Record<string, string>): Subscription | undefined {
  if (stored['hub'] === undefined) return undefined;
  const texts = Object.fromEntries(TEXTS.map((name) => [name, stored[name] ?? ''])) as Pick<Subscription, (typeof TEXTS)[number]>;
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, stored[name] ? Number(stored[name]) : null])) as Pick<
    Subscription,
    (typeof NUMBERS)[number]
  >;
  return { ...texts, ...numbers, failures: Number(stored['failures'] ?? 0), missed: Number(stored['missed'] ?? 0) };
}
