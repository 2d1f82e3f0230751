import type { Alert, AlertJob, DeliverJob } from '@newsmill/contracts';
import { CHANNELS } from '@newsmill/contracts';
import { type Delivery, type Match, newSent, type Search } from '@newsmill/search';
import { deliveryId } from './delivery-id.ts';

/** Deliveries made at a time: an alert for everything, of which there are a thousand, must not become one request. */
const SLICE = 1_000;

type Rung = Match & { id: string };
type Deliveries = Pick<Search['deliveries'], 'get' | 'create' | 'membersOf'>;

/**
 * Makes a delivery of each match whose story its alert has not told yet; answers the jobs that send them, by article. A delivery that is there
 * already is sent on only by the article that made it: a job that was run again hands on what its first run had no time for.
 */
export async function ring(
  deliveries: Deliveries,
  alerts: ReadonlyMap<string, Alert>,
  matches: readonly Match[],
  now: Date,
): Promise<Map<string, Omit<DeliverJob, 'n'>[]>> {
  const rung = matches.map((match): Rung => ({ ...match, id: deliveryId(match.alertId, match.story) }));
  const byId = Map.groupBy(rung, ({ id }) => id);
  const ids = [...byId.keys()];
  const jobs = new Map<string, Omit<DeliverJob, 'n'>[]>();
  for (let at = 0; at < ids.length; at += SLICE) {
    const some = ids.slice(at, at + SLICE).flatMap((id) => byId.get(id)?.[0] ?? []);
    const made = await make(deliveries, alerts, some, now);
    for (const { id, alertId, docId } of some.flatMap((one) => byId.get(one.id) ?? [])) {
      const delivery = made.get(id);
      if (delivery?.doc_id !== docId) continue;
      const open = CHANNELS.filter((channel) => delivery[channel]?.state === 'pending');
      jobs.set(docId, [...(jobs.get(docId) ?? []), ...open.map((channel) => ({ v: 1, deliveryId: id, alertId, channel }) as const)]);
    }
  }
  return jobs;
}

/** What is there of these deliveries when those that were missing are made. */
async function make(
  deliveries: Deliveries,
  alerts: ReadonlyMap<string, Alert>,
  rung: readonly Rung[],
  now: Date,
): Promise<Map<string, Delivery>> {
  const there = await deliveries.get(rung.map(({ id }) => id));
  const told = await toldBefore(
    deliveries,
    rung.filter(({ id, inStory }) => inStory && !there.has(id)),
  );
  const missing = rung.flatMap(({ id, alertId, docId, story }): Delivery[] => {
    const alert = alerts.get(alertId);
    if (alert === undefined || there.has(id) || told.has(id)) return [];
    const webhook = alert.webhook === null || alert.webhook.off_since !== null ? null : newSent();
    const email = alert.email === null ? null : newSent();
    return [{ v: 1, id, alert_id: alertId, story, doc_id: docId, test: false, created_at: now.toISOString(), webhook, email }];
  });
  return new Map([...there, ...(await deliveries.create(missing))]);
}

/** Those of them whose alert told one of the story's articles when its story was not known yet. */
async function toldBefore(deliveries: Deliveries, rung: readonly Rung[]): Promise<Set<string>> {
  const members = await deliveries.membersOf([...new Set(rung.map(({ story }) => story))]);
  const earlier = rung.flatMap(({ id, alertId, story }) =>
    (members.get(story) ?? []).map((docId) => ({ id, asArticle: deliveryId(alertId, docId) })),
  );
  const found = await deliveries.get([...new Set(earlier.map(({ asArticle }) => asArticle))]);
  return new Set(earlier.filter(({ asArticle }) => found.has(asArticle)).map(({ id }) => id));
}

/** Gives each job of a batch what its article brings; of two jobs of one article the first. */
export function share(jobs: readonly AlertJob[], byArticle: ReadonlyMap<string, Omit<DeliverJob, 'n'>[]>): DeliverJob[][] {
  const given = new Set<string>();
  return jobs.map(({ docId, n }) => {
    if (given.has(docId)) return [];
    given.add(docId);
    return (byArticle.get(docId) ?? []).map((job) => ({ ...job, n }));
  });
}
