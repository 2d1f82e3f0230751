import { setTimeout } from 'node:timers/promises';
import { asFault } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import type { Egress, Settings } from '@newsmill/runtime';
import { isPushing, type Store, type Subscription } from '@newsmill/store';
import { request } from 'undici';

export const HUB_SETTINGS = ['PUBLIC_URL', 'USER_AGENT', 'HOST_GAP_MS', 'FETCH_TIMEOUT_MS'] as const;
export type HubContext = { store: Store; egress: Egress; settings: Settings<(typeof HUB_SETTINGS)[number]> };

const AT_ONCE = 20;
const LEASE_SECONDS = 7 * 86_400;
const FIRST_RETRY_MS = 3_600_000;
const LAST_RETRY_MS = 7 * 86_400_000;
/** So many requests that the hub did not confirm, and it counts as mute. */
const MOST_FAILURES = 5;

/** Asks the hubs that are due: a new subscription, one that ends soon, one that was not confirmed. Answers whether any was due. */
export async function askHubs(context: HubContext): Promise<boolean> {
  const { store, settings } = context;
  if (settings.PUBLIC_URL === undefined) return false;
  const callbacks = `${settings.PUBLIC_URL.replace(/\/+$/, '')}/websub`;
  const asked = await store.lease('hubs', AT_ONCE * (settings.FETCH_TIMEOUT_MS + settings.HOST_GAP_MS), async () => {
    const ids = await store.subscriptions.takeDue(AT_ONCE, FIRST_RETRY_MS);
    const freeAt = new Map<string, number>();
    for (const id of ids) await askHub(context, callbacks, id, freeAt);
    return ids.length > 0;
  });
  return asked ?? false;
}

async function askHub({ store, egress, settings }: HubContext, callbacks: string, id: string, freeAt: Map<string, number>): Promise<void> {
  const { subscriptions } = store;
  const [config, subscription] = await Promise.all([store.feeds.config(id), subscriptions.get(id)]);
  // a feed that is gone or rests: its callback tells the hub that nobody listens any more
  if (config === undefined || config.paused || subscription === undefined) return subscriptions.remove(id);
  const host = hostOf(subscription.hub);
  await setTimeout(Math.max(0, (freeAt.get(host) ?? 0) - Date.now()));
  // each request counts as one in vain until the hub confirms it; it may ask back before it answers
  const failures = subscription.failures + 1;
  const state = isPushing(subscription) ? 'active' : failures > MOST_FAILURES ? 'mute' : 'asked';
  await subscriptions.change(id, { failures, state });
  await subscriptions.schedule(id, Date.now() + Math.min(FIRST_RETRY_MS * 4 ** (failures - 1), LAST_RETRY_MS));
  try {
    await subscribe(egress, settings, `${callbacks}/${id}/${subscription.token}`, subscription);
  } catch (error) {
    await subscriptions.change(id, { detail: asFault(error).message.slice(0, 300) });
  }
  freeAt.set(host, Date.now() + settings.HOST_GAP_MS);
}

/** WebSub section 5.1: a form; 202 means that the hub will confirm it by asking the callback. */
async function subscribe(
  egress: Egress,
  settings: HubContext['settings'],
  callback: string,
  { hub, topic, secret }: Subscription,
): Promise<void> {
  const url = new URL(hub);
  egress.vet(url);
  const form = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': topic,
    'hub.callback': callback,
    'hub.secret': secret,
    'hub.lease_seconds': String(LEASE_SECONDS),
  });
  const { statusCode, body } = await request(url, {
    method: 'POST',
    dispatcher: egress.dispatcher,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': settings.USER_AGENT },
    body: form.toString(),
    signal: AbortSignal.timeout(settings.FETCH_TIMEOUT_MS),
  });
  const said = (await readStart(body)).trim();
  if (statusCode < 200 || statusCode > 299) throw new Error(`the hub answered ${statusCode} ${said}`);
}

/** The first 200 bytes: hubs say there what they do not like. */
async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  for await (const chunk of body) return chunk.subarray(0, 200).toString();
  return '';
}
