import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, startElasticsearch, startLocal, startRedis } from '../src/index.ts';
import { answers, askElasticsearch, askRedis, SMALL_HEAP, temporaryFolder, testEnv } from './helpers.ts';

const SLOW = { timeout: 120_000 };
const log = () => {};

async function occupy(port: number): Promise<number> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startHere(dataDir: string, ports: { redis: number; elasticsearch: number }) {
  const redis = { port: ports.redis };
  const elasticsearch = { port: ports.elasticsearch, heap: SMALL_HEAP };
  const servers = await startLocal({ dataDir, env: testEnv, log, redis, elasticsearch });
  onTestFinished(() => servers.stop());
  return servers;
}

test('what was written is there after a restart, though another program has taken the ports meanwhile', SLOW, async () => {
  const dataDir = temporaryFolder();
  const ports = { redis: await freePort(), elasticsearch: await freePort() };
  const first = await startHere(dataDir, ports);
  expect(first).toMatchObject({
    redisUrl: `redis://127.0.0.1:${ports.redis}`,
    elasticsearchUrl: `http://127.0.0.1:${ports.elasticsearch}`,
  });
  expect(await askRedis(first.redisUrl, 'SET headline stocks-rise')).toBe('+OK');
  await askElasticsearch(first.elasticsearchUrl, 'news/_doc/1', { title: 'Stocks rise' }, 'PUT');
  await first.stop();
  expect(await answers(() => askRedis(first.redisUrl, 'PING'))).toBe(false);
  expect(await answers(() => askElasticsearch(first.elasticsearchUrl, '_cluster/health'))).toBe(false);

  await occupy(ports.redis);
  await occupy(ports.elasticsearch);
  const second = await startHere(dataDir, ports);
  expect(second.redisUrl).not.toBe(first.redisUrl);
  expect(second.elasticsearchUrl).not.toBe(first.elasticsearchUrl);
  expect(await askRedis(second.redisUrl, 'GET headline')).toContain('stocks-rise');
  expect(await askElasticsearch(second.elasticsearchUrl, 'news/_doc/1')).toMatchObject({ found: true, _source: { title: 'Stocks rise' } });
});

test('kill -9 of the parent ends both servers, and the same data folder can be used at once', SLOW, async () => {
  const dataDir = temporaryFolder();
  const parent = spawn(process.execPath, [fileURLToPath(new URL('./parent.ts', import.meta.url)), dataDir, SMALL_HEAP], {
    env: { ...testEnv },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(parent.stdout), 'line');
  const { redisUrl, elasticsearchUrl } = JSON.parse(line);
  expect(await askRedis(redisUrl, 'SET headline markets-fall')).toBe('+OK');
  parent.kill('SIGKILL');
  const next = await startHere(dataDir, { redis: 0, elasticsearch: 0 });
  expect(await askRedis(next.redisUrl, 'GET headline')).toContain('markets-fall');
  await expect.poll(() => answers(() => askRedis(redisUrl, 'PING')), { timeout: 20_000 }).toBe(false);
  await expect.poll(() => answers(() => askElasticsearch(elasticsearchUrl, '_cluster/health')), { timeout: 20_000 }).toBe(false);
});

test('a server given by its address is not started', async () => {
  const dataDir = temporaryFolder();
  const urls = { redisUrl: 'redis://somewhere:6379', elasticsearchUrl: 'https://elsewhere:9200' };
  const servers = await startLocal({ dataDir, env: { PATH: '' }, log, ...urls });
  expect(servers).toMatchObject(urls);
  expect(existsSync(join(dataDir, 'redis')) || existsSync(join(dataDir, 'elasticsearch'))).toBe(false);
  await servers.stop();
});

test('Redis keeps what it is given: append-only, never evicting, within its memory', SLOW, async () => {
  const server = await startRedis({ dataDir: temporaryFolder(), env: testEnv, log, port: 0, maxMemory: '64mb' });
  onTestFinished(() => server.stop());
  const setting = async (name: string) => (await askRedis(server.url, `CONFIG GET ${name}`)).split('\r\n').at(-1);
  expect(await setting('appendonly')).toBe('yes');
  expect(await setting('appendfsync')).toBe('everysec');
  expect(await setting('maxmemory-policy')).toBe('noeviction');
  expect(await setting('maxmemory')).toBe(`${64 * 1024 * 1024}`);
});

test('a server that does not start is reported with the end of its log, and the other one is stopped', SLOW, async () => {
  const lines: string[] = [];
  const options = { dataDir: temporaryFolder(), env: testEnv, log: (line: string) => lines.push(line) };
  const started = startLocal({ ...options, redis: { port: 0 }, elasticsearch: { port: 0, heap: 'plenty' } });
  await expect(started).rejects.toThrow(/Elasticsearch ended at its start[\s\S]*Invalid initial heap size: -Xmsplenty/);
  const redisUrl = /redis:\S+/.exec(lines.join('\n'))?.[0] ?? '';
  expect(await answers(() => askRedis(redisUrl, 'PING'))).toBe(false);
});

test('without Redis, Java and Maven the errors say what to install or to set instead', async () => {
  const options = { env: { PATH: '' }, log, port: 0, dataDir: temporaryFolder(), cacheDir: temporaryFolder() };
  await expect(startRedis(options)).rejects.toThrow(/No Redis 6.2 or newer.*Install Redis.*docker compose up.*REDIS_URL/);
  await expect(startElasticsearch(options)).rejects.toThrow(/Install.*docker compose up.*ELASTICSEARCH_URL/);
});

test('an installed Redis that is too old gives way to a Valkey', async () => {
  const folder = temporaryFolder();
  const program = (name: string, version: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\ncase $1 in --version) echo "${version}" ;; *) echo "this is ${name}" ;; esac\n`, {
      mode: 0o755,
    });
  program('redis-server', 'Redis server v=5.0.14 sha=00000000:0');
  program('valkey-server', 'Valkey server v=8.0.1 sha=00000000:0');
  const started = startRedis({ dataDir: temporaryFolder(), env: { PATH: folder }, log, port: 0 });
  await expect(started).rejects.toThrow(/Redis ended at its start[\s\S]*this is valkey-server/);
});

test('a free port is the preferred one where nobody listens, else another', async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
  await occupy(port);
  expect(await freePort(port)).not.toBe(port);
});
