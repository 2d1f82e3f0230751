import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startService } from '@newsmill/testkit';
import { expect, onTestFinished, test } from 'vitest';

const ENTRY = fileURLToPath(new URL('./programs/service.ts', import.meta.url));

async function service(mode: string, env: Record<string, string> = {}) {
  const proc = await startService({ name: 'tested', entry: ENTRY, env: { USER_AGENT: mode, ...env } });
  onTestFinished(async () => void (await proc.kill()));
  return proc;
}

const portOf = (line: string): number => JSON.parse(line).healthPort;
const READY = /"msg":"ready"/;

test('a bad configuration ends the process with code 2 and every fault, its own and those of all services', async () => {
  const proc = await service('any', { LOG_LEVEL: 'loud', HEALTH_PORT: '-1', API_PORT: 'http', HOST_GAP_MS: '1.5' });
  expect(await proc.exited).toEqual({ code: 2, signal: null });
  const output = proc.output().join('\n');
  expect(output).toContain('The configuration has 4 fault(s):');
  for (const name of ['LOG_LEVEL', 'HEALTH_PORT', 'API_PORT', 'HOST_GAP_MS']) expect(output).toContain(`${name}: `);
});

test('it serves health, readiness and metrics, and logs one JSON line an event with its name and time', async () => {
  const proc = await service('well');
  const port = portOf(await proc.until(READY));
  for (const path of ['/health', '/ready', '/metrics']) expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('newsmill_faults_total{stage="fetch",code="timeout"');
  const lines = proc.output().map((line) => JSON.parse(line));
  expect(lines).toContainEqual(expect.objectContaining({ level: 50, msg: 'job', code: 'timeout', service: 'tested' }));
  expect(lines).toContainEqual(expect.objectContaining({ level: 40, err: expect.objectContaining({ message: 'a connection went away' }) }));
  for (const { time } of lines) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('jobs of a stage that wait for the same dependency are one line of the log, and all in the metrics', async () => {
  const proc = await service('well');
  const port = portOf(await proc.until(READY));
  expect(proc.output().filter((line) => line.includes('dependency_down'))).toHaveLength(1);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toMatch(/stage="index".*waits.* 50|ended="waits".* 50/);
});

test('it is not ready while a check fails', async () => {
  const proc = await service('unwell');
  const response = await fetch(`http://127.0.0.1:${portOf(await proc.until(READY))}/ready`);
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 503,
    body: { ok: false, checks: { well: 'unwell' } },
  });
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s closes what was opened in reverse order and ends with 0', async (signal) => {
  const proc = await service('well');
  await proc.until(READY);
  process.kill(proc.pid, signal);
  expect(await proc.exited).toEqual({ code: 0, signal: null });
  expect(proc.output().filter((line) => line.startsWith('closed'))).toEqual(['closed second', 'closed first']);
});

test('one that cannot be closed does not keep the others open', async () => {
  const proc = await service('fails-to-close');
  await proc.until(READY);
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
  expect(proc.output().join('\n')).toContain('"msg":"could not close"');
  expect(proc.output()).toContain('closed first');
});

test('a second signal ends it at once', async () => {
  const proc = await service('hangs');
  await proc.until(READY);
  process.kill(proc.pid, 'SIGTERM');
  await proc.until(/^hanging$/);
  process.kill(proc.pid, 'SIGTERM');
  expect(await proc.exited).toEqual({ code: 1, signal: null });
});

test('a start that waits for a dependency is ended in order too', async () => {
  const proc = await service('waits');
  await proc.until(/not yet, trying again/);
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
  expect(proc.output()).toEqual(expect.arrayContaining(['closed second', 'closed first']));
});

test('a start that fails says why and ends with 1', async () => {
  const proc = await service('throws');
  expect(await proc.exited).toEqual({ code: 1, signal: null });
  expect(proc.output().join('\n')).toMatch(/could not start/);
  expect(proc.output().join('\n')).toMatch(/no such luck/);
});

test('it ends in order when its supervisor is gone', async () => {
  const child = fork(ENTRY, { env: { USER_AGENT: 'well' }, stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  if (child.stdout === null) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (READY.test(line)) child.disconnect();
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  expect(lines.filter((line) => line.startsWith('closed'))).toEqual(['closed second', 'closed first']);
});
