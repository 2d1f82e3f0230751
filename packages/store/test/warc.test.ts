import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { WARCParser } from 'warcio';
import { createBodyStore } from '../src/bodies/store.ts';
import type { Exchange } from '../src/index.ts';
import { exchange, item, tempFolder } from './exchange.ts';

async function kept(exchanges: Exchange[]): Promise<Buffer> {
  const folder = await tempFolder();
  const bodies = createBodyStore(folder);
  const files = await Promise.all(exchanges.map(async (given) => readFile(join(folder, await bodies.putExchange(given)))));
  return Buffer.concat(files.map((file) => zstdDecompressSync(file)));
}

/** Reads records by nothing but their Content-Length, as ISO 28500 lays them out. */
function readRecords(bytes: Buffer): { version: string; headers: Map<string, string>; block: Buffer }[] {
  const records = [];
  for (let at = 0; at < bytes.length; ) {
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    const [version = '', ...lines] = bytes.toString('utf8', at, headEnd).split('\r\n');
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const start = headEnd + 4;
    const end = start + Number(headers.get('content-length'));
    records.push({ version, headers, block: bytes.subarray(start, end) });
    expect(bytes.toString('latin1', end, end + 4)).toBe('\r\n\r\n');
    at = end + 4;
  }
  return records;
}

test('a kept exchange is a WARC 1.1 response record and a metadata record', async () => {
  const given = exchange({ headers: { 'x-empty': '', 'x-odd': 'ü\r\nx: y' } });
  const [response, metadata, ...more] = readRecords(await kept([given]));
  expect(more).toEqual([]);
  expect([response?.version, metadata?.version]).toEqual(['WARC/1.1', 'WARC/1.1']);
  expect(Object.fromEntries(response?.headers ?? [])).toMatchObject({
    'warc-type': 'response',
    'warc-target-uri': given.finalUrl,
    'warc-date': given.fetchedAt,
    'content-type': 'application/http; msgtype=response',
    'warc-record-id': expect.stringMatching(/^<urn:uuid:[0-9a-f-]{36}>$/),
    'warc-payload-digest': expect.stringMatching(/^sha/),
  });
  expect(Object.fromEntries(metadata?.headers ?? [])).toMatchObject({ 'warc-type': 'metadata', 'content-type': 'application/json' });
  expect(JSON.parse(metadata?.block.toString() ?? '')).toEqual({ ...given.item, finalUrl: given.finalUrl });
});

test('the block of the response is the HTTP answer: status line, headers, blank line, body', async () => {
  const given = exchange({ headers: { 'content-type': 'text/html', 'x-empty': '' } });
  const [response] = readRecords(await kept([given]));
  const block = response?.block ?? Buffer.alloc(0);
  const [statusLine, ...lines] = block.toString('latin1', 0, block.indexOf('\r\n\r\n')).split('\r\n');
  expect(statusLine).toMatch(/^HTTP\/1\.1 200\b/);
  expect(lines.map((line) => line.toLowerCase().trim())).toEqual([
    'content-type: text/html',
    'x-empty:',
    `content-length: ${given.body.length}`,
  ]);
  expect(block.subarray(block.indexOf('\r\n\r\n') + 4).equals(given.body)).toBe(true);
});

test('records of many files put one after another are one WARC file, read by warcio', async () => {
  const urls = ['https://a.example/1', 'https://a.example/2', 'https://a.example/3'];
  const bytes = await kept(urls.map((url) => exchange({ finalUrl: url, item: item(url), body: Buffer.from(`body of ${url}`) })));
  const read: string[] = [];
  for await (const record of new WARCParser([bytes])) {
    read.push(`${record.warcType} ${record.warcTargetURI} ${record.warcType === 'response' ? await record.contentText() : ''}`.trim());
    await record.skipFully();
  }
  expect(read).toEqual(urls.flatMap((url) => [`response ${url} body of ${url}`, `metadata ${url}`]));
});
