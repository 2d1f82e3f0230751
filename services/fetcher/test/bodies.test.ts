import { memoryUsage } from 'node:process';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readBody } from '../src/body.ts';
import { faultFrom, fetchFrom, testWeb, textFrom } from './web.ts';

const TEXT = `<p>${'All the news, all the time. é 漢 '.repeat(200)}</p>`;
const PLAIN = Buffer.from(TEXT);

const ENCODED: readonly (readonly [encoding: string, body: Buffer])[] = [
  ['identity', PLAIN],
  ['gzip', gzipSync(PLAIN)],
  ['x-gzip', gzipSync(PLAIN)],
  ['GZIP', gzipSync(PLAIN)],
  ['br', brotliCompressSync(PLAIN)],
  ['zstd', zstdCompressSync(PLAIN)],
  ['deflate', deflateSync(PLAIN)],
  ['deflate', deflateRawSync(PLAIN)],
  ['gzip, br', brotliCompressSync(gzipSync(PLAIN))],
  ['gzip,gzip', gzipSync(gzipSync(PLAIN))],
  ['gzip', Buffer.concat([gzipSync(PLAIN.subarray(0, 50)), gzipSync(PLAIN.subarray(50))])],
];

test('a body is read through every encoding we ask for, whatever a server calls it or leaves out of it', async () => {
  const web = await testWeb();
  for (const [encoding, body] of ENCODED) {
    web.site('news.example').page('/', { body, headers: { 'content-encoding': encoding } });
    expect(await textFrom(web.address, 'https://news.example/'), encoding).toBe(TEXT);
  }
  expect(web.requests[0]?.headers['accept-encoding']).toBe('gzip, br, zstd, deflate');
});

test.each(['snappy', 'compress', 'gzip, br, zstd', 'gzip;q=1'])('the encoding "%s" is refused', async (encoding) => {
  const web = await testWeb();
  web.site('news.example').page('/', { body: 'x', headers: { 'content-encoding': encoding } });
  expect(await faultFrom(web.address, 'http://news.example/')).toMatchObject({ code: 'bad_encoding', permanent: true });
});

test.each(['gzip', 'br', 'zstd', 'deflate'])('damaged %s is told as such, cut off %s as cut off', async (encoding) => {
  const web = await testWeb();
  const packed = ENCODED.find(([name]) => name === encoding)?.[1] ?? Buffer.alloc(0);
  const headers = { 'content-encoding': encoding };
  const site = web.site('news.example').page('/damaged', { body: Buffer.from('\xff\xfe<html>no such encoding</html>', 'latin1'), headers });
  site.page('/cut', { body: packed.subarray(0, packed.length - 4), headers });
  expect((await faultFrom(web.address, 'http://news.example/damaged')).code).toBe('bad_encoding');
  expect((await faultFrom(web.address, 'http://news.example/cut')).code).toBe('truncated_body');
});

test('the limit counts inflated bytes: exactly the limit is kept, one more is refused', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', { body: gzipSync(Buffer.alloc(4_096, 'a')), headers: { 'content-encoding': 'gzip' } });
  expect((await textFrom(web.address, 'http://news.example/', { limits: { maxBytes: 4_096 } })).length).toBe(4_096);
  expect(await faultFrom(web.address, 'http://news.example/', { limits: { maxBytes: 4_095 } })).toMatchObject({ code: 'too_large' });
});

const BOMB = Buffer.alloc(64 * 2 ** 20);
const BOMBS: readonly (readonly [string, Buffer])[] = [
  ['gzip', gzipSync(BOMB)],
  ['br', brotliCompressSync(BOMB)],
  ['zstd', zstdCompressSync(BOMB)],
  ['deflate', deflateSync(BOMB)],
  ['deflate', deflateRawSync(BOMB)],
  ['gzip, gzip', gzipSync(gzipSync(BOMB))],
  ['gzip, br', brotliCompressSync(gzipSync(BOMB))],
];

