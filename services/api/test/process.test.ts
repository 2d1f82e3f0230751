import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Proc, randomPrefix, startService, testServers, until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 90_000 });

async function process(env: Record<string, string>): Promise<Proc> {
  const dir = await mkdtemp(join(tmpdir(), 'api-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const { redisUrl, elasticsearchUrl } = testServers();
  const given = {
    REDIS_URL: redisUrl,
    ELASTICSEARCH_URL: elasticsearchUrl,
    NEWSMILL_PREFIX: randomPrefix(),
    BODIES_DIR: dir,
    API_PORT: '0',
    ...env,
  };
  const proc = await startService({ name: 'api', entry: join(import.meta.dirname, '../src/main.ts'), env: given });
  onTestFinished(async () => void (await proc.kill()));
  return proc;
}

const addressOf = async (proc: Proc): Promise<string> => {
  const line = JSON.parse(await proc.until(/"msg":"listening"/, { timeoutMs: 30_000 }));
  return `http://127.0.0.1:${line.addresses[0].port}`;
};

test.each(['0.0.0.0', '::', '10.0.0.1', 'news.example'])(
  'it refuses to listen on %s without a token, for good, and says what to do',
  async (API_HOST) => {
    const proc = await process({ API_HOST });
    expect((await proc.exited).code).toBe(2);
    expect(proc.output().join('\n')).toContain(`API_HOST is ${API_HOST}, which others can reach: set API_TOKEN, or listen on 127.0.0.1`);
  },
);

test('every fault of its configuration is told at once', async () => {
  const bad = { API_PORT: 'http', REDIS_URL: 'x', FETCH_ALLOW_ADDRESSES: '10.0.0.0/', LOG_LEVEL: 'loud' };
  const proc = await process(bad);
  expect((await proc.exited).code).toBe(2);
  for (const name of Object.keys(bad)) expect(proc.output().join('\n')).toContain(`${name}: `);
});

test('with a token it listens beyond loopback, answers, prints no warning of any kind, and ends when told to', async () => {
  const proc = await process({ API_HOST: '0.0.0.0', API_TOKEN: 'secret' });
  const api = await addressOf(proc);
  expect((await fetch(`${api}/health`)).status).toBe(401);
  const headers = { authorization: 'Bearer secret' };
  await until(async () => (await fetch(`${api}/ready`, { headers })).ok, { what: 'readiness', timeoutMs: 30_000 });
  expect(await (await fetch(`${api}/ready`, { headers })).json()).toMatchObject({ ok: true, details: { vectors: expect.any(String) } });
  const metrics = await (await fetch(`${api}/metrics`, { headers })).text();
  for (const name of ['newsmill_queue_waiting_jobs{stage="fetch"', 'newsmill_frontier{what="waiting"', 'process_cpu_seconds_total'])
    expect(metrics).toContain(name);
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
  for (const line of proc.output()) expect(JSON.parse(line).level, line).toBeLessThan(40);
});

test('with Redis and Elasticsearch away it starts, answers 503 and metrics, and still ends in order', async () => {
  const proc = await process({ REDIS_URL: 'redis://127.0.0.1:1', ELASTICSEARCH_URL: 'http://127.0.0.1:1' });
  const api = await addressOf(proc);
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"url":"https://news.example/feed"}' };
  expect((await fetch(`${api}/feeds`, post)).status).toBe(503);
  expect((await fetch(`${api}/search`)).status).toBe(503);
  expect((await fetch(`${api}/ready`)).status).toBe(503);
  expect((await fetch(`${api}/metrics`)).status).toBe(200);
  expect((await fetch(`${api}/health`)).status).toBe(200);
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
});
