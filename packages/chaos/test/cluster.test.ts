import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FeedConfig, newFeedState, STAGES } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { openQueues, startWorker } from '@newsmill/queue';
import { until } from '@newsmill/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startCluster } from '../src/cluster.ts';
import { type InProcess, openInProcess, pageOffer } from '../src/in-process.ts';
import { createRandom } from '../src/random.ts';
import { askOnce } from '../src/redis-client.ts';

const LEASE_MS = 60_000;
const PARTITIONS = 4;
const folder = mkdtempSync(join(tmpdir(), 'newsmill-cluster-'));
let cluster: Awaited<ReturnType<typeof startCluster>>;

beforeAll(async () => {
  cluster = await startCluster(folder, createRandom(Date.now()), () => undefined);
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ports = (): number[] => cluster.url.split(',').map((url) => Number(new URL(url).port));

/** Frontier, feeds and queues on the cluster, of a name space of their own. */
async function open(name: string): Promise<InProcess> {
  const parts = await openInProcess({ folder, name }, cluster.url, { partitions: PARTITIONS });
  onTestFinished(parts.close);
  return parts;
}

/** Moves the slot of a key to another master, with all that lies in it, as `redis-cli --cluster reshard` does. */
async function moveSlot(key: string): Promise<void> {
  const [first = 0] = ports();
  const slot = Number(await askOnce(first, 'CLUSTER', 'KEYSLOT', key));
  const ids = await Promise.all(ports().map((port) => askOnce(port, 'CLUSTER', 'MYID')));
  const slots = (await askOnce(first, 'CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
  const from = slots.find(([low, high]) => low <= slot && slot <= high)?.[2][1] ?? 0;
  const to = ports().find((port) => port !== from) ?? 0;
  const idOf = (port: number): string => String(ids[ports().indexOf(port)]);
  await askOnce(to, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', idOf(from));
  await askOnce(from, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', idOf(to));
  const keys = (await askOnce(from, 'CLUSTER', 'GETKEYSINSLOT', slot, 10_000)) as string[];
  if (keys.length > 0) await askOnce(from, 'MIGRATE', '127.0.0.1', to, '', 0, 10_000, 'KEYS', ...keys);
  for (const port of [to, from, ...ports()]) await askOnce(port, 'CLUSTER', 'SETSLOT', slot, 'NODE', idOf(to));
}

test('a URL goes all its way, and what lies on every master is counted', async () => {
  const { store, errors } = await open('way');
  const offers = Array.from({ length: 60 }, (_, at) => pageOffer(`https://h${at % 20}.example/${at}`));
  expect(await store.frontier.offer(offers, 'new')).toEqual(offers.map(() => 'offered'));
  expect(await store.frontier.sizes()).toEqual({ waiting: 60, hosts: 20, pending: 60 });
  const masters = await Promise.all(ports().map((port) => askOnce(port, 'DBSIZE')));
  expect(masters.filter((keys) => Number(keys) > 0).length).toBeGreaterThan(1);

  const items = await store.frontier.dispatch(100, LEASE_MS);
  expect(new Set(items.map(({ url }) => new URL(url).hostname)).size).toBe(20);
  expect(await Promise.all(items.map((item) => store.frontier.start(item, LEASE_MS)))).toEqual(items.map(() => true));
  const [deferred, ...others] = items as [(typeof items)[0], ...typeof items];
  expect(await store.frontier.defer(deferred, { gapMs: 0 })).toBe(true);
  expect(await Promise.all(others.map((item) => store.frontier.done(item, { gapMs: 0 })))).toEqual(others.map(() => true));
  expect(await store.frontier.overdue(0, 100)).toHaveLength(19);
  await Promise.all(others.map((item) => store.frontier.settle(item)));
  await store.frontier.remove(deferred);
  expect(await store.frontier.seen(items)).toEqual(items.map(() => true));
  expect(await store.frontier.sizes()).toMatchObject({ waiting: 40, pending: 40 });
  expect((await store.frontier.look(deferred)).item).toBeNull();
  await store.frontier.setGate('h1.example', { gapMs: 5, concurrency: 2 });
  expect(await store.frontier.gates()).toEqual({ 'h1.example': { gapMs: 5, concurrency: 2 } });
  const [opened] = await store.frontier.open([pageOffer('https://kept.example/')]);
  expect(opened).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});

test('feeds, re-checks, leases, robots, rebuild and clock work as on one server', async () => {
  const { store, errors } = await open('parts');
  const config: FeedConfig = {
    v: 1,
    id: urlKey('https://a.example/rss'),
    url: 'https://a.example/rss',
    name: null,
    paused: false,
    created_at: new Date().toISOString(),
  };
  await store.feeds.putConfig(config, { wake: true });
  expect(await store.feeds.takeDue(10, 60_000)).toEqual([config.id]);
  const run = await store.feeds.run();
  await store.feeds.saveState({ state: newFeedState(config.id), known: { one: ['key', 'hash'] }, run });
  expect((await store.feeds.known(config.id)).get('one')).toEqual(['key', 'hash']);
  await store.feeds.noteMove(config.id, 'https://b.example/rss');
  expect(await store.feeds.move(config.id)).toEqual({ url: 'https://b.example/rss', seen: 1 });
  await store.feeds.remove(config.id);
  expect(await store.feeds.configIds()).toEqual([]);

  await store.rechecks.note(
    { offer: pageOffer('https://a.example/1'), etag: null, last_modified: null, sha: 'x' },
    [1],
    Date.now() - 1_000,
  );
  expect(await store.rechecks.takeDue(10, [1], Date.now())).toHaveLength(1);
  expect(await store.lease('work', 10_000, () => store.lease('work', 10_000, async () => 'twice'))).toBeUndefined();
  await store.robots.put('https://a.example', 'rules', 10_000);
  expect(await store.robots.get('https://a.example')).toBe('rules');
  await store.rebuild.begin(2);
  await store.rebuild.send('bodies/one');
  await store.rebuild.finish('bodies/one');
  expect(await store.rebuild.state()).toMatchObject({ generation: 2, sent: 1, open: 0 });
  expect(await store.now()).toBeLessThan(await store.now());
  expect(await store.memoryRatio()).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});

test('the loss of one master of several is noticed', async () => {
  const { store } = await open('epoch');
  await store.epoch.set();
  expect(await store.epoch.present()).toBe(true);
  const held = await Promise.all(ports().map(async (port) => ({ port, keys: (await askOnce(port, 'KEYS', 'cepoch-*')) as string[] })));
  for (const { port, keys } of held.filter(({ keys }) => keys.length > 0)) {
    for (const key of keys) await askOnce(port, 'DEL', key);
    expect(await store.epoch.present()).toBe(false);
    await store.epoch.set();
  }
  expect(held.filter(({ keys }) => keys.length > 0).length).toBeGreaterThan(1);
});

test('a state is refused when another master than its feed is on died while the entries were offered', async () => {
  const { store } = await open('run');
  const [own, others = ''] = (await store.feeds.run()).split(' ');
  expect(others.split(',')).toHaveLength(3);
  const state = newFeedState(urlKey('https://a.example/rss'));
  const before = `${own} ${others.replace(/^\w/, (letter) => (letter === '0' ? '1' : '0'))}`;
  await expect(store.feeds.saveState({ state, known: null, run: before })).rejects.toMatchObject({ name: 'DependencyDown' });
});

test('one job runs through each queue, also after their slot has moved to another master', async () => {
  const { settings, queues } = await open('jobs');
  const errors: Error[] = [];
  const done: string[] = [];
  const workers = STAGES.map((stage) =>
    startWorker<typeof stage>({
      stage,
      settings,
      queues,
      handler: async () => [],
      sinks: { frontier: async () => undefined, feed: async () => undefined } as never,
      after: async () => void done.push(stage),
      onDead: async () => undefined,
      onEvent: () => undefined,
      onError: (error) => void errors.push(error),
    }),
  );
  onTestFinished(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
  });
  await addOneEach(queues, 1);
  await until(() => done.length === STAGES.length, { what: 'one job of each queue', timeoutMs: 20_000 });
  expect(done.toSorted()).toEqual([...STAGES].sort());

  await moveSlot('cjobs-{nm:q}');
  // who adds first learns of the move: it fails as while Redis is away, and is repeated by its caller
  await until(
    () =>
      addOneEach(queues, 2).then(
        () => true,
        () => false,
      ),
    { what: 'adding after the move', timeoutMs: 20_000 },
  );
  await until(() => STAGES.every((stage) => done.filter((one) => one === stage).length >= 2), {
    what: 'one more job of each queue',
    timeoutMs: 30_000,
  });
  // a process that comes later finds the slot at once
  const late = openQueues(settings, (error) => void errors.push(error));
  onTestFinished(late.close);
  expect(await late.depth('fetch')).toBe(0);
});

/** Jobs that no other stage has made: their shape is all that counts. */
async function addOneEach(queues: InProcess['queues'], n: number): Promise<void> {
  const url = 'https://a.example/1';
  const trail = { v: 1, n, origin: 'live', url, urlKey: urlKey(url), feedId: null } as const;
  const page = { ...trail, kind: 'page' as const, entryKey: null, via: [], tries: 0 };
  const ended = { exchange: null, status: 404, code: 'http_not_found', detail: null } as const;
  const at = new Date().toISOString();
  await queues.add('fetch', page);
  await queues.add('parse', { ...page, ...ended, fetchedAt: at });
  const text = { ...trail, docId: trail.urlKey, contentHash: `c${n}`, scratch: `scratch/${'a'.repeat(64)}.json.zst` };
  await queues.add('enrich', { ...text, exchange: `bodies/2026-11-02/${trail.urlKey}-0123456789ab.warc.zst` });
  await queues.add('embed', text);
  await queues.add('index', { kind: 'url', ...trail, ...ended, outcome: 'dead', stage: 'parse', entryKey: null, jobId: null, at });
  await queues.add('alert', { ...trail, docId: trail.urlKey, contentHash: `c${n}` });
  await queues.add('deliver', { v: 1, n, deliveryId: urlKey(`${url}#${n}`), alertId: trail.urlKey, channel: 'webhook' });
}
