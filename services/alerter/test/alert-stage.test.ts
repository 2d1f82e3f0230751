import type { Alert, AlertJob, DeliverJob } from '@newsmill/contracts';
import { DependencyDown } from '@newsmill/contracts';
import { openSearch } from '@newsmill/search';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAlertHandler } from '../src/alert-stage.ts';
import { deliveryId } from '../src/delivery-id.ts';
import { alertOf, type Installation, install, webhook } from './installation.ts';

const LIMITS = { items: 500, bytes: 500, waitMs: 20 };
let at: Installation;
beforeAll(async () => {
  at = await install();
});
afterAll(() => at.close());
beforeEach(async () => {
  for (const { id } of await at.search.alerts.list()) await at.search.alerts.remove(id);
});

let count = 0;
const fresh = (): string => `https://outlet-${++count}.example/${count}`;
const save = async (...alerts: Alert[]): Promise<Alert[]> => {
  for (const alert of alerts) await at.search.alerts.create(alert);
  return alerts;
};
const HOOK = webhook('https://r.example/');

/** One more process of the stage. */
const stage = () => createAlertHandler({ search: at.search, limits: LIMITS, onRefused: () => undefined });
const run = async (jobs: AlertJob[], { handle } = stage()): Promise<DeliverJob[]> =>
  (await Promise.all(jobs.map(handle))).flat().map(({ job }) => job);

test('ten outlets of one story ring once for each alert, on each of its ways', async () => {
  const [one, two] = await save(
    alertOf('earthquake', { webhook: HOOK, email: { to: 'ada@reader.example' } }),
    alertOf('quake', { q: 'title:earthquake', webhook: HOOK }),
  );
  const jobs: AlertJob[] = [];
  for (let outlet = 0; outlet < 10; outlet++) jobs.push(await at.index(fresh(), { title: 'An earthquake' }, { story_id: 'story-a' }));
  const inOneBatch = await run(jobs.slice(0, 4));
  const later = [...(await run(jobs.slice(4, 7))), ...(await run(jobs.slice(7)))];
  expect(later).toEqual([]);
  expect(inOneBatch.map(({ deliveryId: id, channel }) => `${id} ${channel}`).sort()).toEqual(
    [
      `${deliveryId(one?.id ?? '', 'story-a')} webhook`,
      `${deliveryId(one?.id ?? '', 'story-a')} email`,
      `${deliveryId(two?.id ?? '', 'story-a')} webhook`,
    ].sort(),
  );
});

test('ten outlets that ten processes meet at once ring once', async () => {
  await save(alertOf('volcano', { webhook: HOOK }));
  const jobs: AlertJob[] = [];
  for (let outlet = 0; outlet < 10; outlet++) jobs.push(await at.index(fresh(), { title: 'A volcano' }, { story_id: 'story-b' }));
  const told = await Promise.all(jobs.map((job) => run([job])));
  expect(told.flat()).toHaveLength(1);
});

test('another story, and an article without one, ring on their own; a copy does not', async () => {
  await save(alertOf('storm', { webhook: HOOK }));
  const first = await at.index(fresh(), { title: 'A storm' });
  expect(await run([first])).toHaveLength(1);
  expect(await run([await at.index(fresh(), { title: 'A storm' }, { story_id: 'story-c' })])).toHaveLength(1);
  expect(await run([await at.index(fresh(), { title: 'A storm' }, { story_id: 'story-d' })])).toHaveLength(1);
  expect(await run([await at.index(fresh(), { title: 'A storm' }, { duplicate_of: first.docId })])).toEqual([]);
});

test('a story that was not known when its first article rang does not ring again', async () => {
  await save(alertOf('flood', { webhook: HOOK }));
  const url = fresh();
  const first = await at.index(url, { title: 'A flood' });
  expect(await run([first])).toHaveLength(1);
  await at.index(url, { title: 'A flood' }, { story_id: 'story-e' });
  expect(await run([await at.index(fresh(), { title: 'A flood' }, { story_id: 'story-e' })])).toEqual([]);
});

