import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startWeb, type Web } from '@newsmill/testkit';
import { type Fleet, startFleet } from './fleet.ts';
import { type Run, readRuns } from './job-log.ts';
import { askOnce } from './redis-client.ts';
import type { Context } from './row.ts';
import type { World } from './world.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;

const GAP_MS = 200;
/** Clocks and timers are whole milliseconds: the tolerance of the measurements that the bar comes from. */
const TOLERANCE = 0.99;

/** Everything a row on the true pipeline needs: empty servers, a web, the six services. */
export async function openStage({ folder, name, servers }: Context, settings: Record<string, string> = {}) {
  await servers.wipe();
  const own = join(folder, name);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  const prefix = `c${name.replaceAll(/[^a-z0-9]/g, '')}-`;
  const web = await startWeb({ dir: own });
  const logs = join(own, 'logs');
  const fleet: Fleet = await startFleet(logs, {
    REDIS_URL: servers.redisUrl,
    ELASTICSEARCH_URL: servers.elasticUrl,
    NEWSMILL_PREFIX: prefix,
    BODIES_DIR: join(own, 'bodies'),
    FETCH_CONNECT_TO: web.address,
    NODE_EXTRA_CA_CERTS: web.caFile,
    HOST_GAP_MS: String(GAP_MS),
    // jobs in flight at a time in the last stage: twice the batch
    INDEX_BATCH_ITEMS: '25',
    SWEEP_AFTER_MS: '60000',
    POLL_INTERVAL_MS: '900000',
    ...settings,
  }).catch(async (error: unknown) => {
    await web.close();
    throw error;
  });
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${fleet.api}${path}`, { method, ...init, signal: AbortSignal.timeout(60_000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };

  return {
    prefix,
    web,
    fleet,
    folder: own,
    api,
    submit: async (feeds: readonly string[]): Promise<void> => {
      for (const url of feeds) await api('POST', '/feeds', { url });
    },
    runs: (): Run[] => readRuns(logs),
    /** Offers whose outcome is open. */
    pending: async (): Promise<number> => Number(await askOnce(servers.redisPort, 'HLEN', `${prefix}{nm:0}:items`)),
    deadLetters: async (): Promise<number> => (await api<{ total: number }>('GET', '/dead?size=0')).total,
    close: async (): Promise<void> => {
      await fleet.stop();
      await web.close();
    },
  };
}

/** Waits until every offer has its outcome; answers what is open when the time is up. */
export async function untilSettled(stage: Pick<Stage, 'pending'>, timeoutMs: number): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const open = await stage.pending().catch(() => -1);
    if (open === 0 || Date.now() > deadline) return open;
    await setTimeout(500);
  }
}

type Request = Web['requests'][number];

/** Pairs of requests to one host that came closer than its gap. `isHop`: the second only follows a redirect of the first, within one exchange. */
export function gapViolations(web: Web, gapMs = GAP_MS, isHop: (before: Request, request: Request) => boolean = () => false): number {
  const last = new Map<string, Request>();
  let violations = 0;
  for (const request of web.requests) {
    const before = last.get(request.host);
    if (before !== undefined && request.at - before.at < gapMs * TOLERANCE && !isHop(before, request)) violations++;
    last.set(request.host, request);
  }
  return violations;
}

/** How many of the world's pages are not in the index. */
export function missing(world: World, articles: readonly { url: string }[]): string[] {
  const there = new Set(articles.map(({ url }) => url));
  return world.urls.filter((url) => !there.has(url));
}
