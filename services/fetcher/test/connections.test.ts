import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { faultFrom, testWeb, textFrom } from './web.ts';

test('a connection that is reset, over HTTP and HTTPS, may work another time', async () => {
  const web = await testWeb();
  web.site('news.example').fault('/', 'reset');
  for (const scheme of ['http', 'https'])
    expect(await faultFrom(web.address, `${scheme}://news.example/`)).toMatchObject({ code: 'connect_failure', permanent: false });
});

test('a server that is not there may be there another time', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(await faultFrom(`127.0.0.1:${port}`, 'http://news.example/')).toMatchObject({ code: 'connect_failure', permanent: false });
});

test('a name that does not resolve is told as such', async () => {
  expect(await faultFrom('', 'http://no-such-name.invalid/')).toMatchObject({ code: 'dns_failure', permanent: false });
});

/** A server that answers every connection with these bytes and ends it. */
async function rawServer(bytes: Buffer | string): Promise<string> {
  const server = createServer((socket) => void socket.on('error', () => undefined).once('data', () => socket.end(bytes))).listen(
    0,
    '127.0.0.1',
  );
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const OK = 'HTTP/1.1 200 OK\r\n';

test.each([
  ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n'],
  ['a page without headers', '<html>'],
  ['nothing', ''],
  ['half the headers', `${OK}Content-Ty`],
  ['a length that is no number', `${OK}Content-Length: abc\r\n\r\nabc`],
  ['endless headers', `${OK}X: ${'a'.repeat(100_000)}\r\n\r\n`],
])('an answer that is %s counts as no answer', async (_what, bytes) => {
  expect(await faultFrom(await rawServer(bytes), 'http://news.example/')).toMatchObject({ code: 'connect_failure', permanent: false });
});

test.each([
  ['chunks without a size', `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc`],
  ['a chunk cut off', `${OK}Transfer-Encoding: chunked\r\n\r\nff\r\nabc`],
  ['a length that is more than comes', `${OK}Content-Length: 30\r\n\r\nabc`],
])('a body of %s is cut off', async (_what, bytes) => {
  expect(await faultFrom(await rawServer(bytes), 'http://news.example/')).toMatchObject({ code: 'truncated_body', permanent: false });
});

test('a body that ends before its length is cut off', async () => {
  const web = await testWeb();
  const site = web.site('news.example').fault('/truncate', 'truncate');
  site.handle('/chunks', (req, res) => {
    res.writeHead(200, { 'content-type': 'text/html' }).write('<p>the beginning');
    setImmediate(() => req.socket.destroySoon());
  });
  for (const path of ['/truncate', '/chunks'])
    expect(await faultFrom(web.address, `http://news.example${path}`), path).toMatchObject({ code: 'truncated_body', permanent: false });
});

test('more bytes than the length says: the answer ends where it says', async () => {
  const web = await testWeb();
  web.site('news.example').fault('/', 'wrong-length', { body: '0123456789' });
  expect(await textFrom(web.address, 'http://news.example/')).toBe('01234');
});

test('a server that never answers is given up after the wait for headers', async () => {
  const web = await testWeb();
  web.site('news.example').fault('/', 'hang');
  expect(await faultFrom(web.address, 'http://news.example/', { env: { FETCH_HEADERS_TIMEOUT_MS: '150' } })).toMatchObject({
    code: 'timeout',
    permanent: false,
  });
});

test('a body that drips is given up when the whole time is over, however steadily it drips', async () => {
  const web = await testWeb();
  web.site('news.example').fault('/', 'slow', { everyMs: 10, body: 'x'.repeat(100_000) });
  expect((await faultFrom(web.address, 'https://news.example/', { limits: { timeoutMs: 400 } })).code).toBe('timeout');
});

test('the whole time covers all redirects together', async () => {
  const web = await testWeb();
  let n = 0;
  web.site('news.example').handle('/', (_req, res) => void setTimeout(() => res.writeHead(302, { location: `/?${++n}` }).end(), 100));
  const fault = await faultFrom(web.address, 'http://news.example/', { limits: { timeoutMs: 350, maxRedirects: 1_000 } });
  expect(fault.code).toBe('timeout');
  expect(fault.hops).toBe(n);
});

test('a certificate of another host, and one of an authority nobody knows, are refused before anything is sent', async () => {
  const web = await testWeb();
  web.site('93.184.216.34').page('/', 'x');
  // a literal address names no host under TLS: the web answers as localhost
  expect(await faultFrom(web.address, 'https://93.184.216.34/')).toMatchObject({
    code: 'tls_failure',
    detail: expect.stringContaining('ALTNAME'),
  });
  const stranger = await testWeb({ trusted: false });
  stranger.site('news.example').page('/', 'x');
  expect(await faultFrom(stranger.address, 'https://news.example/')).toMatchObject({ code: 'tls_failure', permanent: false });
  expect([...web.requests, ...stranger.requests]).toEqual([]);
});

test('a server that does not speak TLS, or no cipher of ours, is a TLS failure', async () => {
  const plain = createServer((socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))).listen(
    0,
    '127.0.0.1',
  );
  const bare = createTlsServer({}).listen(0, '127.0.0.1');
  for (const server of [plain, bare]) {
    onTestFinished(() => void server.close());
    if (!server.listening) await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect((await faultFrom(`127.0.0.1:${port}`, 'https://news.example/')).code).toBe('tls_failure');
  }
});
