import { join } from 'node:path';
import { randomPrefix, startService, testServers, until } from '@newsmill/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { alertOf, install, webhook } from './installation.ts';
import { startReceiver } from './receiver.ts';

async function start(env: Record<string, string>) {
  const proc = await startService({ name: 'alerter', entry: join(import.meta.dirname, '../src/main.ts'), env });
  onTestFinished(async () => void (await proc.kill()));
  return proc;
}

test('the process takes an article to the receiver, answers its health, logs no secret, and ends when told to', async () => {
  const at = await install();
  onTestFinished(at.close);
  const hook = await startReceiver();
  onTestFinished(hook.close);
  const alert = alertOf('harbour', { webhook: webhook(`${hook.url}?token=hush-token`) });
  await at.search.alerts.create(alert);
  await at.queues.add('alert', await at.index('https://news.example/a', { title: 'The harbour' }));
  const proc = await start({ ...at.env, SMTP_URL: 'smtp://user:hush-password@127.0.0.1:1' });
  const port = JSON.parse(await proc.until(/"msg":"ready"/, { timeoutMs: 60_000 })).healthPort;
  await until(() => hook.received.length === 1, { what: 'the message', timeoutMs: 30_000 });
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  expect(JSON.parse(await ask('/ready'))).toEqual({ ok: true, checks: { redis: 'ok', elasticsearch: 'ok' } });
  expect(JSON.parse(await ask('/health'))).toEqual({ ok: true, checks: { alerts: 'ok', deliveries: 'ok' } });
  await until(async () => /newsmill_job_seconds_count\{.*stage="deliver"/.test(await ask('/metrics')), {
    what: 'the mark',
  });
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
  for (const word of ['hush', alert.webhook?.secret ?? '']) expect(proc.output().join('\n')).not.toContain(word);
});

test('with Redis and Elasticsearch away it waits, and ends in order', async () => {
  const proc = await start({
    REDIS_URL: 'redis://127.0.0.1:1',
    ELASTICSEARCH_URL: 'http://127.0.0.1:1',
    NEWSMILL_PREFIX: randomPrefix(),
  });
  await proc.until(/not yet, trying again/, { timeoutMs: 30_000 });
  expect((await proc.stop()).code).toBe(0);
});

test.each([
  ['SMTP_URL', 'mail.example'],
  ['ALERT_BATCH_WAIT_MS', 'soon'],
  ['FETCH_ALLOW_ADDRESSES', '10.0.0.0/'],
])('a bad %s stops the start and is named', async (name, value) => {
  const { redisUrl, elasticsearchUrl } = testServers();
  const proc = await start({ REDIS_URL: redisUrl, ELASTICSEARCH_URL: elasticsearchUrl, [name]: value });
  expect((await proc.exited).code).toBe(2);
  expect(proc.output().join('\n')).toContain(`${name}: `);
});
