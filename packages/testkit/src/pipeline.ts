import { join } from 'node:path';
import { type Proc, startService } from './processes.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** In the order they are stopped: what brings work in first. */
const SERVICES = ['fetcher', 'parser', 'enricher', 'indexer', 'alerter', 'api'] as const;
type ServiceName = (typeof SERVICES)[number];

export type Pipeline = {
  /** Address of the API, such as http://127.0.0.1:40123. */
  api: string;
  services: Record<ServiceName, Proc>;
  /** SIGTERM to all, one after the other. */
  stop(): Promise<void>;
};

/** Starts all services as processes of their own with this environment, and resolves when every one is ready. */
export async function startPipeline(env: Record<string, string>): Promise<Pipeline> {
  const started = await Promise.all(
    SERVICES.map(async (name) => {
      const proc = await startService({
        name,
        entry: join(ROOT, 'services', name, 'src', 'main.ts'),
        env: { API_PORT: '0', HEALTH_PORT: '0', ...env },
      });
      const line = await proc.until(name === 'api' ? /"msg":"listening"/ : /"msg":"ready"/, { timeoutMs: 60_000 });
      return { name, proc, line };
    }),
  );
  const services = Object.fromEntries(started.map(({ name, proc }) => [name, proc])) as Record<ServiceName, Proc>;
  const listening: { addresses: { port: number }[] } = JSON.parse(started.find(({ name }) => name === 'api')?.line ?? '{}');
  return {
    api: `http://127.0.0.1:${listening.addresses[0]?.port}`,
    services,
    stop: async () => {
      for (const name of SERVICES) await services[name].stop();
    },
  };
}
