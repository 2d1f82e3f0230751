import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { faultFrom, fetchFrom, testWeb, textFrom } from './web.ts';

type Proxy = { url: string; asked: string[]; authorizations: (string | undefined)[] };

/** A proxy that knows CONNECT alone and leads everything to one address; `status` other than 200 refuses. */
async function startProxy(target: string, status = 200): Promise<Proxy> {
  const { hostname, port } = new URL(`http://${target}`);
  const seen: Pick<Proxy, 'asked' | 'authorizations'> = { asked: [], authorizations: [] };
  const server = createServer((_request, response) => void response.writeHead(405).end());
  server.on('connect', (request, socket) => {
    seen.asked.push(request.url ?? '');
    seen.authorizations.push(request.headers['proxy-authorization']);
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const inner = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      inner.pipe(socket).pipe(inner);
    });
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...seen };
}

test('everything goes through the proxy, plain HTTP too, by name and with its login; nothing is looked up here', async () => {
  const web = await testWeb();
  web.site('far.example.com').page('/a', 'from afar');
  const proxy = await startProxy(web.address);
  const env = { HTTPS_PROXY: proxy.url.replace('//', '//user:secret@') };
  const resolve = (): never => {
    throw new Error('looked up');
  };
  for (const url of ['https://far.example.com/a', 'http://far.example.com/a'])
    expect(await textFrom('', url, { env, resolve })).toContain('from afar');
  expect(proxy.asked).toEqual(['far.example.com:443', 'far.example.com:80']);
  expect(new Set(proxy.authorizations)).toEqual(new Set([`Basic ${Buffer.from('user:secret').toString('base64')}`]));
});

test('no spelling of a forbidden address and no local name is handed to the proxy, by redirect either', async () => {
  const web = await testWeb();
  web.site('far.example.com').redirect('/away', 'http://169.254.169.254/latest/meta-data/');
  const proxy = await startProxy(web.address);
  const env = { HTTPS_PROXY: proxy.url };
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '10.0.0.1',
    '169.254.169.254',
    'localhost',
    'x.internal',
  ])
    expect((await faultFrom('', `http://${host}/`, { env })).code, host).toBe('forbidden_address');
  expect(proxy.asked).toEqual([]);
  // to another host: a turn of its own, where it is vetted like these
  const answer = await fetchFrom('', 'https://far.example.com/away', { env });
  expect(answer).toMatchObject({ kind: 'elsewhere', url: 'http://169.254.169.254/latest/meta-data/' });
  expect(proxy.asked).toEqual(['far.example.com:443']);
});

test.each([403, 407, 502])('a proxy that answers %i is a connection that failed, not a page', async (status) => {
  const web = await testWeb();
  const proxy = await startProxy(web.address, status);
  expect(await faultFrom('', 'https://far.example.com/a', { env: { HTTPS_PROXY: proxy.url } })).toMatchObject({ code: 'connect_failure' });
});

test('FETCH_CONNECT_TO comes before the proxy', async () => {
  const web = await testWeb();
  web.site('far.example.com').page('/a', 'from afar');
  const proxy = await startProxy('127.0.0.1:9');
  expect(await textFrom(web.address, 'https://far.example.com/a', { env: { HTTPS_PROXY: proxy.url } })).toContain('from afar');
  expect(proxy.asked).toEqual([]);
});
