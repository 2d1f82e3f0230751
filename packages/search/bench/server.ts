import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { startElasticsearch } from '@newsmill/local';
import type { SearchSettings } from '../src/client.ts';

const given: Record<string, string | undefined> = env;

/** Runs with an Elasticsearch of its own, unless ELASTICSEARCH_URL is given, and ends it. */
export async function withElasticsearch(use: (settings: () => SearchSettings) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-search-'));
  const server = given['ELASTICSEARCH_URL']
    ? undefined
    : await startElasticsearch({ dataDir, env, log: (line) => console.error(line), port: 0 });
  const url = given['ELASTICSEARCH_URL'] || (server?.url ?? '');
  try {
    await use(() => ({
      ELASTICSEARCH_URL: url,
      ELASTICSEARCH_USERNAME: given['ELASTICSEARCH_USERNAME'],
      ELASTICSEARCH_PASSWORD: given['ELASTICSEARCH_PASSWORD'],
      // an installation of its own each time
      NEWSMILL_PREFIX: `bench-${process.pid}-${Math.random().toString(36).slice(2, 8)}-`,
    }));
  } finally {
    await server?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
