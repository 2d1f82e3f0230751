#!/usr/bin/env node
import { env, stderr, stdout } from 'node:process';
import { describeSettings, SettingsFault } from '@newsmill/runtime';
import { Command } from 'commander';
import { clientOf, Refused } from './client.ts';
import * as commands from './commands.ts';
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
program
  .command('submit <url>')
  .description('submit a feed')
  .option('--article', 'the URL is one article, not a feed', false)
  .action((url: string, { article }: { article: boolean }) => commands.submit(client, print, url, article));
program
  .command('feeds')
  .description('list the feeds and how they fare')
  .action(() => commands.feeds(client, print));
program
  .command('search [words...]')
  .description('search articles: words, "phrases", -not')
  .option('--language <code>', 'only this language')
  .option('--sort <order>', 'relevance or date', 'relevance')
  .option('--size <n>', 'how many', '10')
  .action((words: string[], options: { language?: string; sort: string; size: string }) => commands.search(client, print, words, options));
program
  .command('trace <url>')
  .description('what became of a URL')
  .action((url: string) => commands.trace(client, print, url));
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
