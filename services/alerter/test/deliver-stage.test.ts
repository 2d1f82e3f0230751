import { type Alert, CHANNELS, type DeliverJob } from '@newsmill/contracts';
import { type JobEvent, startWorker } from '@newsmill/queue';
import { createEgress } from '@newsmill/runtime';
import { type Delivery, newSent, openSearch, type Search } from '@newsmill/search';
import { until } from '@newsmill/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createWebhookSender } from '../src/channels/webhook.ts';
import { createDeliverHandler } from '../src/deliver-stage.ts';
import { deliveryId } from '../src/delivery-id.ts';
import { createHostGate } from '../src/host-gate.ts';
import { alertOf, type Installation, install, SECRET, webhook } from './installation.ts';
import { startReceiver } from './receiver.ts';

let at: Installation;
let docId: string;
beforeAll(async () => {
  at = await install();
  ({ docId } = await at.index('https://news.example/a', { title: 'The news' }));
  await fetch(`${at.env['ELASTICSEARCH_URL']}/${at.env['NEWSMILL_PREFIX']}news/_refresh`, { method: 'POST' });
});
afterAll(() => at.close());

let count = 0;
async function receiver(answer?: Parameters<typeof startReceiver>[0]) {
  const one = await startReceiver(answer);
  onTestFinished(one.close);
  return one;
}

/** An alert with a delivery that is to be sent. */
async function open(more: Partial<Alert>, delivery: Partial<Delivery> = {}): Promise<{ alert: Alert; jobs: DeliverJob[]; id: string }> {
  const alert = alertOf(`d-${++count}`, more);
  await at.search.alerts.create(alert);
  const id = deliveryId(alert.id, `story-${count}`);
  const way = (channel: 'webhook' | 'email') => (alert[channel] === null ? null : newSent());
  const base = { v: 1, id, alert_id: alert.id, story: `story-${count}`, doc_id: docId, test: false } as const;
  const made = { ...base, created_at: new Date().toISOString(), webhook: way('webhook'), email: way('email'), ...delivery };
  await at.search.deliveries.create([made]);
  const channels = CHANNELS.filter((channel) => made[channel] !== null);
  return { alert, id, jobs: channels.map((channel) => ({ v: 1, n: 1, deliveryId: id, alertId: alert.id, channel })) };
}
const stateOf = async (id: string) => (await at.search.deliveries.get([id])).get(id);

function handler(search: Search = at.search) {
  const egress = createEgress(at.settings);
  onTestFinished(egress.close);
  const sendWebhook = createWebhookSender({ egress, userAgent: 'Tester/1', timeoutMs: 2_000 });
  const mails: string[] = [];
  const sendMail = async ({ id, to }: { id: string; to: string }) => {
    mails.push(`${id} ${to}`);
    return 250;
  };
  return { ...createDeliverHandler({ search, gate: createHostGate(), sendWebhook, sendMail }), mails };
}
const signal = new AbortController().signal;
const run = async ({ handle } = handler(), ...jobs: DeliverJob[]): Promise<unknown[]> =>
  Promise.all(jobs.map((job) => handle(job, signal).catch((error: unknown) => error)));

/** A worker of the stage; answers what becomes of its jobs. */
function work(): JobEvent[] {
  const events: JobEvent[] = [];
  const { handle, onDead } = handler();
  const onEvent = (event: JobEvent): void => void events.push(event);
  const options = { settings: at.settings, queues: at.queues, sinks: {}, onEvent, onError: () => undefined };
  onTestFinished(startWorker({ ...options, stage: 'deliver', handler: handle, onDead }).close);
  return events;
}

test('a delivery is sent on each of its ways, marked, and a repeat of its job sends nothing', async () => {
  const hook = await receiver();
  const { id, jobs } = await open({ webhook: webhook(hook.url), email: { to: 'ada@reader.example' } });
  const stage = handler();
  await run(stage, ...jobs);
  await run(stage, ...jobs);
  await run(handler(), ...jobs);
  expect(hook.ids()).toEqual([id]);
  expect(JSON.parse(hook.received[0]?.body ?? '')).toMatchObject({ data: { article: { id: docId, title: 'The news' } } });
  expect(stage.mails).toEqual([`${id} ada@reader.example`]);
  expect(await stateOf(id)).toMatchObject({
    webhook: { state: 'sent', attempts: 1, status: 204 },
    email: { state: 'sent', attempts: 1, status: 250 },
  });
});

test('an alert that is edited while a delivery waits is sent to its new address; one deleted or switched off is not sent', async () => {
  const [old, moved] = [await receiver(), await receiver()];
  const edited = await open({ webhook: webhook(old.url) });
  await at.search.alerts.update(edited.alert.id, (alert) => ({ ...alert, webhook: webhook(moved.url) }));
  const deleted = await open({ webhook: webhook(old.url) });
  await at.search.alerts.remove(deleted.alert.id);
  const off = await open({ webhook: webhook(old.url), enabled: false });
  const without = await open({ webhook: webhook(old.url) });
  await at.search.alerts.update(without.alert.id, (alert) => ({ ...alert, webhook: null }));
  expect(await run(handler(), ...[edited, deleted, off, without].flatMap(({ jobs }) => jobs))).toEqual([[], [], [], []]);
  expect([old.ids(), moved.ids()]).toEqual([[], [edited.id]]);
  expect((await stateOf(off.id))?.webhook).toMatchObject({ state: 'dropped', attempts: 0 });
  expect((await stateOf(without.id))?.webhook?.state).toBe('dropped');
});

test('of an article that was taken down nothing is sent', async () => {
  const hook = await receiver();
  const { id, jobs } = await open({ webhook: webhook(hook.url) }, { doc_id: deliveryId('no', 'article') });
  await run(handler(), ...jobs);
  expect(hook.received).toEqual([]);
  expect((await stateOf(id))?.webhook?.state).toBe('dropped');
});

