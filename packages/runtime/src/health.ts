import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

/** Named checks; each throws when what it looks at is not well. */
export type Checks = Record<string, () => Promise<unknown>>;

export type Health = { ok: boolean; checks: Record<string, 'ok' | string> };

const CHECK_TIMEOUT_MS = 2_000;

/** Runs all checks at once, each with a time limit. */
export async function checkHealth(checks: Checks): Promise<Health> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
      });
      const result = await Promise.race([Promise.resolve().then(check), limit]).then(
        () => 'ok',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      clearTimeout(timer);
      return [name, result] as const;
    }),
  );
  return { ok: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
}

/** GET /health: the process lives, and what it does moves (503 where not: start it again). GET /ready: its dependencies answer (503 where not). GET /metrics: Prometheus text. */
export async function serveHealth(options: {
  host: string;
  port: number;
  checks: Checks;
  alive?: Checks;
  details?: Record<string, string>;
  metrics: Metrics;
}): Promise<{ port: number; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    void answer(options, request.url?.split('?', 1)[0])
      .catch((error: unknown) => ({ status: 500, type: 'text/plain', text: String(error) }))
      .then(({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = { status: number; type: string; text: string };

async function answer(
  { checks, alive = {}, details = {}, metrics }: { checks: Checks; alive?: Checks; details?: Record<string, string>; metrics: Metrics },
  path: string | undefined,
): Promise<Answer> {
  if (path === '/metrics') return { status: 200, type: metrics.contentType, text: await metrics.text() };
  if (path !== '/health' && path !== '/ready') return { status: 404, type: 'text/plain', text: '/health, /ready and /metrics are here\n' };
  const health = await checkHealth(path === '/health' ? alive : checks);
  const said = path === '/health' || Object.keys(details).length === 0 ? health : { ...health, details };
  return { status: health.ok ? 200 : 503, type: 'application/json', text: JSON.stringify(said) };
}
