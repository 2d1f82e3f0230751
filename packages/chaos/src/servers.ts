import { globSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { startElasticsearch, startRedis } from '@newsmill/local';
import { deleteIndices } from './elastic.ts';
import { askOnce } from './redis-client.ts';

export type Servers = Awaited<ReturnType<typeof startServers>>;
type Log = (line: string) => void;

const SAMPLE_MS = 100;

/** Redis and Elasticsearch of our own, in a folder of our own: they may be killed, and come back on the same port with what was on the disk. */
export async function startServers(folder: string, log: Log, { elasticsearch: wanted = true } = {}) {
  const redisDir = join(folder, 'redis');
  const openRedis = (port: number) => startRedis({ dataDir: redisDir, env, log, port, maxMemory: '512mb' });
  const openElastic = (port: number) => startElasticsearch({ dataDir: join(folder, 'elasticsearch'), env, log, port, heap: '1g' });
  let redis = await openRedis(0);
  let elastic = wanted ? await openElastic(0) : undefined;
  const redisUrl = redis.url;
  const redisPort = Number(new URL(redisUrl).port);
  const elasticUrl = elastic?.url ?? '';

  const killRedis = async (): Promise<void> => {
    process.kill(redis.pid, 'SIGKILL');
    await redis.stop();
  };
  const startRedisAgain = async (): Promise<void> => {
    redis = await openRedis(redisPort);
    if (redis.url !== redisUrl) throw new Error(`Redis came back at ${redis.url}`);
  };
  // from Redis 7 on a folder of files, of which the last one grows; one file before
  const growingFile = (): string | undefined =>
    globSync([join(redisDir, 'appendonly.aof'), join(redisDir, 'appendonlydir', '*.incr.aof')])
      .sort()
      .at(-1);

  return {
    redisUrl,
    redisPort,
    elasticUrl,
    /** SIGKILL; what was written to the append-only file stays, as it does in life: the page cache survives a process. */
    killRedis,
    startRedisAgain,
    /** Cuts off what the disk had not been given a second ago, as a power cut does under `appendfsync everysec`. Call between kill and start. Answers the bytes. */
    sampleAof: () => {
      const samples: { at: number; file: string; size: number }[] = [];
      const timer = setInterval(() => {
        const file = growingFile();
        if (file !== undefined) samples.push({ at: Date.now(), file, size: statSync(file).size });
        if (samples.length > 100) samples.shift();
      }, SAMPLE_MS);
      return {
        stop: (): void => clearInterval(timer),
        cut: (killedAt: number): number => {
          const old = samples.filter(({ at }) => at <= killedAt - 1_000).at(-1);
          const file = growingFile();
          if (old === undefined || file !== old.file) return 0;
          const lost = statSync(file).size - old.size;
          truncateSync(file, old.size);
          return lost;
        },
      };
    },
    stopElasticsearch: async (): Promise<void> => {
      await elastic?.stop();
    },
    startElasticsearchAgain: async (): Promise<void> => {
      // the port may linger for a moment after the old process
      for (let attempt = 0; ; attempt++) {
        elastic = await openElastic(Number(new URL(elasticUrl).port));
        if (elastic.url === elasticUrl) return;
        await elastic.stop();
        if (attempt >= 5) throw new Error(`Elasticsearch came back at ${elastic.url}`);
        await setTimeout(500);
      }
    },
    /** Empty for the next row. */
    wipe: async (): Promise<void> => {
      await askOnce(redisPort, 'CONFIG', 'SET', 'maxmemory', '512mb');
      await askOnce(redisPort, 'FLUSHALL');
      if (elasticUrl !== '') await deleteIndices(elasticUrl, () => true);
    },
    stop: async (): Promise<void> => {
      await Promise.all([redis.stop(), elastic?.stop()]);
    },
  };
}
