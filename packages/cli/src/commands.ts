import type { Command } from 'commander';
import { z } from 'zod';
import type { Client } from './client.ts';

const zState = z.object({
  title: z.string().nullable(),
  last_polled_at: z.string().nullable(),
  code: z.string().nullable(),
  entries_offered: z.number(),
});
const zFeed = z.object({ id: z.string(), url: z.string(), name: z.string().nullable(), paused: z.boolean(), state: zState });
const zTrace = z.object({
  url: z.string(),
  url_key: z.string(),
  answer: z.string(),
  steps: z.array(z.object({ step: z.string(), at: z.string().nullable(), says: z.string() })),
});

type Print = (line: string) => void;

/** Feeds, single articles, the fate of a URL. */
export function registerCommands(program: Command, client: Client, print: Print): void {
  program
    .command('submit <url>')
    .description('submit a feed')
    .option('--article', 'the URL is one article, not a feed', false)
    .action((url: string, { article }: { article: boolean }) => submit(client, print, url, article));
  program
    .command('feeds')
    .description('list the feeds and how they fare')
    .action(() => feeds(client, print));
  program
    .command('trace <url>')
    .description('what became of a URL')
    .action((url: string) => trace(client, print, url));
}

async function submit({ call }: Client, print: Print, url: string, article: boolean): Promise<void> {
  if (article) {
    const { answer } = await call(z.object({ status: z.string(), url: z.string() }), 'POST', '/articles', { url });
    print(`${answer.status}: ${answer.url}`);
  } else {
    const { status, answer } = await call(zFeed, 'POST', '/feeds', { url });
    print(`${status === 202 ? 'submitted' : 'known'}: ${answer.url} (${answer.id})`);
  }
}

async function feeds({ call }: Client, print: Print): Promise<void> {
  const { answer } = await call(z.object({ feeds: z.array(zFeed) }), 'GET', '/feeds');
  for (const { id, url, name, paused, state } of answer.feeds) {
    const health = paused ? 'paused' : (state.code ?? (state.last_polled_at === null ? 'not polled yet' : 'ok'));
    print(`${id}  ${health.padEnd(18)} ${String(state.entries_offered).padStart(6)} entries  ${name ?? state.title ?? ''}  ${url}`);
  }
  if (answer.feeds.length === 0) print('No feeds yet: newsmill submit <url>');
}

async function trace({ call }: Client, print: Print, url: string): Promise<void> {
  const { answer } = await call(zTrace, 'GET', `/trace?${new URLSearchParams({ url })}`);
  print(answer.answer);
  for (const { step, at, says } of answer.steps) print(`  ${(at ?? '').slice(0, 19).padEnd(20)} ${step.padEnd(10)} ${says}`);
  print(`  key ${answer.url_key}`);
}
