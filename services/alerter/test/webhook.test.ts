import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { createEgress, readSettings } from '@newsmill/runtime';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { createWebhookSender } from '../src/channels/webhook.ts';
import { NotTaken } from '../src/not-taken.ts';
import { ALERT_SETTINGS } from '../src/settings.ts';
import { SECRET } from './installation.ts';
import { type Received, startReceiver } from './receiver.ts';

type Resolve = NonNullable<Parameters<typeof createEgress>[1]>;

function sender(env: Record<string, string> = { FETCH_ALLOW_ADDRESSES: '127.0.0.1' }, resolve?: Resolve) {
  const settings = readSettings(ALERT_SETTINGS, env);
  const egress = createEgress(settings, resolve);
  onTestFinished(egress.close);
  const send = createWebhookSender({ egress, userAgent: 'Tester/1', timeoutMs: 500 });
  return (url: string, body = '{"a":1}') => send({ id: 'delivery-1', url, secret: SECRET, body }, new AbortController().signal);
}

async function refusal(sending: Promise<unknown>): Promise<NotTaken> {
  const error = await sending.catch((thrown: unknown) => thrown);
  if (error instanceof NotTaken) return error;
  throw new Error('it was taken', { cause: error });
}

/** A receiver that speaks TCP alone. */
async function rude(speak: (socket: Socket) => void): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).once('data', () => speak(socket));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('what is posted is JSON, whole, and signed so that the receiver can check it', async () => {
  const receiver = await startReceiver();
  onTestFinished(receiver.close);
  expect(await sender()(receiver.url, '{"a":"ü"}')).toBe(204);
  const [{ headers, body }] = receiver.received as [Received];
  expect(headers).toMatchObject({ 'webhook-id': 'delivery-1', 'content-type': 'application/json' });
  const signed = headers as Record<string, string>;
  // the receiver's side of the reference implementation: it refuses a wrong signature, and one of another time
  expect(new Webhook(SECRET).verify(body, signed)).toEqual({ a: 'ü' });
  expect(() => new Webhook(SECRET).verify(`${body} `, signed)).toThrow();
});

test.each([
  [404, {}, { code: 'webhook_refused', permanent: false, isAway: false }],
  [401, {}, { code: 'webhook_refused', permanent: false, isAway: false }],
  [410, {}, { code: 'http_gone', permanent: true }],
  [429, { 'retry-after': '120' }, { code: 'webhook_refused', isAway: true, restMs: 120_000 }],
  [503, { 'retry-after': '999999999' }, { code: 'webhook_refused', isAway: true, restMs: 86_400_000 }],
  [500, {}, { code: 'webhook_refused', permanent: false, isAway: true, restMs: null }],
])('status %i is no delivery', async (status, headers, expected) => {
  const receiver = await startReceiver((_request, response) => void response.writeHead(status, headers).end('no'));
  onTestFinished(receiver.close);
  expect(await refusal(sender()(receiver.url))).toMatchObject({ ...expected, status });
});

test.each([301, 302, 307, 308])('a %i redirect is not followed, wherever it leads', async (status) => {
  const inner = await startReceiver();
  onTestFinished(inner.close);
  const receiver = await startReceiver((_request, response) => void response.writeHead(status, { location: inner.url }).end());
  onTestFinished(receiver.close);
  expect(await refusal(sender()(receiver.url))).toMatchObject({ code: 'webhook_refused', status });
  expect(inner.received).toEqual([]);
});

test.each(['http://127.0.0.1:9/', 'http://[::1]:9/', 'http://10.0.0.1/', 'http://169.254.169.254/latest', 'http://localhost:9/'])(
  '%s is never connected to, and not tried again',
  async (url) => {
    expect(await refusal(sender({})(url))).toMatchObject({ code: 'forbidden_address', permanent: true, isAway: false });
  },
);

test('a name that resolves to an inner address, at once or the second time it is asked, is refused in the step that connects', async () => {
  const receiver = await startReceiver((_request, response) => void response.writeHead(204, { connection: 'close' }).end());
  onTestFinished(receiver.close);
  const answers = ['127.0.0.1', '127.0.0.2'];
  const resolve: Resolve = (_name, _options, done) => done(null, [{ address: answers.shift() ?? '127.0.0.2', family: 4 }]);
  const send = sender({ FETCH_ALLOW_ADDRESSES: '127.0.0.1' }, resolve);
  const url = `http://rebinding.example:${receiver.port}/`;
  expect(await send(url)).toBe(204);
  expect(await refusal(send(url))).toMatchObject({ code: 'forbidden_address' });
  expect(receiver.received).toHaveLength(1);
});

test('a receiver that says nothing, or a letter at a time, is given up', async () => {
  const silent = await rude(() => undefined);
  expect(await refusal(sender()(silent))).toMatchObject({ code: 'timeout', isAway: true });
  const loris = await rude((socket) => {
    const timer = setInterval(() => socket.write('H'), 50);
    socket.once('close', () => clearInterval(timer));
  });
  expect(['timeout', 'connect_failure']).toContain((await refusal(sender()(loris))).code);
});

test('a body without end after a good status is not waited for', async () => {
  const closed = Promise.withResolvers<void>();
  const endless = await rude((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n');
    const timer = setInterval(() => socket.write('x'.repeat(65_536)), 1);
    socket.once('close', () => {
      clearInterval(timer);
      closed.resolve();
    });
  });
  expect(await sender()(endless)).toBe(200);
  await closed.promise;
});

test.each(['ICY 200 OK\r\n\r\n', '\u0000\u0001', 'HTTP/1.1 999999 X\r\n\r\n'])(
  'an answer that is no HTTP (%j) is no delivery',
  async (bytes) => {
    const url = await rude((socket) => socket.end(bytes));
    expect(await refusal(sender()(url))).toMatchObject({ permanent: false, isAway: true });
  },
);

test('a closed port is tried again later', async () => {
  const gone = await startReceiver();
  await gone.close();
  expect(await refusal(sender()(gone.url))).toMatchObject({ code: 'connect_failure', permanent: false, isAway: true });
});
