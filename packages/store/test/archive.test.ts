import { gunzipSync } from 'node:zlib';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { exportArchive, readArchive } from '../src/bodies/archive.ts';
import { createBodyStore } from '../src/bodies/store.ts';
import type { Exchange } from '../src/index.ts';
import { exchange, item, tempFolder } from './exchange.ts';

async function* chunks(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(bytes: Uint8Array): Promise<{ pages: Exchange[]; skipped: string[] }> {
  const [pages, skipped]: [Exchange[], string[]] = [[], []];
  for await (const page of readArchive(chunks(bytes), (url, why) => skipped.push(`${url} ${why}`))) pages.push(page);
  return { pages, skipped };
}
async function exported(exchanges: Exchange[], from = '2000-01-01', to = '2999-12-31'): Promise<Buffer> {
  const bodies = createBodyStore(await tempFolder());
  for (const given of exchanges) await bodies.putExchange(given);
  return Buffer.concat(await Array.fromAsync(exportArchive(bodies, { from, to })));
}
const page = (url: string, more: Partial<Exchange> = {}): Exchange => exchange({ finalUrl: url, item: item(url), ...more });

/** A record of a foreign crawler. */
function foreign(url: string, { status = '200 OK', body = 'text', type = 'response', date = '2026-01-02T03:04:05Z' } = {}): Buffer {
  const http = Buffer.from(`HTTP/1.1 ${status}\r\nContent-Type: text/html\r\n\r\n${body}`);
  const head = `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: ${url}\r\nWARC-Date: ${date}\r\nWARC-Record-ID: <urn:uuid:1>\r\n`;
  return Buffer.concat([
    Buffer.from(`${head}Content-Type: application/http\r\nContent-Length: ${http.length}\r\n\r\n`),
    http,
    Buffer.from('\r\n\r\n'),
  ]);
}

test('what is exported is read again as it was kept, as an import', async () => {
  const given = [
    page('https://a.example/1', { body: Buffer.from([0, 255, 13, 10]) }),
    exchange({ finalUrl: 'https://a.example/2?%C3%BC', item: item('https://a.example/2?ü') }),
  ];
  const { pages, skipped } = await read(await exported(given));
  expect(skipped).toEqual([]);
  const byUrl = new Map(pages.map((one) => [one.item.urlKey, one]));
  for (const { body, ...rest } of given) {
    const found = byUrl.get(rest.item.urlKey);
    expect(Buffer.from(found?.body ?? []).equals(Buffer.from(body))).toBe(true);
    expect(found).toMatchObject({ status: rest.status, fetchedAt: rest.fetchedAt, item: { ...rest.item, origin: 'import' } });
  }
});

test('an export holds the days that are asked for, both ends included', async () => {
  const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
  const bytes = await exported(
    days.map((day) => page(`https://a.example/${day}`, { fetchedAt: `${day}T00:00:00.000Z` })),
    '2026-01-02',
    '2026-01-03',
  );
  expect((await read(bytes)).pages.map(({ finalUrl }) => finalUrl)).toEqual([
    'https://a.example/2026-01-02',
    'https://a.example/2026-01-03',
  ]);
});

test('an export is a WARC file in gzip members that any tool inflates', async () => {
  const bytes = await exported([page('https://a.example/1'), page('https://a.example/2')]);
  expect(
    gunzipSync(bytes)
      .toString('latin1')
      .match(/^WARC\/1\.1\r$/gm),
  ).toHaveLength(4);
});

test('pages of a foreign crawler are read, each with an item of its own', async () => {
  const bytes = Buffer.concat([
    foreign('https://x.example/', { type: 'request' }),
    foreign('https://x.example/1', { body: 'one' }),
    foreign('https://x.example/2', { body: 'two' }),
  ]);
  const { pages } = await read(bytes);
  expect(pages.map(({ body }) => Buffer.from(body).toString())).toEqual(['one', 'two']);
  expect(pages[0]).toMatchObject({
    status: 200,
    fetchedAt: '2026-01-02T03:04:05.000Z',
    item: { origin: 'import', kind: 'page', url: 'https://x.example/1', urlKey: urlKey('https://x.example/1'), feedId: null },
  });
});

test('what cannot be used is told and passed over', async () => {
  const bytes = Buffer.concat([
    foreign('dns:x.example'),
    foreign('https://x.example/404', { status: '404 Not Found' }),
    foreign('https://x.example/empty', { body: '' }),
    foreign('https://x.example/undated', { date: 'yesterday' }),
    foreign('https://x.example/good'),
  ]);
  const { pages, skipped } = await read(bytes);
  expect(pages.map(({ finalUrl }) => finalUrl)).toEqual(['https://x.example/good']);
  expect(skipped.map((line) => line.split(' ')[0])).toEqual([
    'dns:x.example',
    'https://x.example/404',
    'https://x.example/empty',
    'https://x.example/undated',
  ]);
});
