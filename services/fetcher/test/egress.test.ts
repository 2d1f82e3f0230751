import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { createEgress } from '@newsmill/runtime';
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

/** A resolver that answers these addresses, one set a question; the last one for good. */
function resolver(...answers: string[][]) {
  let asked = 0;
  const resolve: NonNullable<Parameters<typeof createEgress>[1]> = (_hostname, _options, callback) => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { resolve, asked: () => asked };
}

test('a name is resolved once, and what was vetted is what is connected to: it cannot answer the check and the connection differently', async () => {
  const server = await listening('127.0.0.1');
  const env = { FETCH_ALLOW_ADDRESSES: '127.0.0.1' };
  const rebinding = resolver(['127.0.0.1'], ['127.0.0.2']);
  const url = `http://rebinding.example:${server?.port}/`;
  expect(await textFrom('', url, { env, resolve: rebinding.resolve })).toBe('secret');
  expect(rebinding.asked()).toBe(1);
  expect(await faultFrom('', url, { env, resolve: rebinding.resolve })).toMatchObject({ code: 'forbidden_address' });
  expect(server?.connections()).toBe(1);
});

test('a name with one forbidden address among its addresses is refused, in whatever order', async () => {
  const server = await listening('127.0.0.1');
  for (const addresses of [
    ['93.184.216.34', '127.0.0.1'],
    ['127.0.0.1', '93.184.216.34'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['10.0.0.1'],
    ['fd00::1'],
  ]) {
    const { resolve } = resolver(addresses);
    const fault = await faultFrom('', `http://mixed.example:${server?.port}/`, { resolve });
    expect(fault, addresses.join(' ')).toMatchObject({
      code: 'forbidden_address',
      detail: expect.stringContaining('mixed.example resolves to '),
    });
  }
  expect(server?.connections()).toBe(0);
});

test('a redirect within a name is resolved and vetted again', async () => {
  const web = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => socket.end('HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void web.close());
  await once(web, 'listening');
  const { resolve, asked } = resolver(['127.0.0.1'], ['169.254.169.254']);
  const env = { FETCH_ALLOW_ADDRESSES: '127.0.0.1' };
  const fault = await faultFrom('', `http://moving.example:${(web.address() as AddressInfo).port}/`, { env, resolve });
  expect(fault).toMatchObject({ code: 'forbidden_address', hops: 1, detail: 'moving.example resolves to 169.254.169.254' });
  expect(asked()).toBe(2);
});

test('FETCH_CONNECT_TO takes an IPv6 address', async () => {
  const server = await listening('127.0.0.1');
  expect(await textFrom(`[::ffff:127.0.0.1]:${server?.port}`, 'http://news.example/')).toBe('secret');
});
