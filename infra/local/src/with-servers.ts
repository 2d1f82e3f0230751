import { join } from 'node:path';
import { argv, env } from 'node:process';
import { runWithServers } from './run.ts';

// node infra/local/src/with-servers.ts <command...>

const root = join(import.meta.dirname, '../../..');
const [command, ...args] = argv.slice(2);
if (command === undefined) {
  console.error('usage: node infra/local/src/with-servers.ts <command...>');
  process.exitCode = 2;
} else {
  const log = (line: string) => console.error(`[servers] ${line}`);
  // The command may leave its last line open, and the closing line must stand alone.
  const print = (line: string) => console.log(`\n${line}`);
  process.exitCode = await runWithServers({ root, command, args, env, log, print });
}
