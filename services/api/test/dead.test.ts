import { Fault, type FetchJob, type ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { deadLetter } from '@newsmill/queue';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

/** A URL that ended in this stage for this reason. */
async function die(url: string, stage: 'fetch' | 'parse', fault: Fault, exchange: string | null = null): Promise<string> {
  const key = urlKey(url);
  const job: FetchJob = {
    v: 1,
    n: Date.now(),
    origin: 'live',
    url,
    urlKey: key,
    feedId: null,
    entryKey: null,
    kind: 'page',
    via: [],
    tries: 0,
  };
  const parse: ParseJob = { ...job, exchange, status: 200, fetchedAt: new Date().toISOString(), code: null, detail: null };
  const letter = stage === 'parse' ? deadLetter('parse', parse, fault) : deadLetter('fetch', job, fault);
  const [result] = await door.search.createWriter()([{ job: letter, feeds: [] }]);
  expect(result?.status).toBe('fulfilled');
  await door.search.dead.refresh();
  return key;
}

test('dead letters are listed by reason and host, oldest first, with a sentence each, in pages', async () => {
  for (const path of ['1', '2', '3']) await die(`https://list.example/${path}`, 'fetch', new Fault('http_gone', 'status 410'));
  await die('https://list.example/4', 'fetch', new Fault('timeout'));
  const first = await door.ask('GET', '/dead?host=list.example&code=http_gone&size=2');
  expect(first.body.total).toBe(3);
  expect(first.body.codes).toMatchObject({ http_gone: 3, timeout: 1 });
  expect(first.body.letters).toMatchObject([
    { url: 'https://list.example/1', stage: 'fetch', says: expect.stringContaining('410'), replayed_at: null },
    { url: 'https://list.example/2' },
  ]);
  const second = await door.ask('GET', `/dead?host=list.example&code=http_gone&size=2&after=${first.body.next}`);
  expect(second.body.letters).toMatchObject([{ url: 'https://list.example/3' }]);
  expect((await door.ask('GET', '/dead?after=%00garbage')).status).toBe(200);
  expect((await door.ask('GET', '/dead?code=no_such_code')).status).toBe(400);
});

test('one dead letter is shown by its key; an unknown key says where they are listed', async () => {
  const key = await die('https://show.example/a', 'fetch', new Fault('http_refused', 'status 403'));
  expect((await door.ask('GET', `/dead/${key}`)).body).toMatchObject({
    url: 'https://show.example/a',
    code: 'http_refused',
    detail: 'status 403',
  });
  const missing = await door.ask('GET', `/dead/${urlKey('https://show.example/none')}`);
  expect(missing.status).toBe(404);
  expect(missing.body.error.message).toContain('GET /dead');
});

test('a replay of what could not be fetched offers it again in a new generation, once', async () => {
  const url = 'https://replay.example/a';
  const key = await die(url, 'fetch', new Fault('http_server_error'));
  const body = { host: 'replay.example' };
  expect((await door.ask('POST', '/dead/replay', { payload: body })).body).toEqual({ done: 1, remaining: 0 });
  expect(await door.store.frontier.look({ url, urlKey: key })).toMatchObject({ waiting: true, item: { origin: 'replay' } });
  expect((await door.ask('POST', '/dead/replay', { payload: body })).body).toEqual({ done: 0, remaining: 0 });
  expect((await door.ask('GET', `/dead/${key}`)).body.replayed_at).not.toBeNull();
});

test('a replay of what could not be read starts from the kept body and asks no host', async () => {
  const url = 'https://kept.example/a';
  const exchange = `bodies/2026-11-25/${urlKey(url)}-0123456789ab.warc.zst`;
  const key = await die(url, 'parse', new Fault('parse_crash'), exchange);
  const before = await door.queues.depth('parse');
  expect((await door.ask('POST', '/dead/replay', { payload: { keys: [key] } })).body).toMatchObject({ done: 1 });
  expect(await door.queues.depth('parse')).toBe(before + 1);
  expect(await door.store.frontier.look({ url, urlKey: key })).toMatchObject({ waiting: false, item: { origin: 'replay' } });
});

test('a dropped letter is gone, and its URL stays dead', async () => {
  const key = await die('https://drop.example/a', 'fetch', new Fault('http_gone'));
  expect((await door.ask('POST', '/dead/drop', { payload: { host: 'drop.example' } })).body).toEqual({ done: 1, remaining: 0 });
  expect((await door.ask('GET', `/dead/${key}`)).status).toBe(404);
  expect((await door.ask('GET', '/trace?url=https://drop.example/a')).body.status).toBe('dead');
});
