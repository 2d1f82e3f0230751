import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { get, open, testWeb } from './client.ts';

test('one port answers for any host name, over HTTP and over HTTPS with a certificate for that name', async () => {
  const web = await testWeb();
  const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
  for (const host of ['news.example', 'www.zeitung.example', 'xn--80ak6aa92e.example', long]) {
    web.site(host).page('/', `<p>${host.length}</p>`);
    for (const scheme of ['http', 'https']) {
      expect(await get(web, `${scheme}://${host}/`)).toMatchObject({ status: 200, body: `<p>${host.length}</p>` });
    }
  }
});

test('Node trusts the certificates when NODE_EXTRA_CA_CERTS names the authority', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', 'trusted');
  const [host, port] = web.address.split(':');
  const script = `require('node:https').get({ host: '${host}', port: ${port}, servername: 'news.example', headers: { host: 'news.example' } },
    (response) => response.pipe(process.stdout))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { env: { NODE_EXTRA_CA_CERTS: web.caFile } });
  expect(stdout).toBe('trusted');
});

test('a client that does not know the authority refuses the connection', async () => {
  const web = await testWeb();
  const [host, port] = web.address.split(':');
  const socket = connect({ host, port: Number(port), servername: 'news.example' });
  const [error] = await once(socket, 'error');
  expect(error.code).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|SELF_SIGNED_CERT_IN_CHAIN/);
});

test('an unknown host and an unknown path are 404 with a page', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', 'home');
  for (const url of ['https://nowhere.example/', 'https://news.example/gone']) {
    const got = await get(web, url);
    expect(got).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(got.body).toContain('<h1>Not Found</h1>');
  }
});

test('every request is logged as it came', async () => {
  const web = await testWeb();
  const before = Date.now();
  await get(web, 'https://news.example/a?b=1', { 'user-agent': 'tester' });
  await get(web, 'http://other.example/c');
  expect(web.requests).toMatchObject([
    { host: 'news.example', path: '/a?b=1', method: 'GET', tls: true, headers: { 'user-agent': 'tester' } },
    { host: 'other.example', path: '/c', method: 'GET', tls: false },
  ]);
  expect(web.requests[0]?.at).toBeGreaterThanOrEqual(before);
});

test('a page is changed and removed while the web runs, and a query without an answer of its own gets that of the path', async () => {
  const web = await testWeb();
  const site = web.site('news.example').page('/a', 'first').page('/a?page=2', 'second');
  expect((await get(web, 'https://news.example/a?utm=x')).body).toBe('first');
  expect((await get(web, 'https://news.example/a?page=2')).body).toBe('second');
  site.page('/a', { status: 410, headers: { 'X-Why': 'withdrawn' }, body: 'gone' });
  expect(await get(web, 'https://news.example/a')).toMatchObject({ status: 410, body: 'gone', headers: { 'x-why': 'withdrawn' } });
  web.site('NEWS.example').remove('/a');
  expect((await get(web, 'https://news.example/a')).status).toBe(404);
});

test('bytes are served as they are, and a delay holds the answer back', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', { body: Buffer.from([0xe9]), headers: { 'Content-Type': 'text/html; charset=latin1' }, delayMs: 60 });
  const began = performance.now();
  const response = await open(web, 'https://news.example/');
  expect(performance.now() - began).toBeGreaterThanOrEqual(55);
  expect(response.headers).toMatchObject({ 'content-type': 'text/html; charset=latin1', 'content-length': '1' });
  expect(await response.toArray()).toEqual([Buffer.from([0xe9])]);
});

test('a page that the client still has is 304, until it changes', async () => {
  const web = await testWeb();
  const site = web.site('news.example').page('/', 'first');
  const { etag = '' } = (await get(web, 'https://news.example/')).headers;
  for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    expect(await get(web, 'https://news.example/', { 'if-none-match': held })).toMatchObject({ status: 304, body: '', headers: { etag } });
  }
  site.page('/', 'second');
  const changed = await get(web, 'https://news.example/', { 'if-none-match': etag });
  expect(changed).toMatchObject({ status: 200, body: 'second' });
  expect(changed.headers.etag).not.toBe(etag);
});

test('conditional requests can be switched off', async () => {
  const web = await testWeb();
  web.site('news.example').page('/', { body: 'always', conditional: false });
  const got = await get(web, 'https://news.example/', { 'if-none-match': '*' });
  expect(got).toMatchObject({ status: 200, body: 'always' });
  expect(got.headers).not.toHaveProperty('etag');
});

test('a redirect names its location and status, a handler answers for itself, one that throws is 500', async () => {
  const web = await testWeb();
  const site = web.site('news.example').redirect('/old', 'https://other.example/new').redirect('/moved', '/here', 301);
  site.handle('/own', (req, res) => void res.writeHead(418).end(req.method));
  site.handle('/broken', () => {
    throw new Error('no such luck');
  });
  expect(await get(web, 'https://news.example/old')).toMatchObject({ status: 302, headers: { location: 'https://other.example/new' } });
  expect(await get(web, 'https://news.example/moved')).toMatchObject({ status: 301, headers: { location: '/here' } });
  expect(await get(web, 'https://news.example/own')).toMatchObject({ status: 418, body: 'GET' });
  expect(await get(web, 'https://news.example/broken')).toMatchObject({ status: 500, body: expect.stringContaining('no such luck') });
});
