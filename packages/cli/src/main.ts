#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { env, execPath, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { describeSettings, SettingsFault } from '@newsmill/runtime';
import { Command } from 'commander';
import { registerAlerts } from './alerts.ts';
import { clientOf, Refused } from './client.ts';
import { registerCommands } from './commands.ts';
import { registerFeed } from './feed.ts';
import { registerOperations } from './operations.ts';
import { registerReading } from './reading.ts';
import { up } from './up.ts';

// titles and addresses come from anywhere: none may steer the terminal
const print = (text: string): void => void stdout.write(`${text.replace(/[^\P{Cc}\n]/gu, ' ')}\n`);
const client = clientOf(env);

const program = new Command('newsmill').description('Feeds in, searchable news out.');
program
  .command('up')
  .description('bring up Redis, Elasticsearch and all services on this machine')
  .action(async () => {
    process.exitCode = await up();
  });
registerCommands(program, client, print);
registerFeed(program, client, print);
registerReading(program, client, print);
registerAlerts(program, client, print);
registerOperations(program, client, print);
program
  .command('extract <page>')
  .description('the article of a page (a file or an address) as JSON; needs no service')
  .option('--explain', 'instead, every line of its text with the rule that dropped it', false)
  .option('--url <address>', 'the address of a page read from a file')
  .action((page: string, { explain, url }: { explain: boolean; url?: string }) => {
    const script = fileURLToPath(new URL('../../../services/parser/src/extract.ts', import.meta.url));
    const options = [...(explain ? ['--explain'] : []), ...(url === undefined ? [] : [`--url=${url}`])];
    process.exitCode = spawnSync(execPath, [script, ...options, '--', page], { stdio: 'inherit' }).status ?? 1;
  });
program
  .command('config')
  .description('every setting with its value and meaning')
  .action(() => {
    for (const { name, value, meaning } of describeSettings(env)) print(`${name}=${value}\n    ${meaning}`);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Refused) && !(error instanceof SettingsFault)) throw error;
  stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
