import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Received = { id: string; headers: IncomingHttpHeaders; body: string };

/** A receiver of webhooks on loopback that notes whatever is sent in whole, then answers. `port` 0 takes a free one. */
export async function startReceiver(answer: RequestListener = (_request, response) => void response.writeHead(204).end(), port = 0) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then(
      (body) => {
        received.push({ id: String(request.headers['webhook-id']), headers: request.headers, body });
        answer(request, response);
      },
      () => undefined,
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}/hook`,
    received,
    ids: (): string[] => received.map(({ id }) => id),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
