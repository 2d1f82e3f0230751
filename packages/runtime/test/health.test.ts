import { expect, onTestFinished, test } from 'vitest';
import { checkHealth, serveHealth } from '../src/health.ts';
import { createMetrics } from '../src/metrics.ts';

async function served(checks: Record<string, () => Promise<unknown>>) {
  const metrics = createMetrics('tested');
  const { port, close } = await serveHealth({ host: '127.0.0.1', port: 0, checks, metrics });
  onTestFinished(close);
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  return { metrics, get };
}

test('/health says that the process lives, whatever its dependencies do', async () => {
  const { get } = await served({ redis: () => Promise.reject(new Error('away')) });
  expect(await get('/health?from=probe')).toMatchObject({ status: 200, type: 'application/json', text: '{"ok":true,"checks":{}}' });
});

test('/ready is 200 when every check answers', async () => {
  const { get } = await served({ redis: async () => 'PONG', search: async () => undefined });
  const { status, text } = await get('/ready');
  expect({ status, body: JSON.parse(text) }).toEqual({ status: 200, body: { ok: true, checks: { redis: 'ok', search: 'ok' } } });
});

test('/ready is 503 with the reason when a check fails, throws at once, or hangs; the others are told too', async () => {
  const { get } = await served({
    fails: () => Promise.reject(new Error('connection refused')),
    throws: () => {
      throw new Error('not even a promise');
    },
    hangs: () => new Promise(() => undefined),
    works: async () => 1,
  });
  const { status, text } = await get('/ready');
  expect(status).toBe(503);
  expect(JSON.parse(text)).toEqual({
    ok: false,
    checks: { fails: 'connection refused', throws: 'not even a promise', hangs: 'no answer within 2000 ms', works: 'ok' },
  });
});

test('a process without checks is well', async () => {
  expect(await checkHealth({})).toEqual({ ok: true, checks: {} });
});

test('/ready says what makes a process no less ready, too', async () => {
  const { port, close } = await serveHealth({
    ...{ host: '127.0.0.1', port: 0, checks: {}, metrics: createMetrics('tested') },
    details: { vectors: 'no vectors: there is no model' },
  });
  onTestFinished(close);
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).json();
  expect(await ask('/ready')).toEqual({ ok: true, checks: {}, details: { vectors: 'no vectors: there is no model' } });
  expect(await ask('/health')).toEqual({ ok: true, checks: {} });
});

test('any other path is 404', async () => {
  const { get } = await served({});
  for (const path of ['/', '/metrics/', '/ready.json', '//health']) expect((await get(path)).status).toBe(404);
});

/** The text format: every line is a comment or `name{label="value",...} number`. */
const SAMPLE = /^[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="([^"\\\n]|\\["\\n])*",?)*\})? (-?[\d.]+(e[+-]?\d+)?|[+-]?Inf|NaN)( \d+)?$/i;

test('/metrics is Prometheus text with the jobs, their faults and what was asked to be measured', async () => {
  const { metrics, get } = await served({});
  metrics.job({ stage: 'fetch', ended: 'dead', ms: 30, waitedMs: 5, code: 'timeout' });
  metrics.job({ stage: 'fetch', ended: 'done', ms: 30, waitedMs: 5 });
  metrics.gauge('newsmill_depth', 'Depth.', 'stage', async () => ({ fetch: 3, 'odd "name"\n': 1 }));
  metrics.gauge('newsmill_broken', 'Broken.', 'stage', () => Promise.reject(new Error('Redis is away')));
  const { status, type, text } = await get('/metrics');
  expect(status).toBe(200);
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) expect(line).toMatch(SAMPLE);
  expect(text).toContain('newsmill_faults_total{stage="fetch",code="timeout",service="tested"} 1');
  expect(text).toContain('newsmill_job_seconds_count{service="tested",stage="fetch",ended="done"} 1');
  expect(text).toContain('newsmill_depth{stage="fetch",service="tested"} 3');
  expect(text).toContain('process_cpu_seconds_total');
});

test('metrics that fail are 500 and leave the process up', async () => {
  const { close, port } = await serveHealth({
    host: '127.0.0.1',
    port: 0,
    checks: {},
    metrics: { ...createMetrics('broken'), text: () => Promise.reject(new Error('no text')) },
  });
  onTestFinished(close);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(500);
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
});

test('a port that is taken is an error of the start', async () => {
  const first = await serveHealth({ host: '127.0.0.1', port: 0, checks: {}, metrics: createMetrics('first') });
  onTestFinished(first.close);
  const second = serveHealth({ host: '127.0.0.1', port: first.port, checks: {}, metrics: createMetrics('second') });
  await expect(second).rejects.toThrow('EADDRINUSE');
});
