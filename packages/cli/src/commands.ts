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
const zHit = z.object({
  highlights: z.record(z.string(), z.array(z.string())),
  article: z.object({
    title: z.string(),
    url: z.string(),
    '@timestamp': z.string(),
    language: z.string(),
    source: z.object({ name: z.string() }),
  }),
});
const zTrace = z.object({
  url: z.string(),
  url_key: z.string(),
  answer: z.string(),
  steps: z.array(z.object({ step: z.string(), at: z.string().nullable(), says: z.string() })),
});

type Print = (line: string) => void;
type SearchOptions = { language?: string; sort: string; size: string };

/** What a reader does: feeds, articles, the search, the fate of a URL. */
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
    .command('search [words...]')
    .description('search articles: words, "phrases", -not')
    .option('--language <code>', 'only this language')
    .option('--sort <order>', 'relevance or date', 'relevance')
    .option('--size <n>', 'how many', '10')
    .action((words: string[], options: SearchOptions) => search(client, print, words, options));
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

async function search({ call }: Client, print: Print, words: string[], options: SearchOptions): Promise<void> {
  const query = new URLSearchParams({
    q: words.join(' '),
    sort: options.sort,
    size: options.size,
    ...(options.language === undefined ? {} : { language: options.language }),
  });
  const { answer } = await call(z.object({ total: z.number(), took_ms: z.number(), hits: z.array(zHit) }), 'GET', `/search?${query}`);
  print(`${answer.total} articles (${answer.took_ms} ms)`);
  for (const { article, highlights } of answer.hits) {
    print(`\n${article.title}\n  ${article['@timestamp'].slice(0, 16)}  ${article.source.name}  [${article.language}]\n  ${article.url}`);
    const fragment = highlights['body']?.[0] ?? highlights['summary']?.[0];
    if (fragment !== undefined) print(`  … ${plain(fragment)} …`);
  }
}

async function trace({ call }: Client, print: Print, url: string): Promise<void> {
  const { answer } = await call(zTrace, 'GET', `/trace?${new URLSearchParams({ url })}`);
  print(answer.answer);
  for (const { step, at, says } of answer.steps) print(`  ${(at ?? '').slice(0, 19).padEnd(20)} ${step.padEnd(10)} ${says}`);
  print(`  key ${answer.url_key}`);
}

/** Highlights are HTML for pages: a terminal shows the text. */
function plain(html: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return html
    .replace(/<\/?mark>/g, '')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot));/gi, (_, hex, decimal, name) =>
      name ? (named[name] ?? '') : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replace(/\s+/g, ' ');
}
