import { join } from 'node:path';
import { urlKey } from '@newsmill/contracts/ids';
import { startService, until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testStore, waiting } from './stage.ts';
import { testWeb } from './web.ts';

vi.setConfig({ testTimeout: 60_000 });

const ENTRY = join(import.meta.dirname, '../src/main.ts');

test('the process takes a feed that is due, fetches it over https and hands it to parse; it ends when told to', async () => {
  const web = await testWeb({ trusted: false });
  web.site('news.example').feed('/feed', []);
  const { store, queues, env } = await testStore();
  const url = 'https://news.example/feed';
  await store.feeds.putConfig(
    { v: 1, id: urlKey(url), url, name: null, paused: false, created_at: new Date().toISOString() },
    { wake: true },
  );
  const proc = await startService({
    name: 'fetcher',
    entry: ENTRY,
    env: { ...env, FETCH_CONNECT_TO: web.address, NODE_EXTRA_CA_CERTS: web.caFile },
  });
  onTestFinished(async () => void (await proc.kill()));
  const port = JSON.parse(await proc.until(/"msg":"ready"/, { timeoutMs: 30_000 })).healthPort;
  const jobs = await until(async () => ((await waiting(queues, 'parse')).length > 0 ? waiting(queues, 'parse') : undefined), {
    what: 'the parse job',
  });
  expect(jobs).toMatchObject([{ kind: 'feed', url, status: 200, exchange: expect.stringMatching(/^feeds\//) }]);
  expect(await (await fetch(`http://127.0.0.1:${port}/ready`)).json()).toEqual({ ok: true, checks: { redis: 'ok', bodies: 'ok' } });
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
});

test('a bad configuration ends it with code 2 and every fault', async () => {
  const env = { FETCH_ALLOW_ADDRESSES: 'intranet', FETCH_CONNECT_TO: 'here', REDIS_URL: 'x', HEALTH_PORT: 'y' };
  const proc = await startService({ name: 'fetcher', entry: ENTRY, env });
  expect((await proc.exited).code).toBe(2);
  for (const name of Object.keys(env)) expect(proc.output().join('\n')).toContain(`${name}: `);
});
