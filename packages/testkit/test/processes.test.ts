import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startService } from '../src/index.ts';
import { testFolder } from './client.ts';

async function service(source: string, env?: Record<string, string>) {
  const cwd = await testFolder();
  const entry = join(cwd, 'main.ts');
  await writeFile(entry, source);
  const proc = await startService({ name: 'sample', entry, cwd, ...(env && { env }) });
  onTestFinished(async () => void (await proc.kill()));
  return proc;
}

const STAYS = 'setInterval(() => undefined, 1000);';

test('a service gets the environment given, a PATH and a HOME, and nothing else', async () => {
  const proc = await service('console.log(Object.keys(process.env).sort().join(), process.env.GREETING)', { GREETING: 'hello' });
  expect(await proc.until(/hello/)).toBe('GREETING,HOME,PATH hello');
  expect(await proc.exited).toEqual({ code: 0, signal: null });
});

test('until finds a line printed before and one printed later, on either stream', async () => {
  const proc = await service(`console.log('first'); setTimeout(() => console.error('second'), 50); ${STAYS}`);
  expect(await proc.until(/^second$/)).toBe('second');
  expect(await proc.until(/^first$/)).toBe('first');
});

test('until says why the line will not come, with the last output', async () => {
  const ended = await service(`console.log('broken'); process.exitCode = 3`);
  await expect(ended.until(/ready/)).rejects.toThrow(/^sample printed no line like \/ready\/: sample ended \(code 3\)[\s\S]*broken$/);
  const silent = await service(STAYS);
  await expect(silent.until(/ready/, { timeoutMs: 20 })).rejects.toThrow('waited 20 ms');
});

test('only the last 500 lines are kept', async () => {
  const proc = await service('for (let n = 1; n <= 1200; n++) console.log(n)');
  await proc.exited;
  expect(proc.output()).toHaveLength(500);
  expect([proc.output()[0], proc.output().at(-1)]).toEqual(['701', '1200']);
});

test('stop lets the service end by itself', async () => {
  const proc = await service(`process.on('SIGTERM', () => { console.log('closing'); process.exit(0); }); console.log('ready'); ${STAYS}`);
  await proc.until(/ready/);
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
  expect(proc.output()).toEqual(['ready', 'closing']);
  expect(await proc.stop()).toEqual({ code: 0, signal: null });
});

test('kill ends a service that listens to no signal', async () => {
  const proc = await service(`process.on('SIGTERM', () => undefined); console.log('ready'); ${STAYS}`);
  await proc.until(/ready/);
  expect(await proc.kill()).toEqual({ code: null, signal: 'SIGKILL' });
});

test('memory is that of the running process, and unknown once it is gone', async () => {
  const proc = await service(`const held = Buffer.alloc(64e6, 1); console.log('ready', held.length); ${STAYS}`);
  await proc.until(/ready/);
  if (process.platform === 'linux') expect(proc.rss()).toBeGreaterThan(64);
  await proc.kill();
  expect(proc.rss()).toBeUndefined();
});
