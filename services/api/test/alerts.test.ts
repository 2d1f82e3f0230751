import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const HOOK = 'https://receiver.example/hook';
const post = (url: string, payload: unknown) => door.ask('POST', url, { payload });
const save = async (more: object = {}) => (await post('/alerts', { owner: 'ada', name: 'Harbour', q: 'harbour', ...more })).body;
const refresh = () => fetch(`${door.env['ELASTICSEARCH_URL']}/${door.env['NEWSMILL_PREFIX']}*/_refresh`, { method: 'POST' });

test('an alert is saved, shown without its secret but this once, listed by owner, changed and deleted', async () => {
  const { status, body: made } = await post('/alerts', {
    owner: 'ada',
    name: 'A',
    q: 'harbour',
    webhook: { url: HOOK },
    email: { to: 'a@b.example' },
  });
  expect(status).toBe(201);
  expect(made).toMatchObject({ owner: 'ada', q: 'harbour', language: null, enabled: true, webhook: { url: HOOK, off_since: null } });
  expect(made.webhook.secret).toMatch(/^whsec_.{44}$/);
  const bobs = await save({ owner: 'bob' });
  const shown = { ...made, webhook: { ...made.webhook, secret: '***' } };
  expect((await door.ask('GET', `/alerts/${made.id}`)).body).toEqual(shown);
  expect((await door.ask('GET', '/alerts?owner=ada')).body.alerts).toEqual([shown]);
  expect((await door.ask('GET', '/alerts')).body.alerts.map(({ id }: { id: string }) => id).sort()).toEqual([made.id, bobs.id].sort());
  expect(await door.ask('PATCH', `/alerts/${made.id}`, { payload: { email: null, name: 'B' } })).toMatchObject({
    status: 200,
    body: { ...shown, email: null, name: 'B' },
  });
  expect((await door.ask('DELETE', `/alerts/${made.id}`)).status).toBe(204);
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/test'],
    ['GET', '/deliveries'],
    ['GET', '/feed'],
  ] as const)
    expect(await door.ask(method, `/alerts/${made.id}${path}`, method === 'PATCH' ? { payload: {} } : {})).toMatchObject({
      status: 404,
      body: { error: { code: 'no_such_alert' } },
    });
});

test('a given secret is kept through *** and through changes of the address; a new one replaces it', async () => {
  const { id } = await save({ webhook: { url: HOOK, secret: SECRET } });
  const stored = async () => (await door.search.alerts.get(id))?.webhook;
  const change = (webhook: object) => door.ask('PATCH', `/alerts/${id}`, { payload: { webhook } });
  expect((await change({ url: `${HOOK}2`, secret: '***' })).body.webhook).toEqual({ url: `${HOOK}2`, secret: '***', off_since: null });
  expect(await stored()).toEqual({ url: `${HOOK}2`, secret: SECRET, off_since: null });
  await change({ url: HOOK });
  expect((await stored())?.secret).toBe(SECRET);
  const other = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  await change({ url: HOOK, secret: other });
  expect((await stored())?.secret).toBe(other);
});

test('a receiver that was gone is asked again once its address is set anew', async () => {
  const { id } = await save({ webhook: { url: HOOK } });
  await door.search.alerts.update(id, (alert) => ({
    ...alert,
    webhook: alert.webhook === null ? null : { ...alert.webhook, off_since: '2026-01-01T00:00:00.000Z' },
  }));
  expect((await door.ask('GET', `/alerts/${id}`)).body.webhook.off_since).toBe('2026-01-01T00:00:00.000Z');
  expect((await door.ask('PATCH', `/alerts/${id}`, { payload: { webhook: { url: HOOK } } })).body.webhook.off_since).toBeNull();
});

test('another query, or switching on, begins anew: what was there before does not ring; other changes do not', async () => {
  const made = await save();
  const since = async (payload: object): Promise<string> => (await door.ask('PATCH', `/alerts/${made.id}`, { payload })).body.since;
  expect(await since({ name: 'Other', q: 'harbour', email: { to: 'a@b.example' } })).toBe(made.since);
  expect(await since({ enabled: false })).toBe(made.since);
  const on = await since({ enabled: true });
  expect(on > made.since).toBe(true);
  expect((await since({ q: 'bridge' })) > on).toBe(true);
});

test.each([
  [{ webhook: { url: 'nonsense' } }, 400, 'bad_url'],
  [{ webhook: { url: 'http://127.0.0.1/' } }, 422, 'forbidden_address'],
  [{ webhook: { url: 'http://169.254.169.254/' } }, 422, 'forbidden_address'],
  [{ webhook: { url: HOOK, secret: 'short' } }, 400, 'bad_request'],
  [{ email: { to: 'a@b.example\r\nBcc: c@d.example' } }, 400, 'bad_request'],
  [{ email: { to: 'a@b.example, c@d.example' } }, 400, 'bad_request'],
  [{ name: '' }, 400, 'bad_request'],
  [{ q: 'x'.repeat(2_001) }, 400, 'bad_request'],
])('what cannot be an alert is refused with what to do: %j', async (more, status, code) => {
  expect(await post('/alerts', { owner: 'ada', name: 'A', q: 'a', ...more })).toMatchObject({ status, body: { error: { code } } });
});

