import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomPrefix, startService, testServers, until } from '@newsmill/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

type Ran = { code: number; out: string; err: string };
const ROOT = join(import.meta.dirname, '../../..');
const CLI = join(import.meta.dirname, '../src/main.ts');

/** Runs `newsmill <args>` with this environment and nothing else. */
function newsmill(args: string[], env: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err });
    });
  });
}

let api: Record<string, string>;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cli-'));
  closers.push(() => rm(dir, { recursive: true, force: true }));
  const { redisUrl, elasticsearchUrl } = testServers();
  const servers = { REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl, NEWSMILL_PREFIX: randomPrefix(), BODIES_DIR: dir };
  const env = { ...servers, API_PORT: '0', API_TOKEN: 'hush' };
  const proc = await startService({ name: 'api', entry: join(ROOT, 'services/api/src/main.ts'), env });
  closers.unshift(() => proc.stop());
  const { port } = JSON.parse(await proc.until(/"msg":"listening"/, { timeoutMs: 60_000 })).addresses[0];
  api = { NEWSMILL_API: `http://127.0.0.1:${port}`, API_TOKEN: 'hush' };
  const headers = { authorization: 'Bearer hush' };
  await until(async () => (await fetch(`${api['NEWSMILL_API']}/feeds`, { headers })).ok, { what: 'the indices', timeoutMs: 60_000 });
});
afterAll(async () => {
  for (const close of closers) await close();
});

test('a feed is submitted, known the second time, listed, and traced', async () => {
  expect(await newsmill(['feeds'], api)).toEqual({ code: 0, out: 'No feeds yet: newsmill submit <url>\n', err: '' });
  const first = await newsmill(['submit', 'https://news.example/feed'], api);
  expect(first).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^submitted: https:\/\/news\.example\/feed \([\w-]{27}\)\n$/),
  });
  expect((await newsmill(['submit', 'http://news.example/feed#x'], api)).out).toMatch(/^known: https:\/\/news\.example\/feed /);
  expect((await newsmill(['feeds'], api)).out).toMatch(/^[\w-]{27} {2}not polled yet +0 entries .*https:\/\/news\.example\/feed\n$/);
  expect((await newsmill(['trace', 'https://news.example/feed'], api)).out).toMatch(/^A feed, last polled never/);
});

test('the settings of a feed are changed and shown; what is not named stays, and no secret is shown', async () => {
  const id = /\((?<id>[\w-]{27})\)/.exec((await newsmill(['submit', 'https://settings.example/feed'], api)).out)?.groups?.['id'] ?? '';
  const set = (...args: string[]) => newsmill(['feed', 'set', id, ...args], api);
  await set('--login', 'me:pass:word', '--name', 'The feed', '--tag', 'a', 'b');
  const ran = await set('--header', 'X-Key: hidden', '--include', 'title:bank', 'url:/world/*');
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(await newsmill(['feed', 'show', id], api)).toEqual(ran);
  expect(ran.out).toContain('The feed');
  expect(ran.out).toContain('["a","b"]');
  expect(ran.out).toContain('[{"field":"title","text":"bank"},{"field":"url","text":"/world/*"}]');
  expect(ran.out).toContain('{"login":{"user":"me","password":"***"},"headers":{"X-Key":"***"}}');
  expect(ran.out).not.toMatch(/hidden|pass:word/);
  const cleared = (await set('--clear', 'include', 'request', 'name')).out;
  expect(cleared).not.toMatch(/bank|login|The feed/);
  expect(await set('--include', 'bank')).toMatchObject({ code: 1, err: expect.stringMatching(/title:words/) });
  const tried = await newsmill(['feed', 'preview', id, '--exclude', 'url:/ads/'], api);
  expect(tried).toMatchObject({ code: 0, out: 'exclude url:/ads/ matches 0\n0 taken, 0 left\n' });
  expect(await newsmill(['feed', 'show', 'x'], api)).toMatchObject({ code: 1 });
  await fetch(`${api['NEWSMILL_API']}/feeds/${id}`, { method: 'DELETE', headers: { authorization: 'Bearer hush' } });
});

