import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { Subscription } from '@newsmill/store';
import type { ApiContext } from './context.ts';

const SHORTEST_LEASE_S = 60;
const LONGEST_LEASE_S = 90 * 86_400;
/** Asked again when so much of a lease is over. */
const RENEW_AT = 0.85;
const METHODS: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

type Context = Pick<ApiContext, 'store' | 'queues'>;
export type Verification = { mode: string; topic: string; challenge: string; leaseSeconds: number; reason: string };

/** Whether a secret of the address is the right one, told in a time that says nothing of it. */
export const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/**
 * The hub asks whether the subscription is meant, or says that it will not have it (WebSub sections 5.2, 5.3).
 * Answers the challenge to be sent back; undefined where nothing of the kind was asked for.
 */
export async function verify({ store }: Context, id: string, subscription: Subscription, asked: Verification): Promise<string | undefined> {
  const { subscriptions } = store;
  if (asked.mode === 'denied') {
    await subscriptions.change(id, { state: 'mute', detail: `denied: ${asked.reason}`.slice(0, 300) });
    return '';
  }
  // one that nobody asked for, and every end of one: we let them run out
  if (asked.mode !== 'subscribe' || asked.topic !== subscription.topic || subscription.state === 'wanted') return undefined;
  const seconds = Math.min(Math.max(asked.leaseSeconds || 86_400, SHORTEST_LEASE_S), LONGEST_LEASE_S);
  const now = Date.now();
  await subscriptions.change(id, { state: 'active', since: now, ends: now + seconds * 1_000, failures: 0, missed: 0, detail: '' });
  await subscriptions.schedule(id, now + seconds * 1_000 * RENEW_AT);
  return asked.challenge;
}

/** Whether the hub signed this body with our secret (X-Hub-Signature, WebSub section 7.1). */
export function isSigned(body: Buffer, header: string, secret: string): boolean {
  const [method = '', given = ''] = header.trim().toLowerCase().split('=');
  return METHODS.has(method) && isSame(createHmac(method, secret).update(body).digest('hex'), given);
}

/** A pushed body is kept and parsed like one that was polled, past the frontier: nobody has to be asked for it. */
export async function take({ store, queues }: Context, id: string, body: Buffer, contentType: string): Promise<void> {
  const config = await store.feeds.config(id);
  if (config === undefined || config.paused || body.length === 0) return;
  const url = (await store.feeds.state(id)).poll_url ?? config.url;
  const offer = { origin: 'live', url, urlKey: urlKey(url), feedId: id, kind: 'feed', entryKey: null, via: [] } as const;
  const [n = 0] = await store.frontier.open([{ ...offer, via: [] }]);
  const item = { ...offer, via: [], v: 1 as const, n, tries: 0 };
  const fetchedAt = new Date().toISOString();
  const headers = { 'content-type': contentType };
  const exchange = await store.bodies.putExchange({ finalUrl: url, status: 200, headers, body, fetchedAt, item, pushed: true });
  const job: ParseJob = { ...item, exchange, status: 200, fetchedAt, code: null, detail: null, pushed: true };
  await queues.add('parse', job);
  await store.subscriptions.change(id, { pushed_at: Date.now(), missed: 0 });
}