test('a job that is run again hands on what is not sent yet, and makes nothing new; of what is sent it hands on nothing', async () => {
  await save(alertOf('drought', { webhook: HOOK }));
  const jobs = [
    await at.index(fresh(), { title: 'A drought' }, { story_id: 'story-f' }),
    await at.index(fresh(), { title: 'A drought' }, { story_id: 'story-f' }),
  ];
  const first = await run(jobs);
  expect(first).toHaveLength(1);
  // in any order: only the article that made the delivery sends it on
  expect((await run(jobs.toReversed())).map(({ deliveryId: id }) => id)).toEqual(first.map(({ deliveryId: id }) => id));
  await at.search.deliveries.mark(first[0]?.deliveryId ?? '', 'webhook', (sent) => ({ ...sent, state: 'sent' }));
  expect(await run(jobs)).toEqual([]);
});

test('the same article twice in a batch is told once', async () => {
  await save(alertOf('eclipse', { webhook: HOOK }));
  const job = await at.index(fresh(), { title: 'An eclipse' });
  expect(await run([job, job, { ...job, n: job.n + 1 }])).toHaveLength(1);
});

test('an alert that is off, deleted, gone at its receiver, or was made after the article does not send', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await save(
    alertOf('off', { q: 'comet', enabled: false, webhook: HOOK }),
    alertOf('late', { q: 'comet', since: later, webhook: HOOK }),
    alertOf('gone', { q: 'comet', webhook: { url: 'https://r.example/', secret: HOOK?.secret ?? '', off_since: later } }),
    alertOf('deleted', { q: 'comet', webhook: HOOK }),
  );
  const process = stage();
  const job = await at.index(fresh(), { title: 'A comet' });
  await at.search.alerts.remove(alertOf('deleted').id);
  expect(await run([job], process)).toEqual([]);
  // it is a feed still
  expect((await at.search.deliveries.get([deliveryId(alertOf('gone').id, job.docId)])).size).toBe(1);
});

test('an alert that was saved a moment ago rings for what is indexed from then on', async () => {
  const process = stage();
  expect(await run([await at.index(fresh(), { title: 'A meteor' })], process)).toEqual([]);
  await save(alertOf('meteor', { webhook: HOOK, since: new Date().toISOString() }));
  expect(await run([await at.index(fresh(), { title: 'A meteor' })], process)).toHaveLength(1);
});

test('an alert without webhook and e-mail is a feed: its delivery is there, and nothing is sent', async () => {
  const [alert] = await save(alertOf('aurora'));
  const job = await at.index(fresh(), { title: 'An aurora' });
  expect(await run([job])).toEqual([]);
  expect((await at.search.deliveries.get([deliveryId(alert?.id ?? '', job.docId)])).size).toBe(1);
});

test('more stories at once than one request takes all ring, each once', async () => {
  await save(...Array.from({ length: 120 }, (_, n) => alertOf(`all-${n}`, { q: '', webhook: HOOK })));
  const jobs: AlertJob[] = [];
  for (let n = 0; n < 20; n++) jobs.push(await at.index(fresh(), { title: 'Anything' }));
  const told = await run(jobs);
  expect(new Set(told.map(({ deliveryId: id }) => id)).size).toBe(2_400);
  expect(told).toHaveLength(2_400);
});

test('an article that went meanwhile rings nothing; a query that matches nothing neither', async () => {
  await save(alertOf('nothing', { q: 'zzzzzz', webhook: HOOK }), alertOf('all', { q: '', webhook: HOOK }));
  const job = { ...(await at.index(fresh())), docId: deliveryId('no', 'article') };
  expect(await run([job])).toEqual([]);
});

test('while Elasticsearch is away every job of the batch waits', async () => {
  const search = openSearch({ ...at.settings, ELASTICSEARCH_URL: 'http://127.0.0.1:1' });
  const { handle } = createAlertHandler({ search, limits: LIMITS, onRefused: () => undefined });
  const job = await at.index(fresh());
  const results = await Promise.allSettled([handle(job), handle({ ...job, n: 1 })]);
  for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(DependencyDown) });
  await search.close();
});
