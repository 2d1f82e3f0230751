import { join } from 'node:path';
import { startElasticsearch } from './elasticsearch.ts';
import type { Env } from './java.ts';
import { startRedis } from './redis.ts';
import type { Log, Server } from './server.ts';

export { startElasticsearch } from './elasticsearch.ts';
export { freePort } from './port.ts';
export { startRedis } from './redis.ts';

type LocalOptions = {
  /** One folder for everything both servers keep; survives restarts. */
  dataDir: string;
  /** Where PATH and JAVA_HOME are looked up. */
  env: Env;
  log: Log;
  /** A server given by its address is not started. */
  redisUrl?: string | undefined;
  elasticsearchUrl?: string | undefined;
  redis?: Partial<Parameters<typeof startRedis>[0]>;
  elasticsearch?: Partial<Parameters<typeof startElasticsearch>[0]>;
};
type Local = { redisUrl: string; elasticsearchUrl: string; stop(): Promise<void> };

/**
 * Starts Redis and Elasticsearch together, each only where its address is not given, and resolves when both answer.
 * Where one fails the other is stopped and the failure thrown. `stop` ends only what was started here.
 */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { dataDir, env, log } = options;
  const redis = options.redisUrl ? undefined : startRedis({ env, log, dataDir: join(dataDir, 'redis'), ...options.redis });
  const elasticsearch = options.elasticsearchUrl
    ? undefined
    : startElasticsearch({ env, log, dataDir: join(dataDir, 'elasticsearch'), ...options.elasticsearch });
  const started = await Promise.allSettled([redis, elasticsearch]);
  const servers = started.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []));
  const failures = started.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failures.length > 0) {
    await stopAll(servers);
    throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.map((failure) => failure.message).join('\n\n'));
  }
  return {
    redisUrl: options.redisUrl || ((await redis)?.url ?? ''),
    elasticsearchUrl: options.elasticsearchUrl || ((await elasticsearch)?.url ?? ''),
    stop: () => stopAll(servers),
  };
}

async function stopAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
