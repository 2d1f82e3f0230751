import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DependencyDown } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { createBodyStore } from '../src/bodies/store.ts';
import { type Exchange, scratchKey, sha256 } from '../src/index.ts';
import { exchange, item, tempFolder } from './exchange.ts';

const openBodies = async () => {
  const folder = await tempFolder();
  return { folder, bodies: createBodyStore(folder) };
};
const missing = expect.objectContaining({ code: 'body_missing' });

async function roundTrip(given: Exchange): Promise<Exchange> {
  const { bodies } = await openBodies();
  return bodies.getExchange(await bodies.putExchange(given));
}

const KEY = urlKey('https://a.example/1');

test.each<[string, Uint8Array]>([
  ['every byte there is', Uint8Array.from({ length: 4_096 }, (_, i) => i % 256)],
  ['a megabyte of noise', randomBytes(1_000_000)],
  ['nothing', new Uint8Array()],
  [
    'what looks like the end of a record',
    Buffer.from('\r\n\r\n\r\nWARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 2\r\n\r\n{}\r\n\r\n'),
  ],
  ['what looks like a chunked answer', Buffer.from('5\r\nhello\r\n0\r\n\r\n')],
  ['what looks like a gzip file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
  ['line breaks at both ends', Buffer.from('\r\n\n text \n\r\n')],
])('a body of %s is read byte for byte as it was kept', async (_what, body) => {
  const read = await roundTrip(exchange({ body }));
  expect(Buffer.from(read.body).equals(body)).toBe(true);
});

test('all else of an exchange is read as it was kept', async () => {
  const given = exchange({
    finalUrl: 'https://a.example/2?q=%22x%22&y=z',
    status: 203,
    fetchedAt: '2026-11-02T03:04:05.006Z',
    item: item('https://a.example/1', {
      kind: 'page',
      feedId: urlKey('https://a.example/rss'),
      via: [urlKey('https://t.example/1')],
      entryKey: 'feeds/x#é\n"1"',
      tries: 2,
    }),
  });
  const { body, headers, ...read } = await roundTrip(given);
  const { body: _body, headers: _headers, ...kept } = given;
  expect(read).toEqual(kept);
  expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
  expect(body).toHaveLength(given.body.length);
});

test.each([
  ['letters of other scripts', 'https://a.example/新闻?é'],
  ['an entry without a link', `feed:${urlKey('https://a.example/rss')}:tag:x,2024:"1" ü`],
])('a final URL of %s is kept', async (_what, finalUrl) => {
  expect((await roundTrip(exchange({ finalUrl }))).finalUrl).toBe(finalUrl);
});

test('odd headers neither break the record nor the next one', async () => {
  const headers = {
    etag: '"a\r\nb\u0000c"',
    'x-empty': '',
    'x-folded': 'one\r\n two\r\n\r\nthree',
    'x-colon': 'a: b: c',
    'x-commas': 'a,,,b',
    'x-latin': 'Grüße',
    'x-unicode': 'Grüße 世界',
    'warc-type': 'metadata,,,response',
    'set-cookie': 'a=1, b=2',
    'last-modified': 'Mon, 02 Nov 2026 03:04:05 GMT',
  };
  const given = exchange({ headers });
  const read = await roundTrip(given);
  expect(read.headers).toMatchObject({
    etag: '"a  b c"',
    'x-colon': 'a: b: c',
    'x-latin': 'Grüße',
    'x-unicode': 'Grüße 世界',
    'set-cookie': 'a=1, b=2',
    'last-modified': 'Mon, 02 Nov 2026 03:04:05 GMT',
  });
  expect(read.headers['x-empty'] ?? '').toBe('');
  expect(read.item).toEqual(given.item);
  expect(Buffer.from(read.body).equals(given.body)).toBe(true);
});

test('headers that described the answer on the wire are kept under another name: the body is inflated and whole', async () => {
  const headers = { 'content-encoding': 'br', 'transfer-encoding': 'chunked', 'content-length': '7', connection: 'close' };
  const given = exchange({ headers });
  const read = await roundTrip(given);
  expect(read.headers).toEqual({
    'x-archive-orig-content-encoding': 'br',
    'x-archive-orig-transfer-encoding': 'chunked',
    'x-archive-orig-content-length': '7',
    'x-archive-orig-connection': 'close',
    'content-length': String(given.body.length),
  });
});

test('a key names the room, the day, the URL and the body', async () => {
  const { bodies } = await openBodies();
  const given = exchange();
  const sha12 = sha256(given.body).slice(0, 12);
  expect(await bodies.putExchange(given)).toBe(`bodies/2026-11-02/${given.item.urlKey}-${sha12}.warc.zst`);
  const feed = { ...given, item: { ...given.item, kind: 'feed' as const } };
  expect(await bodies.putExchange(feed)).toBe(`feeds/2026-11-02/${given.item.urlKey}-${sha12}.warc.zst`);
});

test('a file appears whole: no draft stays behind, and the same exchange twice is one file', async () => {
  const { folder, bodies } = await openBodies();
  const keys = await Promise.all(Array.from({ length: 5 }, () => bodies.putExchange(exchange())));
  expect(new Set(keys).size).toBe(1);
  expect(await readdir(join(folder, 'bodies/2026-11-02'))).toHaveLength(1);
});

test('the same body fetched again is kept as the later one, and knows when its URL was first met', async () => {
  const { bodies } = await openBodies();
  const early = exchange({ fetchedAt: '2026-03-02T10:00:00.000Z', item: item('https://a.example/1', { n: 1_000 }) });
  const late = exchange({ fetchedAt: '2026-03-02T11:00:00.000Z', item: item('https://a.example/1', { n: 2_000 }) });
  const key = await bodies.putExchange(early);
  expect(await bodies.putExchange(late)).toBe(key);
  expect(await bodies.getExchange(key)).toMatchObject({ fetchedAt: late.fetchedAt, item: { n: 1_000 } });
  const other = await bodies.putExchange({ ...late, body: Buffer.from('another') });
  expect(await bodies.getExchange(other)).toMatchObject({ item: { n: 2_000 } });
});

test('what is not there is `body_missing`', async () => {
  const { bodies } = await openBodies();
  const key = `bodies/2026-01-01/${item('https://a.example/').urlKey}-0123456789ab.warc.zst`;
  await expect(bodies.getExchange(key)).rejects.toEqual(missing);
  await expect(bodies.getScratch(scratchKey(KEY, 'x'))).rejects.toEqual(missing);
});

test.each<[string, (path: string) => Promise<void>]>([
  ['an empty file', (path) => writeFile(path, '')],
  ['a file that was cut', async (path) => truncate(path, Math.floor((await readFile(path)).length / 2))],
  ['a file that lost its last byte', async (path) => truncate(path, (await readFile(path)).length - 1)],
  ['a file that is something else', (path) => writeFile(path, 'not an exchange')],
  [
    'a flipped byte',
    async (path) => {
      const bytes = await readFile(path);
      const at = bytes.length - 20;
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      await writeFile(path, bytes);
    },
  ],
])('%s is `body_missing`, never a wrong body', async (_what, damage) => {
  const { folder, bodies } = await openBodies();
  const key = await bodies.putExchange(exchange({ body: randomBytes(500) }));
  await damage(join(folder, key));
  await expect(bodies.getExchange(key)).rejects.toEqual(missing);
});

test('an exchange under the key of another body is `body_missing`', async () => {
  const { folder, bodies } = await openBodies();
  const foreign = await bodies.putExchange(exchange({ body: Buffer.from('foreign') }));
  const own = await bodies.putExchange(exchange());
  await writeFile(join(folder, own), await readFile(join(folder, foreign)));
  await expect(bodies.getExchange(own)).rejects.toEqual(missing);
});

test.each([
  '../outside.json.zst',
  'bodies/../../etc/passwd',
  `scratch/../bodies/${'a'.repeat(64)}.json.zst`,
  `scratch/${'A'.repeat(64)}.json.zst`,
  `scratch/${'a'.repeat(64)}.json.zst\n`,
  `/scratch/${'a'.repeat(64)}.json.zst`,
  'bodies/2026-01-01/a/b-0123456789ab.warc.zst',
  'bodies/2026-01-01/a-0123456789ab.warc.zst\u0000',
  '',
])('no key leads out of the folder: %j is refused', async (key) => {
  const { bodies } = await openBodies();
  const refused = expect.objectContaining({ code: 'invalid_job' });
  await expect(bodies.getExchange(key)).rejects.toEqual(refused);
  await expect(bodies.getScratch(key)).rejects.toEqual(refused);
});

test('a hostile day or URL key does not lead out of the folder', async () => {
  const { bodies } = await openBodies();
  const refused = expect.objectContaining({ code: 'invalid_job' });
  await expect(bodies.putExchange(exchange({ fetchedAt: '../../../../x' }))).rejects.toEqual(refused);
  await expect(bodies.putExchange(exchange({ item: item('https://a.example/', { urlKey: '../../x' }) }))).rejects.toEqual(refused);
});

test('a scratch value is read as it was kept, and a later one of the same name takes its place', async () => {
  const { bodies } = await openBodies();
  const value = { title: '世界 "x"', list: [1, null, { deep: [''] }], big: 'x'.repeat(1_000_000) };
  const key = await bodies.putScratch(KEY, 'an entry', value);
  expect(key).toBe(scratchKey(KEY, 'an entry'));
  expect(await bodies.getScratch(key)).toEqual(value);
  await bodies.putScratch(KEY, 'an entry', 2);
  expect(await bodies.getScratch(key)).toBe(2);
});

test('a damaged scratch value is `body_missing`', async () => {
  const { folder, bodies } = await openBodies();
  const key = await bodies.putScratch(KEY, 'x', { a: 1 });
  await writeFile(join(folder, key), 'torn');
  await expect(bodies.getScratch(key)).rejects.toEqual(missing);
});

test('a folder that cannot be used is DependencyDown: the stage waits', async () => {
  const folder = join(await tempFolder(), 'file');
  await writeFile(folder, 'no folder');
  const bodies = createBodyStore(folder);
  await expect(bodies.putExchange(exchange())).rejects.toBeInstanceOf(DependencyDown);
  await expect(bodies.putScratch(KEY, 'x', 1)).rejects.toBeInstanceOf(DependencyDown);
  await expect(bodies.probe()).rejects.toBeInstanceOf(DependencyDown);
});

test('a write that fails half way leaves no draft', async () => {
  const { folder, bodies } = await openBodies();
  // a folder stands where the file should be: the draft is written, the rename fails
  const key = scratchKey(KEY, 'x');
  await mkdir(join(folder, key), { recursive: true });
  await expect(bodies.putScratch(KEY, 'x', 1)).rejects.toBeInstanceOf(DependencyDown);
  expect(await readdir(join(folder, dirname(key)))).toEqual([basename(key)]);
});

test('the probe is content with a folder that can be written, and leaves nothing there', async () => {
  const folder = join(await tempFolder(), 'new', 'folder');
  await createBodyStore(folder).probe();
  expect(await readdir(folder)).toEqual([]);
});
