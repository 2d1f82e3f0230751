import { urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

const submit = (url: unknown, name?: string) => door.ask('POST', '/feeds', { payload: { url, name } });

test('a new feed is 202 and due at once; the same one again, in any spelling, is 200 and one feed', async () => {
  const first = await submit('https://news.example/feed', 'News');
  expect(first).toMatchObject({
    status: 202,
    body: { id: urlKey('https://news.example/feed'), url: 'https://news.example/feed', name: 'News', paused: false },
  });
  expect(first.body.state).toMatchObject({ last_polled_at: null, code: null, entries_offered: 0 });
  expect(await door.store.feeds.takeDue(10, 60_000)).toContain(first.body.id);
  for (const url of [
    ' https://news.example/feed ',
    'http://NEWS.example:80/feed',
    'https://news.example/feed?utm_source=x#top',
    'https://news.example./feed',
  ]) {
    expect(await submit(url), url).toMatchObject({
      status: 200,
      body: { id: first.body.id, url: 'https://news.example/feed', name: 'News' },
    });
  }
  expect(await door.store.feeds.takeDue(10, 60_000)).not.toContain(first.body.id);
  const { body } = await door.ask('GET', '/feeds');
  expect(body.feeds.filter(({ id }: { id: string }) => id === first.body.id)).toHaveLength(1);
});

test('a feed written with and without a slash at its end is one feed, and so one poll; two files are two (fault 30)', async () => {
  for (const [one, other] of [
    ['https://slash.example/feed', 'https://slash.example/feed/'],
    ['https://slash.example/news/rss/?x=1', 'http://SLASH.example/news/rss?x=1'],
  ] as const) {
    const first = await submit(one);
    expect([first.status, (await submit(other)).status]).toEqual([202, 200]);
    expect((await submit(other)).body).toMatchObject({ id: first.body.id, url: one });
  }
  expect((await submit('https://slash.example/feed.xml')).status).toBe(202);
  expect((await submit('https://slash.example/feed.xml/')).status).toBe(202);
  expect((await submit('https://slash.example/')).status).toBe(202);
  expect((await submit('https://slash.example/feed?x=1')).status).toBe(202);
});

test('two submissions of one feed at once make one feed', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => submit('https://twice.example/feed')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 202]);
});

test.each([
  '',
  'news.example/feed',
  'ftp://news.example/feed',
  'javascript:alert(1)',
  'https://',
  'http:///feed',
  'http://exa mple/',
  `https://a.example/${'x'.repeat(3_000)}`,
  'https://a..b/',
  'feed:x',
])('%j cannot be read as an address: 400 with what to do', async (url) => {
  const { status, body } = await submit(url);
  expect({ status, error: body.error }).toEqual({
    status: 400,
    error: { code: expect.any(String), message: expect.stringMatching(/\w+/) },
  });
});

test.each([
  [{}],
  [{ url: 7 }],
  [{ url: null }],
  [{ url: ['https://a.example/'] }],
  [[]],
  [null],
  ['https://a.example/'],
  [{ url: 'https://a.example/', name: 'x'.repeat(501) }],
])('the body %j is 400 and names what is wrong', async (payload) => {
  const { status, body } = await door.ask('POST', '/feeds', {
    payload: JSON.stringify(payload),
    headers: { 'content-type': 'application/json' },
  });
  expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'bad_request' });
  expect(body.error.message).toMatch(/url|name|body/);
});

const PRIVATE = `127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
  [::1] [::ffff:127.0.0.1] [::127.0.0.1] [64:ff9b::10.0.0.1] [2002:7f00:1::] [fe80::1] [fd00::1] 198.18.0.1 224.0.0.1 255.255.255.255 127.0.0.1.`;

test.each(PRIVATE.split(/\s+/))('the private address %s is 422 and says how an operator allows it', async (host) => {
  for (const path of ['/feeds', '/articles']) {
    expect(await door.ask('POST', path, { payload: { url: `http://${host}:8080/feed` } })).toMatchObject({
      status: 422,
      body: { error: { code: 'forbidden_address', message: expect.stringContaining('FETCH_ALLOW_ADDRESSES') } },
    });
  }
});