test('one article is submitted and traced', async () => {
  expect(await newsmill(['submit', '--article', 'https://news.example/a'], api)).toMatchObject({
    code: 0,
    out: 'offered: https://news.example/a\n',
  });
  expect((await newsmill(['submit', '--article', 'https://news.example/a'], api)).out).toBe('known: https://news.example/a\n');
  expect((await newsmill(['trace', 'https://news.example/a'], api)).out).toMatch(
    /^It waits for the turn of news\.example.*\n(.*\n)*.* offered .*\n(.*\n)*.*key [\w-]{27}\n$/,
  );
});

test('a search that finds nothing says so', async () => {
  expect(await newsmill(['search', 'no', 'such', 'words'], api)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^0 articles \(\d+ ms\)\n$/),
  });
});

test.each([
  [['submit', 'no address'], /cannot be read as an http or https URL/],
  [['submit', 'http://127.0.0.1/feed'], /FETCH_ALLOW_ADDRESSES/],
  [['trace', 'nonsense'], /cannot be read/],
  [['search', 'x', '--sort', 'newest'], /sort: .*GET \/openapi\.json/],
  [['search', 'x', '--size', 'many'], /size: /],
])('what the API refuses is said in its words: newsmill %j', async (args, message) => {
  expect(await newsmill(args, api)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(message) });
});

test('a wrong token says which one is needed', async () => {
  expect(await newsmill(['feeds'], { ...api, API_TOKEN: 'guess' })).toMatchObject({ code: 1, err: expect.stringContaining('API_TOKEN') });
});

test.each([['feeds'], ['submit', 'https://a.example/'], ['search', 'x'], ['trace', 'https://a.example/']])(
  'without an API newsmill %s says where it looked, and no more',
  async (...args) => {
    expect(await newsmill(args, { NEWSMILL_API: 'http://127.0.0.1:1' })).toEqual({
      code: 1,
      out: '',
      err: 'No API answers at http://127.0.0.1:1. Is it running (npm start)? Another address goes into NEWSMILL_API.\n',
    });
  },
);

test.each(['localhost:3000', 'nonsense', 'ftp://a.example'])('the address "%s" of an API says how to write one', async (NEWSMILL_API) => {
  expect(await newsmill(['feeds'], { NEWSMILL_API })).toEqual({
    code: 1,
    out: '',
    err: `NEWSMILL_API is "${NEWSMILL_API}": write it as http://127.0.0.1:3000\n`,
  });
});

test('something else that answers on that port is told apart from the API', async () => {
  for (const [status, body] of [
    [200, '<html>'],
    [200, '{"hello":1}'],
    [502, 'Bad Gateway'],
  ] as const) {
    const server = createServer((_request, response) => void response.writeHead(status).end(body)).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await until(() => server.listening, { what: 'the server' });
    const ran = await newsmill(['feeds'], { NEWSMILL_API: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/answers, but not as this version|The API answered 502/) });
    expect(ran.err.trim().split('\n')).toHaveLength(1);
  }
});

