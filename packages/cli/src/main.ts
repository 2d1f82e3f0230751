#!/usr/bin/env node
import { env, stderr, stdout } from 'node:process';
import { describeSettings, SettingsFault } from '@newsmill/runtime';
import { Command } from 'commander';
import { clientOf, Refused } from './client.ts';
import { registerCommands } from './commands.ts';
import { registerOperations } from './operations.ts';
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
registerOperations(program, client, print);
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