test('a wrapper is taken as what it wraps, which must be allowed like any other address', async () => {
  const wrapped = (target: string) => ({ payload: { url: `https://www.google.com/url?q=${encodeURIComponent(target)}` } });
  for (const path of ['/feeds', '/articles']) {
    expect((await door.ask('POST', path, wrapped('https://wrapped.example/feed'))).body.url).toBe('https://wrapped.example/feed');
    for (const target of ['http://127.0.0.1/', 'http://[::1]:8080/', 'http://169.254.169.254/latest/'])
      expect((await door.ask('POST', path, wrapped(target))).body.error.code, target).toBe('forbidden_address');
    // what is no address to fetch is not believed: the wrapper itself is asked
    const odd = wrapped('javascript:alert(1)');
    expect((await door.ask('POST', path, odd)).body.url).toBe(odd.payload.url);
  }
});

test('an address that the operator allows is taken, and so is a public one; what a name leads to is found out by the fetch', async () => {
  const open = await openDoor({ FETCH_ALLOW_ADDRESSES: '10.0.0.0/8', NEWSMILL_PREFIX: door.env['NEWSMILL_PREFIX'] ?? '' });
  try {
    const ask = (url: string) => open.ask('POST', '/feeds', { payload: { url } });
    expect((await ask('http://10.1.2.3/feed')).status).toBe(202);
    expect((await ask('http://8.8.8.8/feed')).status).toBe(202);
    expect((await ask('http://localhost/feed')).status).toBe(202);
    expect((await ask('http://192.168.1.1/feed')).status).toBe(422);
  } finally {
    await open.close();
  }
});

test('a feed is paused, resumed and deleted, and is then unknown', async () => {
  const { id } = (await submit('https://paused.example/feed')).body;
  const due = async () => (await door.store.feeds.takeDue(100, 60_000)).includes(id);
  expect(await due()).toBe(true);
  expect(await door.ask('POST', `/feeds/${id}/pause`)).toMatchObject({ status: 200, body: { id, paused: true } });
  expect(await door.store.feeds.config(id)).toMatchObject({ paused: true });
  expect((await submit('https://paused.example/feed')).body.paused).toBe(true);
  expect(await due()).toBe(false);
  expect(await door.ask('POST', `/feeds/${id}/resume`)).toMatchObject({ status: 200, body: { id, paused: false } });
  expect(await due()).toBe(true);
  expect(await door.ask('GET', `/feeds/${id}`)).toMatchObject({ status: 200, body: { id, url: 'https://paused.example/feed' } });
  expect(await door.ask('DELETE', `/feeds/${id}`)).toMatchObject({ status: 204, text: '' });
  expect(await door.store.feeds.configIds()).not.toContain(id);
  for (const [method, path] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/pause'],
    ['POST', '/resume'],
  ] as const) {
    expect(await door.ask(method, `/feeds/${id}${path}`)).toMatchObject({ status: 404, body: { error: { code: 'no_such_feed' } } });
  }
  expect((await submit('https://paused.example/feed')).status).toBe(202);
});

test('an id that cannot be one is 400', async () => {
  for (const id of ['x', 'a'.repeat(28), '%2e%2e%2f', "'%20OR%201"]) expect((await door.ask('GET', `/feeds/${id}`)).status, id).toBe(400);
});

test('an article is offered once: 202, then 200; it is in the registry before its first fetch', async () => {
  const url = 'https://news.example/a?utm_source=x';
  const key = urlKey(url);
  const ask = (text: string) => door.ask('POST', '/articles', { payload: { url: text } });
  expect(await ask(url)).toMatchObject({ status: 202, body: { url, url_key: key, status: 'offered' } });
  expect((await door.search.registry.get([key])).get(key)).toMatchObject({ outcome: 'pending', url, host: 'news.example', origin: 'live' });
  expect(await door.store.frontier.look({ url, urlKey: key })).toMatchObject({ waiting: true, item: { kind: 'page', feedId: null } });
  expect(await ask('http://news.example/a')).toMatchObject({ status: 200, body: { url_key: key, status: 'known' } });
  expect((await ask('no address')).status).toBe(400);
});
