import { createHmac } from 'node:crypto';
import { type FrontierItem, newFeedState, type ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rebuildRedis } from '../src/operations/rebuild-redis.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  // an API that strangers reach: hubs know no token of it
  door = await openDoor({ API_TOKEN: 'a-token-of-the-api' });
  await door.search.setUp();
}, 60_000);
afterAll(() => door.close());

let count = 0;
async function subscribed(state: 'asked' | 'active' = 'asked') {
  const url = `https://f${++count}.example.com/feed`;
  const id = urlKey(url);
  await door.store.feeds.putConfig({ v: 1, id, url, name: null, paused: false, created_at: new Date().toISOString() }, { wake: true });
  await door.store.subscriptions.want(id, 'https://hub.example.com/', url);
  await door.store.subscriptions.change(id, { state });
  const subscription = await door.store.subscriptions.get(id);
  if (subscription === undefined) throw new Error('it was just made');
  return { id, url, secret: subscription.secret, callback: `/websub/${id}/${subscription.token}` };
}
const question = (fields: Record<string, string>): string =>
  new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': 'c&h<b>', 'hub.lease_seconds': '864000', ...fields }).toString();
const sign = (body: string, secret: string, method = 'sha256'): string =>
  `${method}=${createHmac(method, secret).update(body).digest('hex')}`;
const parseJobs = async (id: string): Promise<unknown[]> => {
  const queue = door.queues.boardQueues().find(({ name }) => name === 'parse');
  const jobs = (await queue?.getJobs(['waiting'])) ?? [];
  return jobs.map(({ data }) => data).filter((data) => data.feedId === id);
};
const foreign = { host: 'newsmill.example.org' };

test('a subscription that was asked for is confirmed with its challenge, as text, and asked for again before it ends', async () => {
  const { id, url, callback } = await subscribed();
  const answer = await door.ask('GET', `${callback}?${question({ 'hub.topic': url })}`, { headers: foreign });
  expect(answer).toMatchObject({ status: 200, text: 'c&h<b>' });
  expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  const ends = (await door.store.subscriptions.get(id))?.ends ?? 0;
  expect(ends - Date.now()).toBeGreaterThan(863_000_000);
  // by now it was due; after the confirmation it is only shortly before the end
  expect(await door.store.subscriptions.takeDue(1_000, 0)).not.toContain(id);
  expect(await door.store.subscriptions.takeDue(1_000, 0, ends)).toContain(id);
});

test('what nobody asked for is not confirmed: another topic, another token, an unknown feed, an end', async () => {
  const { url, callback } = await subscribed();
  const other = await subscribed();
  for (const path of [
    `${callback}?${question({ 'hub.topic': `${url}x` })}`,
    `${callback}?${question({ 'hub.topic': url, 'hub.mode': 'unsubscribe' })}`,
    `${other.callback.replace(/[^/]+$/, callback.split('/').at(-1) ?? '')}?${question({ 'hub.topic': other.url })}`,
    `/websub/${urlKey('https://nowhere.example')}/${'x'.repeat(27)}?${question({ 'hub.topic': url })}`,
  ])
    expect((await door.ask('GET', path, { headers: foreign })).status, path).toBe(404);
});

test('a hub that denies is counted on no longer', async () => {
  const { id, url, callback } = await subscribed('active');
  await door.ask('GET', `${callback}?${question({ 'hub.mode': 'denied', 'hub.topic': url, 'hub.reason': 'too many' })}`);
  expect(await door.store.subscriptions.get(id)).toMatchObject({ state: 'mute', detail: 'denied: too many' });
});

