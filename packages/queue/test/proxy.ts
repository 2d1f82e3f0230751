import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { testServers } from '@newsmill/testkit';
import { onTestFinished } from 'vitest';

/** A door to Redis that can be shut and opened again on the same port. */
export async function redisDoor() {
  const redis = new URL(testServers().redisUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(redis.port), redis.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  const open = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const shut = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await open(0);
  onTestFinished(shut);
  const { port } = server.address() as AddressInfo;
  return { url: `redis://127.0.0.1:${port}${redis.pathname}`, shut, open: () => open(port) };
}
