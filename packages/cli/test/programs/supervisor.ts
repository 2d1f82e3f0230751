import { env, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { supervise } from '../../src/supervisor.ts';

// A supervisor in a process of its own, for the test that kills it.
supervise(
  ['steady', 'other'].map((name) => ({ name, entry: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)) })),
  env as Record<string, string>,
  (name, line) => void stdout.write(`${name} ${line}\n`),
);
