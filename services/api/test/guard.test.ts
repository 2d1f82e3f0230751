import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isLoopbackHost } from '../src/guard.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const TOKEN = 'a token: with blanks & signs?';
let open: Door;
let locked: Door;
beforeAll(async () => {
  open = await openDoor();
  locked = await openDoor({ API_TOKEN: TOKEN });
});
afterAll(async () => {
  await open.close();
  await locked.close();
});

/** Every kind of route: data, description, board, its files, what is not there. */
const ROUTES = [
  '/health',
  '/ready',
  '/metrics',
  '/feeds',
  '/search',
  '/openapi.json',
  '/queues',
  '/queues/api/queues',
  '/queues/static/x.js',
  '/nowhere',
];

test.each(['127.0.0.1', '127.8.8.8', 'localhost', 'LOCALHOST', '::1', '[::1]'])('%s is reached from this machine alone', (host) => {
  expect(isLoopbackHost(host)).toBe(true);
});

test.each([
  '0.0.0.0',
  '::',
  '',
  '10.0.0.1',
  'example.com',
  'localhost.example.com',
  '127.0.0.1.example.com',
  '1127.0.0.1',
  'x127.0.0.1',
  'localhost\n',
])('%j may be reached by others', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

test('without a token only requests to a loopback name are answered: a foreign name may be pointed here', async () => {
  for (const host of ['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000'])
    expect((await open.ask('GET', '/health', { headers: { host } })).status, host).toBe(200);
  for (const url of ROUTES) {
    for (const host of ['evil.example', 'localhost.evil.example:3000', '127.0.0.1.nip.io', 'localhost@evil.example', '0.0.0.0:3000']) {
      expect(await open.ask('GET', url, { headers: { host } }), `${host} ${url}`).toMatchObject({
        status: 403,
        body: { error: { code: 'foreign_host' } },
      });
    }
  }
});

const WRITES = [
  ['POST', '/feeds'],
  ['POST', '/articles'],
  ['DELETE', '/feeds/abcdefghijklmnopqrstuvwxyzA'],
  ['POST', '/feeds/abcdefghijklmnopqrstuvwxyzA/pause'],
  ['PUT', '/queues/api/queues/fetch/clean/failed'],
  ['PUT', '/queues/api/queues/fetch/pause'],
] as const;
const FOREIGN = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://localhost:4000' },
  { origin: 'http://localhost:3000.evil.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' },
];

test.each(WRITES)('%s %s from a page of another site is refused, with or without a token', async (method, url) => {
  const basic = `Basic ${Buffer.from(`me:${TOKEN}`).toString('base64')}`;
  for (const foreign of FOREIGN) {
    const refusal = { status: 403, body: { error: { code: 'foreign_origin' } } };
    expect(await open.ask(method, url, { headers: foreign }), JSON.stringify(foreign)).toMatchObject(refusal);
    expect(await locked.ask(method, url, { headers: { ...foreign, authorization: basic } }), JSON.stringify(foreign)).toMatchObject(
      refusal,
    );
  }
});

test('a write from our own page, or from no page, goes on to its route', async () => {
  const own = [{}, { origin: 'http://localhost:3000' }, { 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }];
  for (const headers of own) expect((await open.ask('POST', '/feeds', { headers })).status, JSON.stringify(headers)).toBe(400);
  const behindProxy = {
    host: 'internal:3000',
    origin: 'https://news.example',
    'sec-fetch-site': 'same-origin',
    authorization: `Bearer ${TOKEN}`,
  };
  expect((await locked.ask('POST', '/feeds', { headers: behindProxy })).status).toBe(400);
});

test('reading from another page is answered; its browser keeps the answer from it', async () => {
  const { status, headers } = await open.ask('GET', '/health', { headers: { origin: 'https://evil.example' } });
  expect(status).toBe(200);
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

test('with a token every route needs it, in either form, under any host name', async () => {
  for (const authorization of [
    `Bearer ${TOKEN}`,
    `bearer ${TOKEN}`,
    basic(`:${TOKEN}`),
    basic(`anyone:${TOKEN}`),
    basic(`anyone:${TOKEN}`).replace('Basic', 'BASIC'),
  ]) {
    const { status } = await locked.ask('GET', '/health', { headers: { authorization, host: 'news.example' } });
    expect(status, authorization).toBe(200);
  }
  for (const url of ROUTES) expect((await locked.ask('GET', url)).status, url).toBe(401);
  for (const [method, url] of WRITES) expect((await locked.ask(method, url)).status, url).toBe(401);
});

test('a wrong token, whatever is wrong with it, gets one and the same answer', async () => {
  const wrong = [
    '',
    'Bearer',
    'Bearer ',
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    TOKEN,
    `Token ${TOKEN}`,
    basic(TOKEN.slice(3)),
    basic('a:b'),
    'Basic %%%',
    `Digest ${TOKEN}`,
  ];
  const answers = await Promise.all(wrong.map((authorization) => locked.ask('GET', '/feeds', { headers: { authorization } })));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': expect.stringMatching(/^Basic /) },
    body: { error: { code: 'token_needed' } },
  });
  expect(answers[0]?.text).not.toContain(TOKEN.slice(0, 5));
});
