import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Pipeline, randomPrefix, startPipeline, startWeb, testServers, type Web } from '../src/index.ts';

export type House = { web: Web; pipeline: Pipeline; env: Record<string, string>; folder: string };
type Settings = Record<string, string>;

/** A test web and a folder for the tests of one file, taken away after them; `settings` are those of services that fetch from that web alone. */
export async function openWeb(): Promise<Pick<House, 'web' | 'folder'> & { settings: (bodies: string) => Settings }> {
  const folder = await mkdtemp(join(tmpdir(), 'newsmill-house-'));
  const web = await startWeb({ dir: folder });
  afterAll(async () => {
    await web.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);
  const { redisUrl, elasticsearchUrl } = testServers();
  const settings = (bodies: string): Settings => ({
    REDIS_URL: redisUrl,
    ELASTICSEARCH_URL: elasticsearchUrl,
    NEWSMILL_PREFIX: randomPrefix(),
    BODIES_DIR: join(folder, bodies),
    FETCH_CONNECT_TO: web.address,
    NODE_EXTRA_CA_CERTS: web.caFile,
    HOST_GAP_MS: '20',
  });
  return { web, folder, settings };
}

/** All services beside such a web, on stores of their own, stopped after the tests. `env`: what they were started with; `more` comes on top. */
export async function openHouse(more: Settings = {}): Promise<House> {
  const { web, folder, settings } = await openWeb();
  const env = { ...settings('bodies'), ...more };
  const pipeline = await startPipeline(env);
  afterAll(() => pipeline.stop(), 60_000);
  return { web, pipeline, env, folder };
}
