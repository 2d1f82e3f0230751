import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '@newsmill/local';
import { until } from '@newsmill/testkit';

const ROOT = join(import.meta.dirname, '../../..');
const STAGES = ['fetcher', 'parser', 'enricher', 'indexer', 'alerter'] as const;
/** In the order they are stopped: what brings work in first. */
export const SERVICES = [...STAGES, 'api'] as const;
export type ServiceName = (typeof SERVICES)[number];
export type Fleet = Awaited<ReturnType<typeof startFleet>>;

const RESTART_MS = 500;
const READY_MS = 60_000;

/**
 * The services as processes of their own under a supervisor that starts again what dies. Their whole output goes straight into files: nothing
 * of it is read until the row is over. The channel to each makes it end with us, however we end.
 */
export async function startFleet(folder: string, settings: Record<string, string>) {
  mkdirSync(folder, { recursive: true });
  const minimal = { PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`, HOME: homedir() };
  const running = new Map<ServiceName, ChildProcess>();
  const ports = new Map<ServiceName, number>();
  for (const name of SERVICES) ports.set(name, await freePort());
  const waiting = new Set<Promise<void>>();
  const held = new Set<ServiceName>();
  let stopping = false;

  function launch(name: ServiceName): void {
    const output = openSync(join(folder, `${name}.log`), 'a');
    const port = String(ports.get(name));
    const child = spawn(process.execPath, [join(ROOT, 'services', name, 'src/main.ts')], {
      env: { ...minimal, API_PORT: port, HEALTH_PORT: port, ...settings },
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    running.set(name, child);
    child.once('exit', () => {
      if (running.get(name) === child) running.delete(name);
      if (stopping || held.has(name)) return;
      const again = setTimeout(RESTART_MS).then(() => {
        waiting.delete(again);
        if (!stopping && !held.has(name) && !running.has(name)) launch(name);
      });
      waiting.add(again);
    });
  }

  const ready = (name: ServiceName): Promise<boolean> =>
    until(async () => (await fetch(`http://127.0.0.1:${ports.get(name)}/ready`, { signal: AbortSignal.timeout(3_000) })).ok, {
      what: `${name} to be ready`,
      timeoutMs: READY_MS,
      everyMs: 100,
    });

  for (const name of SERVICES) launch(name);
  await Promise.all(SERVICES.map(ready));

  const signal = async (name: ServiceName, kind: NodeJS.Signals): Promise<boolean> => {
    const child = running.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    const ended = once(child, 'exit');
    child.kill(kind);
    await ended;
    return true;
  };

  return {
    api: `http://127.0.0.1:${ports.get('api')}`,
    port: (name: ServiceName): number => ports.get(name) ?? 0,
    ready,
    /** SIGKILL; the supervisor starts it again. False where it was down already. */
    kill: (name: ServiceName): Promise<boolean> => signal(name, 'SIGKILL'),
    /** SIGTERM and the wait for its orderly end; the supervisor starts it again. Answers how long it took, ms. */
    term: async (name: ServiceName): Promise<number> => {
      const from = performance.now();
      await signal(name, 'SIGTERM');
      return performance.now() - from;
    },
    /** Ends a service and keeps it down. */
    hold: async (name: ServiceName, kind: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
      held.add(name);
      await signal(name, kind);
    },
    release: async (name: ServiceName): Promise<void> => {
      held.delete(name);
      if (!running.has(name)) launch(name);
      await ready(name);
    },
    stop: async (): Promise<void> => {
      stopping = true;
      await Promise.all(waiting);
      for (const name of SERVICES) {
        const late = setTimeout(20_000).then(() => signal(name, 'SIGKILL'));
        await Promise.race([signal(name, 'SIGTERM'), late]);
      }
    },
  };
}
