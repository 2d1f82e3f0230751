import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A port where nobody is at home: every connection is noted and shut. `close` gives the port free and answers the notes. */
export async function countConnections(port: number): Promise<{ close: () => Promise<{ sinceMs: number }[]> }> {
  const knocks: { sinceMs: number }[] = [];
  const from = Date.now();
  const server = createServer((socket: Socket) => {
    knocks.push({ sinceMs: Date.now() - from });
    socket.on('error', () => undefined);
    socket.resetAndDestroy();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    close: async () => {
      server.close();
      await once(server, 'close');
      return knocks;
    },
  };
}
