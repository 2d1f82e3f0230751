import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { randomPrefix, testServers, until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 180_000 });

const CLI = join(import.meta.dirname, '../src/main.ts');

/** `newsmill up` against the servers of the tests. */
async function up(env: Record<string, string>) {
  const dir = await mkdtemp(join(tmpdir(), 'up-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const { redisUrl, elasticsearchUrl } = testServers();
  const given = {
    REDIS_URL: redisUrl,
    ELASTICSEARCH_URL: elasticsearchUrl,
    NEWSMILL_PREFIX: randomPrefix(),
    NEWSMILL_DATA_DIR: dir,
    API_PORT: '0',
  };
  const child = spawn(process.execPath, [CLI, 'up'], { env: { ...given, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => lines.push(line));
  const exited = once(child, 'close');
  return { child, lines, exited };
}

test('up brings all services up, also behind a token, says where they are and what to try, and stops them in order', async () => {
  const { child, lines, exited } = await up({ API_TOKEN: 'hush' });
  await until(() => lines.some((line) => /^Newsmill is up \([\d.]+ s\)\.$/.test(line)), { what: 'the welcome', timeoutMs: 120_000 });
  const text = lines.join('\n');
  for (const what of ['/openapi.json', '/search?q=', '/queues', 'npx newsmill submit https://']) expect(text).toContain(what);
  const api = /API +(http:\S+)\/openapi\.json/.exec(text)?.[1];
  expect((await fetch(`${api}/ready`, { headers: { authorization: 'Bearer hush' } })).status).toBe(200);
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  const ends = lines.flatMap((line) => /^(\w+) .* ended$/.exec(line)?.[1] ?? []);
  expect(ends).toEqual(['fetcher', 'parser', 'enricher', 'indexer', 'alerter', 'api']);
  expect(lines.join('\n')).toContain('Stopping: asked to end');
});

test('up ends at once where the configuration is bad, and every service says what is wrong', async () => {
  const { lines, exited } = await up({ API_HOST: '0.0.0.0' });
  expect(await exited).toEqual([1, null]);
  expect(lines.join('\n')).toContain('set API_TOKEN, or listen on 127.0.0.1');
  expect(lines).toContain('Stopping: api cannot start with this configuration');
});
