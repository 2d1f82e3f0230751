import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { randomPrefix, startService, testServers } from '@newsmill/testkit';
import { afterEach, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Runs the entry against a Kibana that answers so. */
async function runSetup(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const proc = await startService({
    name: 'setup',
    entry: join(import.meta.dirname, '../src/setup.ts'),
    env: {
      ELASTICSEARCH_URL: testServers().elasticsearchUrl,
      NEWSMILL_PREFIX: randomPrefix(),
      KIBANA_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
  });
  const { code } = await proc.exited;
  return { code, output: proc.output().join('\n') };
}

test('what Kibana refuses is named with the reason, and the exit code is 1', async () => {
  const { code, output } = await runSetup((request, response) => {
    const ready = request.url === '/api/status';
    response
      .writeHead(ready ? 200 : 500)
      .end(JSON.stringify(ready ? { status: { overall: { level: 'available' } } } : { message: 'no room' }));
  });
  expect(code, output).toBe(1);
  expect(output).toMatch(/failed +dashboard:news-overview: 500 no room/);
  expect(output).toMatch(/failed +rule:.*news-source-silent: 500 no room/);
});

test('where every object is in place the exit code is 0', async () => {
  const { code, output } = await runSetup((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      if (path === '/api/status') return void response.end(JSON.stringify({ status: { overall: { level: 'available' } } }));
      if (path === '/api/saved_objects/_export') return void response.writeHead(400).end('{}');
      response.writeHead(request.method === 'GET' ? 404 : 200).end(JSON.stringify({ success: true, successResults: [] }));
    });
  });
  expect(code, output).toBe(0);
  expect(output).toMatch(/created +dashboard:news-overview/);
});