test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
  'a push signed with %s is kept and parsed as the feed, whatever its type says',
  async (method) => {
    const { id, url, secret, callback } = await subscribed('active');
    const body = '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[]}';
    const headers = {
      ...foreign,
      'content-type': method === 'sha1' ? 'application/feed+json' : 'application/json',
      'x-hub-signature': sign(body, secret, method),
    };
    expect((await door.ask('POST', callback, { payload: body, headers })).status).toBe(202);
    const [job, ...others] = (await parseJobs(id)) as { exchange: string; pushed: true; url: string }[];
    expect(others).toEqual([]);
    expect(job).toMatchObject({ pushed: true, url, status: 200, kind: 'feed' });
    expect(Buffer.from((await door.store.bodies.getExchange(job?.exchange ?? '')).body).toString()).toBe(body);
    expect((await door.store.subscriptions.get(id))?.pushed_at).not.toBeNull();
  },
);

test('what a hub pushed is a part of the feed still when it is read again for an emptied Redis: the body that was polled speaks for it', async () => {
  const { id, url, secret, callback } = await subscribed('active');
  const { fetchedAt, body, ...polled } = { body: 'polled', fetchedAt: new Date(Date.now() - 1_000).toISOString(), finalUrl: url };
  const item = {
    v: 1 as const,
    n: 1,
    origin: 'live' as const,
    url,
    urlKey: id,
    feedId: id,
    entryKey: null,
    kind: 'feed' as const,
    via: [],
    tries: 0,
  } satisfies FrontierItem;
  const headers = { ...foreign, 'content-type': 'text/xml', 'x-hub-signature': sign('pushed', secret) };
  await door.store.bodies.putExchange({ ...polled, status: 200, headers: {}, body: Buffer.from(body), fetchedAt, item });
  expect((await door.ask('POST', callback, { payload: 'pushed', headers })).status).toBe(202);
  const config = await door.store.feeds.config(id);
  const feeds = { ...door.search.feeds, list: async () => (config === undefined ? [] : [config]) };
  await rebuildRedis({ ...door, search: { ...door.search, feeds } });
  const again = ((await parseJobs(id)) as ParseJob[]).filter(({ pushed }) => pushed === undefined);
  const read = await Promise.all(
    again.map(async ({ exchange, origin }) => [`${Buffer.from((await door.store.bodies.getExchange(exchange ?? '')).body)}`, origin]),
  );
  expect(Object.fromEntries(read)).toEqual({ polled: 'live', pushed: 'rebuild' });
});

test('what is not signed with our secret is answered alike and leaves nothing behind', async () => {
  const { id, secret, callback } = await subscribed('active');
  const body = '<rss><channel><title>t</title></channel></rss>';
  for (const signature of [
    undefined,
    '',
    'sha256=',
    'md5=00',
    sign(body, 'wrong'),
    sign(`${body} `, secret),
    `sha256=${'0'.repeat(64)}`,
    'sha256',
  ])
    expect(
      (
        await door.ask('POST', callback, {
          payload: body,
          headers: { ...foreign, 'content-type': 'text/xml', ...(signature !== undefined && { 'x-hub-signature': signature }) },
        })
      ).status,
    ).toBe(202);
  expect(await parseJobs(id)).toEqual([]);
});

test('a feed that was deleted, paused or never pushed answers no hub', async () => {
  const gone = await subscribed('active');
  await door.store.subscriptions.remove(gone.id);
  expect((await door.ask('POST', gone.callback, { payload: 'x', headers: { ...foreign, 'content-type': 'text/xml' } })).status).toBe(410);
  const paused = await subscribed('active');
  const created_at = new Date().toISOString();
  await door.store.feeds.putConfig({ v: 1, id: paused.id, url: paused.url, name: null, paused: true, created_at }, { wake: false });
  const headers = { ...foreign, 'content-type': 'text/xml', 'x-hub-signature': sign('<rss/>', paused.secret) };
  expect((await door.ask('POST', paused.callback, { payload: '<rss/>', headers })).status).toBe(202);
  expect(await parseJobs(paused.id)).toEqual([]);
  expect(newFeedState(paused.id).body_sha).toBeNull();
});

test('nothing else is open without the token', async () => {
  for (const path of ['/feeds', '/websub', '/queues', '/websubx/a'])
    expect((await door.ask('GET', path, { headers: foreign })).status, path).toBe(401);
});