test('a preview tells what would have been found and how often it would have rung, by story', async () => {
  const now = new Date();
  const ago = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
  const put = async (name: string, days: number, story?: string) => {
    const at = ago(days);
    const url = `https://preview.example/${name}`;
    await indexArticle(door, url, { title: 'The lighthouse', published_at: at, first_seen_at: at });
    const home = `${door.env['NEWSMILL_PREFIX']}news-en-${at.slice(0, 4)}`;
    const body = JSON.stringify({ doc: { story_id: story } });
    const headers = { 'content-type': 'application/json' };
    if (story) await fetch(`${door.env['ELASTICSEARCH_URL']}/${home}/_update/${urlKey(url)}`, { method: 'POST', headers, body });
  };
  for (const outlet of ['a', 'b', 'c']) await put(outlet, 1, 'story-1');
  await put('alone', 2);
  await put('old', 40);
  await refresh();
  const { status, body } = await post('/alerts/preview', { q: 'lighthouse' });
  expect([status, body.articles, body.rings, body.hits.length]).toEqual([200, 4, 2, 2]);
  expect(body.days).toEqual([
    { value: ago(1).slice(0, 10), count: 3 },
    { value: ago(2).slice(0, 10), count: 1 },
  ]);
  expect((await post('/alerts/preview', { q: 'lighthouse', days: 60 })).body).toMatchObject({ articles: 5, rings: 3 });
  expect((await post('/alerts/preview', { q: 'lighthouse', language: 'de' })).body).toMatchObject({ articles: 0, rings: 0, hits: [] });
  expect((await post('/alerts/preview', { q: 'nowhere: "' })).body.notes.length).toBeGreaterThan(0);
});

test('a test goes to every way of an alert as a job without address or secret, and shows up among its deliveries, not in its feed', async () => {
  const { id } = await save({ webhook: { url: HOOK, secret: SECRET }, email: { to: 'a@b.example' } });
  const { status, body } = await post(`/alerts/${id}/test`, undefined);
  expect(status).toBe(202);
  const queue = door.queues.boardQueues().find(({ name }) => name === 'deliver');
  const jobs = (await queue?.getJobs(['waiting']))?.map(({ data }) => data) ?? [];
  expect(jobs).toEqual(
    expect.arrayContaining(
      ['webhook', 'email'].map((channel) => ({ v: 1, n: expect.any(Number), deliveryId: body.delivery, alertId: id, channel })),
    ),
  );
  await refresh();
  const { deliveries } = (await door.ask('GET', `/alerts/${id}/deliveries`)).body;
  expect(deliveries).toMatchObject([{ id: body.delivery, test: true, webhook: { state: 'pending' }, email: { state: 'pending' } }]);
  expect(JSON.parse((await door.ask('GET', `/alerts/${id}/feed?format=jsonfeed`)).text)).toMatchObject({ items: [] });
  expect(await post(`/alerts/${(await save()).id}/test`, undefined)).toMatchObject({
    status: 409,
    body: { error: { code: 'no_channel' } },
  });
});

test.each([
  ['atom', 'application/atom+xml', '<feed'],
  ['rss', 'application/rss+xml', '<rss'],
  ['jsonfeed', 'application/feed+json', '"version"'],
])('what an alert rang for is a feed in %s, the newest first; an article that was taken down is not in it', async (format, type, mark) => {
  const { id } = await save({ name: `Feed & ${format}` });
  for (const [at, name] of ['one', 'two'].entries()) {
    const url = `https://feed-${format}.example/${name}`;
    await indexArticle(door, url, { title: `Number <${name}>` });
    const delivery = {
      v: 1,
      id: urlKey(`${url}#${id}`),
      alert_id: id,
      story: name,
      doc_id: urlKey(url),
      test: false,
      webhook: null,
      email: null,
    } as const;
    await door.search.deliveries.create([{ ...delivery, created_at: `2026-11-25T1${at}:00:00.000Z` }]);
  }
  await refresh();
  const { status, headers, text } = await door.ask('GET', `/alerts/${id}/feed?format=${format}`);
  expect([status, String(headers['content-type']).split(';')[0]]).toEqual([200, type]);
  expect(text).toContain(mark);
  const places = ['two', 'one'].map((name) => text.search(new RegExp(`Number (<|&lt;)${name}`)));
  expect(places[0]).toBeGreaterThan(0);
  expect(places[1]).toBeGreaterThan(places[0] ?? 0);
  await door.search.takedown.remove([urlKey(`https://feed-${format}.example/two`)]);
  await refresh();
  expect((await door.ask('GET', `/alerts/${id}/feed?format=${format}`)).text).not.toContain('two');
});

test('every refusal is one that the description names', async () => {
  const { paths } = (await door.ask('GET', '/openapi.json')).body;
  for (const path of ['/alerts', '/alerts/{id}', '/alerts/preview', '/alerts/{id}/test', '/alerts/{id}/deliveries', '/alerts/{id}/feed'])
    expect(Object.keys(paths), path).toContain(path);
});
