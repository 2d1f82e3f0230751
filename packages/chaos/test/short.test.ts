import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

type Summary = {
  lost: number;
  duplicates: number;
  gapViolations: number;
  kills: number;
  rows: Record<string, { lost?: number; wrong?: number }>;
};

test('the short run loses nothing and doubles nothing, on servers of its own', async () => {
  const program = join(import.meta.dirname, '../src/main.ts');
  const { PATH = '', HOME = '', JAVA_HOME } = env;
  const child = spawn(process.execPath, [program, '--short'], {
    env: { PATH, HOME, ...(JAVA_HOME === undefined ? {} : { JAVA_HOME }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = text(child.stdout);
  await once(child, 'exit');
  const summary: Summary = JSON.parse((await output).trim().split('\n').at(-1) ?? '{}');
  console.log(JSON.stringify(summary));
  expect(summary).toMatchObject({ lost: 0, duplicates: 0, gapViolations: 0 });
  expect(Object.keys(summary.rows)).toEqual(['1', '3', '7', '8', '12', '14', '15']);
  // a row that broke off has no figure of its own
  expect(Object.values(summary.rows).map(({ lost, wrong }) => lost ?? wrong)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(summary.kills).toBeGreaterThan(0);
}, 600_000);
