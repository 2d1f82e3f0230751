import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { faultFrom, textFrom } from './web.ts';

/** A server on loopback, or undefined where the machine has no such address, that counts connections. */
async function listening(host: string): Promise<{ port: number; connections: () => number } | undefined> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret'));
  });
  onTestFinished(() => void server.close());
  server.listen(0, host);
  const [error] = await Promise.race([once(server, 'listening'), once(server, 'error')]);
  return error === undefined ? { port: (server.address() as AddressInfo).port, connections: () => connections } : undefined;
}

test('no spelling of loopback, and no name that leads there, is ever connected to', async () => {
  const v4 = await listening('127.0.0.1');
  if (v4 === undefined) throw new Error('no loopback');
  const hosts = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '0',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::]',
  ];
  for (const host of [...hosts, 'localhost', 'localhost.', 'LOCALHOST', 'x.localhost', 'ip6-localhost']) {
    expect(await faultFrom('', `http://${host}:${v4.port}/`), host).toMatchObject({ code: 'forbidden_address', permanent: true });
  }
  const v6 = await listening('::1');
  if (v6 !== undefined) expect((await faultFrom('', `http://[::1]:${v6.port}/`)).code).toBe('forbidden_address');
  expect([v4.connections(), v6?.connections() ?? 0]).toEqual([0, 0]);
});

test('a name is vetted by what it resolves to, in the step that connects', async () => {
  const server = await listening('127.0.0.1');
  // with a range open, local names are no longer refused by their spelling: their addresses are
  const fault = await faultFrom('', `http://localhost:${server?.port}/`, { env: { FETCH_ALLOW_ADDRESSES: '10.0.0.0/8' } });
  expect(fault).toMatchObject({ code: 'forbidden_address', detail: expect.stringMatching(/^localhost resolves to (127\.0\.0\.1|::1)$/) });
  expect(server?.connections()).toBe(0);
});

test('an operator opens an address, as a literal and behind a name', async () => {
  const server = await listening('127.0.0.1');
  const env = { FETCH_ALLOW_ADDRESSES: '127.0.0.0/8,::1' };
  for (const host of ['127.0.0.1', 'localhost']) expect(await textFrom('', `http://${host}:${server?.port}/`, { env })).toBe('secret');
  expect(server?.connections()).toBe(2);
});

test('every hop is vetted: an open host cannot send us on to another port, or to an address that is not open', async () => {
  const inner = await listening('127.0.0.1');
  const web = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => socket.end(`HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:${inner?.port}/\r\nContent-Length: 0\r\n\r\n`));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void web.close());
  await once(web, 'listening');
  const env = { FETCH_ALLOW_ADDRESSES: '127.0.0.1' };
  // another host: handed back, and refused when it is asked itself
  const { port } = web.address() as AddressInfo;
  await expect(textFrom('', `http://127.0.0.1:${port}/`, { env })).rejects.toThrow('no body but elsewhere');
  expect((await faultFrom('', `http://127.0.0.2:${inner?.port}/`, { env })).code).toBe('forbidden_address');
  expect(inner?.connections()).toBe(0);
});
