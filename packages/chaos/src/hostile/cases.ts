import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Site } from '@newsmill/testkit';

const MB = 2 ** 20;
const RSS = 'application/rss+xml; charset=utf-8';
const HTML = 'text/html; charset=utf-8';

/** `ends`: the code it must be refused with, or `read` where it must be read as far as the limits go, which the answer says. */
export type HostileCase = { name: string; kind: 'feed' | 'page'; ends: string; serve: (site: Site, path: string) => unknown };

const packed = (name: string, encoding: string, body: () => Buffer): HostileCase => ({
  name,
  kind: 'page',
  ends: 'too_large',
  serve: (site, path) => site.page(path, { body: body(), headers: { 'content-encoding': encoding } }),
});
const body = (name: string, kind: 'feed' | 'page', ends: string, text: () => string): HostileCase => ({
  name,
  kind,
  ends,
  serve: (site, path) => site.page(path, { body: text(), headers: { 'content-type': kind === 'feed' ? RSS : HTML } }),
});
const handled = (name: string, ends: string, answer: (res: ServerResponse) => unknown): HostileCase => ({
  name,
  kind: 'page',
  ends,
  serve: (site, path) => site.handle(path, (_req, res) => void answer(res)),
});

const rss = (items: string, before = ''): string =>
  `<?xml version="1.0"?>${before}<rss version="2.0"><channel><title>Hostile</title>${items}</channel></rss>`;

/** Each entity ten of the one before: a billion of the first. */
function laughs(): string {
  const names = 'abcdefghij';
  const entities = [...names].map((name, at) => `<!ENTITY ${name} "${at === 0 ? 'lol' : `&${names[at - 1]};`.repeat(10)}">`);
  return rss('<item><title>&j;</title><link>/1</link><description>&j;</description></item>', `<!DOCTYPE rss [${entities.join('')}]>`);
}

/** One byte now and then, for ever. */
async function drip(res: ServerResponse, send: (text: string) => void): Promise<void> {
  while (!res.destroyed) {
    send('x');
    await setTimeout(200, undefined, { ref: false });
  }
}

export const CASES: readonly HostileCase[] = [
  packed('194 KB of gzip that hold 200 MB', 'gzip', () => gzipSync(Buffer.alloc(200 * MB), { level: 9 })),
  packed('brotli that holds 200 MB', 'br', () => brotliCompressSync(Buffer.alloc(200 * MB))),
  packed('zstd that holds 200 MB', 'zstd', () => zstdCompressSync(Buffer.alloc(200 * MB))),
  packed('deflate that holds 200 MB', 'deflate', () => deflateSync(Buffer.alloc(200 * MB))),
  packed('gzip in gzip, 200 MB', 'gzip, gzip', () => gzipSync(gzipSync(Buffer.alloc(200 * MB), { level: 9 }))),
  packed('gzip in brotli, 200 MB', 'gzip, br', () => brotliCompressSync(gzipSync(Buffer.alloc(200 * MB), { level: 9 }))),
  {
    ...packed('gzip ten times nested', Array.from({ length: 10 }, () => 'gzip').join(', '), () => {
      let bytes: Buffer = Buffer.alloc(MB);
      for (let at = 0; at < 10; at++) bytes = gzipSync(bytes);
      return bytes;
    }),
    ends: 'bad_encoding',
  },
  { name: 'a body without end', kind: 'page', ends: 'too_large', serve: (site, path) => site.fault(path, 'endless') },
  handled('a body of a byte every 200 ms (slow loris)', 'timeout', (res) => {
    res.writeHead(200, { 'content-type': HTML });
    return drip(res, (text) => res.write(text));
  }),
  handled('headers of a byte every 200 ms', 'timeout', (res) => {
    res.socket?.write('HTTP/1.1 200 OK\r\nX-Drip: ');
    return drip(res, (text) => res.socket?.write(text));
  }),
  { name: 'an answer that never comes', kind: 'page', ends: 'timeout', serve: (site, path) => site.fault(path, 'hang') },
  handled('headers of 1 MB', 'connect_failure', (res) => res.socket?.write(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(MB)}\r\n\r\n`)),
  { name: 'redirects in a circle', kind: 'page', ends: 'redirect_loop', serve: (site, path) => site.fault(path, 'redirect-loop') },
  handled('cookies and redirects without end', 'too_many_redirects', (res) =>
    res.writeHead(302, { location: '', 'set-cookie': `n=${performance.now()}` }).end(),
  ),
  body('XML 100,000 levels deep', 'feed', 'read', () => rss(`<item><title>one</title>${'<a>'.repeat(100_000)}</item>`)),
  body('XML 100,000 levels deep in a text', 'feed', 'read', () => rss(`<item><description>${'<b>'.repeat(100_000)}</description></item>`)),
  body('a billion laughs', 'feed', 'read', laughs),
  body('one entity of 100 KB named 90 times an item', 'feed', 'read', () =>
    rss(`<item><title>${'&a;'.repeat(90)}</title></item>`.repeat(100), `<!DOCTYPE rss [<!ENTITY a "${'A'.repeat(100_000)}">]>`),
  ),
  body('1,000,000 items', 'feed', 'too_large', () => rss('<item><title>x</title></item>'.repeat(1_000_000))),
  body('1,000,000 items in under 10 MB', 'feed', 'read', () => rss('<item/>'.repeat(1_000_000))),
  body('300,000 items', 'feed', 'read', () => rss('<item><title>x</title></item>'.repeat(300_000))),
  body('1,000,000 categories of one item', 'feed', 'read', () => rss(`<item>${'<category/>'.repeat(900_000)}</item>`)),
  body(
    'JSON 1,000,000 levels deep',
    'feed',
    'not_a_feed',
    () => `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(1_000_000)}`,
  ),
  body('HTML 100,000 levels deep', 'page', 'read', () => `<h1>Head</h1>${'<div>'.repeat(100_000)}<p>${'Words of it. '.repeat(100)}</p>`),
  body('HTML 9 MB of one text', 'page', 'read', () => `<article><h1>Head</h1><p>${'Words of it. '.repeat(700_000)}</p></article>`),
  body(
    'HTML 9 MB of paragraphs',
    'page',
    'read',
    () => `<article><h1>Head</h1>${'<p>Words of it, and more.</p>'.repeat(300_000)}</article>`,
  ),
  body('HTML 9 MB of <', 'page', 'read', () => `<h1>Head</h1><p>${'Words of it. '.repeat(100)}</p>${'<'.repeat(9_000_000)}`),
];