test('what comes from outside cannot steer the terminal, and marks of a hit are shown as text', async () => {
  const article = {
    title: 'a\u001b[2Jb',
    url: 'https://a.example/',
    '@timestamp': '2026-11-25T11:00:00.000Z',
    language: 'en',
    source: { name: 'N' },
  };
  const answer = {
    total: 1,
    took_ms: 1,
    notes: [],
    suggestions: [],
    hits: [{ id: 'x', highlights: { body: ['<mark>x</mark> &lt;b&gt; &amp;lt; &#27;[0m'] }, article }],
  };
  const server = createServer((_request, response) => void response.end(JSON.stringify(answer))).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await until(() => server.listening, { what: 'the server' });
  const { out } = await newsmill(['search', 'x'], { NEWSMILL_API: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  expect(out).not.toContain('\u001b');
  expect(out).toContain('… x <b> &lt;  [0m …');
});

test('config prints every setting with its value and meaning, no secret, and works with a configuration that does not', async () => {
  const env = { API_PORT: 'nonsense', API_TOKEN: 'hush-token', REDIS_URL: 'redis://:hush-redis@127.0.0.1:6379', HOST_GAP_MS: '7' };
  const { code, out, err } = await newsmill(['config'], env);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const line of [
    'API_PORT=(bad: nonsense)',
    'API_TOKEN=(set)',
    'REDIS_URL=redis://***@127.0.0.1:6379',
    'HOST_GAP_MS=7',
    'USER_AGENT=Newsmill/',
  ])
    expect(out).toContain(line);
  expect(out).not.toContain('hush');
  expect(out.trimEnd().split('\n').length % 2).toBe(0);
  for (const meaning of out.split('\n').filter((line) => line.startsWith('    '))) expect(meaning).toMatch(/\w.*\.$/);
});

test('a configuration that cannot be read is told when a call needs it', async () => {
  expect(await newsmill(['feeds'], { API_PORT: 'nonsense' })).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The configuration has 1 fault/),
  });
});

test('a command that is not there, or lacks what it needs, says so', async () => {
  for (const args of [['sumbit', 'x'], ['submit'], ['trace']]) {
    const { code, err } = await newsmill(args, api);
    expect(code, args.join(' ')).toBe(1);
    expect(err).toMatch(/^error: /);
  }
});

test('an OPML file goes in, what cannot be read in it is told by line, and all feeds come out again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'opml-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'feeds.opml');
  await writeFile(
    file,
    '<opml><body>\n<outline text="A" xmlUrl="https://opml.example/a"/>\n<outline text="B" xmlUrl="nowhere"/>\n</body></opml>',
  );
  const { code, out } = await newsmill(['opml', 'import', file], api);
  expect([code, out]).toEqual([0, expect.stringMatching(/^line 3: .+nowhere\n1 feeds submitted, 0 known, 1 lines not read\n$/)]);
  expect((await newsmill(['opml', 'export', file], api)).code).toBe(0);
  expect(await readFile(file, 'utf8')).toContain('xmlUrl="https://opml.example/a"');
});

test('an alert is previewed, saved, listed, tested and removed; its secret is shown once', async () => {
  expect((await newsmill(['alert', 'list'], api)).out).toBe('No alerts yet: newsmill alert add "words" --webhook <url>\n');
  expect((await newsmill(['alert', 'preview', 'no', 'such', 'words'], api)).out).toBe('0 articles; it would have rung 0 times\n');
  const added = await newsmill(['alert', 'add', 'central bank', '--owner', 'ada', '--webhook', 'https://receiver.example/hook'], api);
  const [, id = ''] =
    /^saved: ([\w-]{27}) {2}→ https:\/\/receiver\.example\/hook, \/alerts\/\1\/feed\nsecret, shown this once: whsec_.+\n$/.exec(
      added.out,
    ) ?? [];
  expect(id).not.toBe('');
  const listed = (await newsmill(['alert', 'list'], api)).out;
  expect(listed).toMatch(new RegExp(`^${id} {2}on {3}ada {2}central bank: central bank {2}→ https://receiver`));
  expect(listed).not.toContain('whsec_');
  expect((await newsmill(['alert', 'test', id], api)).out).toMatch(/^sent for delivery: [\w-]{27}; /);
  await until(async () => (await newsmill(['alert', 'deliveries', id], api)).out.includes('test  webhook pending (0 tries)'), {
    what: 'the delivery',
  });
  expect((await newsmill(['alert', 'remove', id], api)).out).toBe(`removed: ${id}\n`);
  expect(await newsmill(['alert', 'remove', id], api)).toMatchObject({ code: 1, err: expect.stringContaining('GET /alerts') });
});
