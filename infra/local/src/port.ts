import { createServer } from 'node:net';

/** A free TCP port of 127.0.0.1: the preferred one where nobody listens there, else any. */
export async function freePort(preferred = 0): Promise<number> {
  const port = await probe(preferred);
  if (port === undefined) return freePort();
  return port;
}

function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
