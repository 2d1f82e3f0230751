import { once } from 'node:events';
import { createServer } from 'node:http';

export type Knock = { sinceMs: number; what: string };

/**
 * A port where nobody is at home: every request is noted, and its connection broken off. `close` gives the port free and answers the notes.
 * Requests, not connections: a client whose connection breaks before it has said anything opens another by itself.
 */
export async function countRequests(port: number): Promise<{ close: () => Promise<Knock[]> }> {
  const knocks: Knock[] = [];
  const from = Date.now();
  const server = createServer((request) => {
    knocks.push({ sinceMs: Date.now() - from, what: `${request.method} ${request.url?.split('?')[0]}` });
    request.socket.destroy();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      return knocks;
    },
  };
}