test('a test is sent though the alert is off, and says that it is one', async () => {
  const hook = await receiver();
  const { jobs } = await open({ webhook: webhook(hook.url), enabled: false }, { test: true });
  await run(handler(), ...jobs);
  expect(hook.received.map(({ body }) => JSON.parse(body).type)).toEqual(['alert.test']);
});

test('a receiver that says 410 gets nothing any more, and the alert says since when', async () => {
  const hook = await receiver((_request, response) => void response.writeHead(410).end());
  const first = await open({ webhook: webhook(hook.url) });
  const events = work();
  await at.queues.add('deliver', first.jobs[0] as DeliverJob);
  await until(() => events.length === 1, { what: 'the end' });
  expect(events).toMatchObject([{ ended: 'dead', code: 'http_gone' }]);
  expect((await stateOf(first.id))?.webhook).toMatchObject({ state: 'failed', code: 'http_gone', status: 410, attempts: 1 });
  expect((await at.search.alerts.get(first.alert.id))?.webhook?.off_since).toMatch(/^20/);
});

test('what fails is tried again with its reason noted; a receiver that asks for patience is given it, and no try is spent', async () => {
  const busy = await receiver((_request, response) => void response.writeHead(429, { 'retry-after': '100' }).end());
  const wrong = await receiver((_request, response) => void response.writeHead(400).end());
  const [asked, failed] = [await open({ webhook: webhook(busy.url) }), await open({ webhook: webhook(wrong.url) })];
  const [patience, again] = await run(handler(), ...asked.jobs, ...failed.jobs);
  expect(patience).toMatchObject({ name: 'Postponed', ms: 100_000 });
  expect(again).toMatchObject({ code: 'webhook_refused', permanent: false });
  expect((await stateOf(failed.id))?.webhook).toMatchObject({ state: 'pending', attempts: 1, status: 400, code: 'webhook_refused' });
});

test('after a day it is given up', async () => {
  const hook = await receiver();
  const { id, jobs } = await open({ webhook: webhook(hook.url) }, { created_at: new Date(Date.now() - 90_000_000).toISOString() });
  const events = work();
  await at.queues.add('deliver', jobs[0] as DeliverJob);
  await until(() => events.length === 1, { what: 'the end' });
  expect(events).toMatchObject([{ ended: 'dead', code: 'not_delivered' }]);
  expect((await stateOf(id))?.webhook).toMatchObject({ state: 'failed', code: 'not_delivered' });
  expect(hook.received).toEqual([]);
});

test('while Elasticsearch is away nothing is sent; when it goes between sending and marking, the message is not sent again', async () => {
  const hook = await receiver();
  const { id, jobs } = await open({ webhook: webhook(hook.url) });
  const away = openSearch({ ...at.settings, ELASTICSEARCH_URL: 'http://127.0.0.1:1' });
  onTestFinished(away.close);
  expect(await run(handler(away), ...jobs)).toMatchObject([{ name: 'DependencyDown' }]);
  expect(hook.received).toEqual([]);
  // it goes while the receiver answers
  const leaving: Search = { ...at.search, deliveries: { ...at.search.deliveries, mark: away.deliveries.mark } };
  const stage = handler(leaving);
  expect(await run(stage, ...jobs)).toMatchObject([{ name: 'DependencyDown' }]);
  leaving.deliveries.mark = at.search.deliveries.mark;
  expect(await run(stage, ...jobs)).toEqual([[]]);
  expect(hook.ids()).toEqual([id]);
  expect((await stateOf(id))?.webhook).toMatchObject({ state: 'sent', status: 204 });
});

test('2,000 deliveries to a receiver that hangs do not hold up those to another', async () => {
  const hanging = await startReceiver(() => undefined);
  onTestFinished(hanging.close);
  const hook = await receiver();
  const slow = await open({ webhook: webhook(hanging.url) });
  const ids = Array.from({ length: 2_000 }, (_, n) => deliveryId(slow.alert.id, `pending-${n}`));
  const made = (await stateOf(slow.id)) as Delivery;
  await at.search.deliveries.create(ids.map((id) => ({ ...made, id, story: id })));
  await Promise.all(ids.map((id) => at.queues.add('deliver', { ...(slow.jobs[0] as DeliverJob), deliveryId: id })));
  const events = work();
  await until(() => hanging.received.length > 0, { what: 'the first message to the one that hangs' });
  const quick = await open({ webhook: webhook(hook.url) });
  await at.queues.add('deliver', quick.jobs[0] as DeliverJob);
  await until(() => hook.received.length === 1, { what: 'the other receiver', timeoutMs: 30_000 });
  expect(hanging.received.length).toBeLessThan(100);
  expect(events.filter(({ ended }) => ended === 'dead')).toEqual([]);
});

test('neither secret nor address of a receiver is in any job or log line', async () => {
  const hook = await receiver((_request, response) => void response.writeHead(500).end());
  const secretive = await open({ webhook: { url: `${hook.url}?token=hush-token`, secret: SECRET, off_since: null } });
  const refused = await open({ webhook: { url: 'http://10.0.0.1/hush-path', secret: SECRET, off_since: null } });
  const events = work();
  for (const { jobs } of [secretive, refused]) await at.queues.add('deliver', jobs[0] as DeliverJob);
  await until(() => events.filter(({ job }) => [secretive.id, refused.id].includes(String(job['deliveryId']))).length >= 2, {
    what: 'both',
  });
  const told = JSON.stringify([events, await stateOf(secretive.id), await stateOf(refused.id)]);
  for (const word of [SECRET, SECRET.slice(6), 'hush', hook.url]) expect(told).not.toContain(word);
});
