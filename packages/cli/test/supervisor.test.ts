import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startService, until } from '@newsmill/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { supervise } from '../src/supervisor.ts';

vi.setConfig({ testTimeout: 60_000 });

const PROGRAMS = {
  steady: new URL('./programs/steady.ts', import.meta.url),
  other: new URL('./programs/other.ts', import.meta.url),
  crashing: new URL('./programs/crashing.ts', import.meta.url),
  misconfigured: new URL('./programs/misconfigured.ts', import.meta.url),
  supervisor: new URL('./programs/supervisor.ts', import.meta.url),
};
const program = (name: keyof typeof PROGRAMS) => ({ name, entry: fileURLToPath(PROGRAMS[name]) });

/** The file in which the children tell what happens to them. */
async function diary(): Promise<{ file: string; lines: () => Promise<string[]> }> {
  const dir = await mkdtemp(join(tmpdir(), 'cli-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'log');
  await writeFile(file, '');
  return { file, lines: async () => (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '') };
}

async function supervised(...names: (keyof typeof PROGRAMS)[]) {
  const { file, lines } = await diary();
  const printed: string[] = [];
  const { stop, failed } = supervise(names.map(program), { LOG: file }, (name, line) => void printed.push(`${name}: ${line}`));
  onTestFinished(stop);
  const told = async (what: string) => (await lines()).filter((line) => line.includes(what));
  return { stop, failed, printed, lines, told };
}

test('all programs run at once, and are told to end one by one in the order given', async () => {
  const { stop, told, lines } = await supervised('steady', 'other');
  await until(async () => (await told(' up')).length === 2, { what: 'both to run' });
  await stop();
  const ends = (await lines()).filter((line) => line.endsWith('told to end')).map((line) => line.split(' ')[0]);
  expect(ends).toEqual(['steady', 'other']);
  expect(await told('alone')).toEqual([]);
});

test('one that crashes is started again until it stays; the others are left alone', async () => {
  const { printed, told, failed } = await supervised('crashing', 'steady');
  await until(async () => (await told('crashing')).length === 3, { what: 'the third start', timeoutMs: 30_000 });
  expect(printed.filter((line) => line.startsWith('crashing: ended (1)'))).toHaveLength(2);
  expect(new Set((await told('crashing')).map((line) => line.split(' ')[1])).size).toBe(3);
  expect(await told('steady')).toHaveLength(1);
  expect(await Promise.race([failed, 'nothing failed'])).toBe('nothing failed');
});

test('one that is killed is started again too', async () => {
  const { told } = await supervised('steady');
  const [first] = await until(async () => ((await told(' up')).length === 1 ? told(' up') : undefined), { what: 'the first start' });
  process.kill(Number(first?.split(' ')[1]), 'SIGKILL');
  await until(async () => (await told(' up')).length === 2, { what: 'the second start', timeoutMs: 30_000 });
});

test('one that cannot start with this configuration is not tried again: all is to end', async () => {
  const { failed, printed, stop, told } = await supervised('steady', 'misconfigured');
  expect(await failed).toBe('misconfigured cannot start with this configuration');
  await until(async () => (await told('steady')).length > 0, { what: 'the other one' });
  await stop();
  expect(printed).toContain('misconfigured: The configuration has 1 fault(s)');
  expect(printed.filter((line) => line.startsWith('misconfigured: ended'))).toEqual(['misconfigured: ended (2)']);
  expect(await told('told to end')).toHaveLength(1);
});

test('nothing is started again once it stops', async () => {
  const { stop, told, printed } = await supervised('crashing');
  await until(() => printed.some((line) => line.includes('ended (1)')), { what: 'the first crash' });
  await stop();
  const starts = (await told('crashing')).length;
  const { told: later } = await supervised('steady');
  await until(async () => (await later(' up')).length === 1, { what: 'some time to pass' });
  expect((await told('crashing')).length).toBe(starts);
});

test('children end by themselves when the supervisor is killed', async () => {
  const { file, lines } = await diary();
  const proc = await startService({ name: 'supervisor', entry: program('supervisor').entry, env: { LOG: file } });
  await until(async () => (await lines()).length === 2, { what: 'both children', timeoutMs: 30_000 });
  await proc.kill();
  await until(async () => (await lines()).filter((line) => line.endsWith('alone')).length === 2, { what: 'both to notice' });
  const pids = (await lines()).map((line) => Number(line.split(' ')[1]));
  const alive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await until(() => !pids.some(alive), { what: 'both to be gone' });
});
