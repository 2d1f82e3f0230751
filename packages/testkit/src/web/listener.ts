import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Authority } from './authority.ts';

type Listener = {
  address: string;
  /** Ends a request's connection with a TCP reset, TLS or not. */
  reset(socket: Socket): void;
  close(): Promise<void>;
};

const TLS_HANDSHAKE = 0x16;

/** One loopback port for HTTP and HTTPS: the first byte of a connection tells which of the two it is. */
export async function listen(authority: Authority, handler: RequestListener): Promise<Listener> {
  // idle connections outlive any test: a close of ours that crosses a client's next request would look like a fault
  const options = { keepAliveTimeout: 600_000 };
  const http = createHttpServer(options, handler);
  // the localhost certificate answers clients that name no host
  const tls = { ...(await authority.issue('localhost')), ALPNProtocols: ['http/1.1'], SNICallback: contextPerHost(authority) };
  const https = createHttpsServer({ ...options, ...tls }, handler);

  const open = new Map<number | undefined, Socket>();
  const server = createServer((socket) => {
    const port = socket.remotePort;
    open.set(port, socket);
    socket.on('close', () => open.delete(port));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === TLS_HANDSHAKE) return https.emit('connection', socket);
      http.emit('connection', socket);
      // TLS reads what lies in the paused socket by itself, HTTP waits for it to flow
      socket.resume();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' ? bound?.port : undefined;

  return {
    address: `127.0.0.1:${port}`,
    // a request's own socket cannot send a reset under TLS: the connection below it can
    reset: (socket) => open.get(socket.remotePort)?.resetAndDestroy(),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open.values()) socket.destroy();
      await closed;
    },
  };
}

type ContextCallback = (error: Error | null, context?: SecureContext) => void;

function contextPerHost(authority: Authority) {
  const contexts = new Map<string, Promise<SecureContext>>();
  return (name: string, done: ContextCallback) => {
    const host = name.toLowerCase();
    const context = contexts.get(host) ?? authority.issue(host).then(createSecureContext);
    contexts.set(host, context);
    context.then((ready) => done(null, ready), done);
  };
}