test('a bomb in any encoding, nested too, is refused without ever being held', async () => {
  const web = await testWeb();
  const before = memoryUsage.rss();
  for (const [encoding, body] of BOMBS) {
    web.site('news.example').page('/', { body, headers: { 'content-encoding': encoding } });
    expect((await faultFrom(web.address, 'http://news.example/')).code, encoding).toBe('too_large');
  }
  // each would inflate to 64 MB
  expect(memoryUsage.rss() - before).toBeLessThan(BOMBS.length * 16 * 2 ** 20);
});

test('an endless body and an endless bomb are cut at the limit', async () => {
  const web = await testWeb();
  const site = web.site('news.example').fault('/endless', 'endless').fault('/bomb', 'gzip-bomb', { megabytes: 200 });
  for (const path of ['/endless', '/bomb']) expect((await faultFrom(web.address, `https://${site.host}${path}`)).code).toBe('too_large');
});

test('a file that is packed itself is told by its first bytes, whatever its name and type, and unpacked once, within the limit', async () => {
  const web = await testWeb();
  const headers = { 'content-type': 'application/xml' };
  const site = web.site('news.example').page('/sitemap.xml.gz', { body: gzipSync(PLAIN), headers });
  site.page('/sitemap', { body: gzipSync(PLAIN), headers: { 'content-type': 'application/octet-stream' } });
  site.page('/undone.xml.gz', { body: PLAIN, headers });
  for (const path of ['/sitemap.xml.gz', '/sitemap', '/undone.xml.gz'])
    expect(await textFrom(web.address, `http://news.example${path}`), path).toBe(TEXT);
  const inner = gzipSync(PLAIN);
  site.page('/twice.gz', { body: gzipSync(inner), headers }).page('/bomb.gz', { body: gzipSync(BOMB), headers });
  const answer = await fetchFrom(web.address, 'http://news.example/twice.gz');
  expect(answer.kind === 'body' && Buffer.from(answer.body).equals(inner)).toBe(true);
  expect((await faultFrom(web.address, 'http://news.example/bomb.gz')).code).toBe('too_large');
});

/** A body of so many bytes a second, by a clock of its own. */
async function* trickle(bytes: number, seconds: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < seconds; at++) {
    yield Buffer.alloc(bytes, 'x');
    vi.advanceTimersByTime(1_000);
  }
}

test('a body that only trickles is given up, one that comes slowly is read to its end', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const read = (bytes: number, seconds: number) => readBody(Readable.from(trickle(bytes, seconds)), '', 2 ** 20);
  await expect(read(1, 600)).rejects.toMatchObject({ code: 'timeout', permanent: false });
  await expect(read(400, 600)).rejects.toMatchObject({ code: 'timeout' });
  expect((await read(1_000, 600)).length).toBe(600_000);
  expect((await read(1, 7)).length).toBe(7);
});

test('an answer without a body is empty, with or without an encoding', async () => {
  const web = await testWeb();
  const site = web
    .site('news.example')
    .page('/plain', '')
    .page('/gzip', { body: '', headers: { 'content-encoding': 'gzip' } });
  site.page('/packed', { body: gzipSync(''), headers: { 'content-encoding': 'gzip' } });
  site.handle('/204', (_req, res) => void res.writeHead(204).end());
  for (const path of ['/plain', '/gzip', '/packed', '/204']) {
    expect(await faultFrom(web.address, `http://news.example${path}`), path).toMatchObject({ code: 'empty_body', permanent: true });
  }
});

test('headers come lower case and single, the body as bytes', async () => {
  const web = await testWeb();
  const headers = { 'Content-Type': 'text/html; charset=latin1', 'X-Many': ['a', 'b'], ETag: '"x"' };
  web.site('news.example').page('/', { body: Buffer.from([0xe9, 0, 0xff]), headers });
  const answer = await fetchFrom(web.address, 'https://news.example/');
  expect(answer).toMatchObject({ kind: 'body', status: 200, finalUrl: 'https://news.example/', hops: 0 });
  expect(answer).toMatchObject({ headers: { 'content-type': 'text/html; charset=latin1', 'x-many': 'a, b', etag: '"x"' } });
  expect(answer.kind === 'body' && [...answer.body]).toEqual([0xe9, 0, 0xff]);
});
