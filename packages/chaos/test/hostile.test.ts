import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { CASES } from '../src/hostile/cases.ts';

test('whatever a hostile web sends is refused with a code or read as far as the limits go', async () => {
  const program = join(import.meta.dirname, '../src/hostile/main.ts');
  const child = spawn(process.execPath, [program, '--short'], { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  await once(child, 'exit');
  const lines = (await output).trim().split('\n');
  console.log(lines.join('\n'));
  expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({ cases: CASES.filter(({ ends }) => ends !== 'timeout').length, wrong: [] });
}, 300_000);
