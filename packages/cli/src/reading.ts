import { stdout } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Client } from './client.ts';

const zArticle = z.object({
  title: z.string(),
  url: z.string(),
  '@timestamp': z.string(),
  language: z.string(),
  source: z.object({ name: z.string() }),
});
const zHit = z.object({
  id: z.string(),
  highlights: z.record(z.string(), z.array(z.string())),
  article: zArticle,
  outlets: z.array(z.object({ article: zArticle })).optional(),
});
type Hit = z.infer<typeof zHit>;
const zFound = z.object({
  total: z.number(),
  took_ms: z.number(),
  hits: z.array(zHit),
  notes: z.array(z.string()),
  suggestions: z.array(z.string()),
  facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.number() }))).optional(),
});
const zRevisions = z.object({
  revisions: z.array(
    z.object({
      revision: z.number(),
      title: z.string(),
      replaced_at: z.string(),
      diff: z.record(z.string(), z.array(z.object({ op: z.enum(['=', '-', '+']), text: z.string() }))),
    }),
  ),
});

type Print = (line: string) => void;
type SearchOptions = Record<string, string | boolean | undefined> & { format?: string };

/** What a reader does with what was found: search it, see what is like it, see what was corrected in it. */
export function registerReading(program: Command, client: Client, print: Print): void {
  program
    .command('search [words...]')
    .description('search articles: words, "phrases", -not, OR, title: source: lang: author: topic: person: place: site: after: before:')
    .option('--language <code>', 'only this language')
    .option('--source <domain>', 'only this publisher')
    .option('--after <instant>', 'only what was published since, as 2026-11-25T00:00:00Z')
    .option('--before <instant>', 'only what was published until then')
    .option('--sort <order>', 'relevance, date or best', 'relevance')
    .option('--size <n>', 'how many', '10')
    .option('--from <n>', 'how many to leave out first', '0')
    .option('--stories', 'one for each story, with its other outlets')
    .option('--no-copies', 'without articles that are copies of others')
    .option('--facets <names>', 'count values too: source, language, topics, people, places, days and others, with commas between')
    .addOption(new Option('--format <format>', 'all that is found, as a file').choices(['jsonl', 'csv', 'rss', 'atom', 'jsonfeed']))
    .option('--limit <n>', 'most articles of such a file')
    .action((words: string[], options: SearchOptions) => search(client, print, words, options));
  program
    .command('similar <id>')
    .description('articles that are like one; its id is in a search')
    .option('--size <n>', 'how many', '10')
    .action(async (id: string, { size }: { size: string }) => {
      const { answer } = await client.call(
        z.object({ hits: z.array(zHit) }),
        'GET',
        `/articles/${encodeURIComponent(id)}/similar?${new URLSearchParams({ size })}`,
      );
      for (const hit of answer.hits) show(print, hit);
      if (answer.hits.length === 0) print('Nothing is like it.');
    });
  program
    .command('revisions <id>')
    .description('what was corrected in an article: [-taken out-], {+put in+}')
    .action((id: string) => revisions(client, print, id));
}

async function search({ call, open }: Client, print: Print, words: string[], options: SearchOptions): Promise<void> {
  const query = new URLSearchParams({ q: words.join(' ') });
  for (const [name, value] of Object.entries(options)) if (value !== undefined) query.set(name, String(value));
  if (options.format !== undefined) {
    const { body } = await open('GET', `/search?${query}`);
    if (body !== null) await pipeline(Readable.fromWeb(body), stdout, { end: false });
    return;
  }
  const { answer } = await call(zFound, 'GET', `/search?${query}`);
  print(`${answer.total} ${options['stories'] === true ? 'stories' : 'articles'} (${answer.took_ms} ms)`);
  for (const note of answer.notes) print(`note: ${note}`);
  if (answer.suggestions.length > 0) print(`Did you mean: ${answer.suggestions.join(', ')}`);
  for (const hit of answer.hits) show(print, hit);
  for (const [name, values] of Object.entries(answer.facets ?? {}))
    print(`\n${name}: ${values.map(({ value, count }) => `${value} (${count})`).join(', ')}`);
}

function show(print: Print, { id, article, highlights, outlets = [] }: Hit): void {
  print(
    `\n${article.title}\n  ${article['@timestamp'].slice(0, 16)}  ${article.source.name}  [${article.language}]  ${id}\n  ${article.url}`,
  );
  const fragment = highlights['body']?.[0] ?? highlights['summary']?.[0];
  if (fragment !== undefined) print(`  … ${plain(fragment)} …`);
  for (const { article: other } of outlets) print(`  also ${other.source.name}: ${other.title}\n       ${other.url}`);
}

async function revisions({ call }: Client, print: Print, id: string): Promise<void> {
  const { answer } = await call(zRevisions, 'GET', `/articles/${encodeURIComponent(id)}/revisions`);
  if (answer.revisions.length === 0) print('Nothing was corrected in it.');
  for (const { revision, title, replaced_at, diff } of answer.revisions) {
    print(`\n${revision}. ${title}\n  replaced ${replaced_at.slice(0, 16)}`);
    for (const [field, parts] of Object.entries(diff)) print(`  ${field}: ${parts.map(marked).join(' ')}`);
  }
}

const KEPT = 120;

/** A part of a word diff, as `git diff --word-diff` writes it; long stretches that stayed are cut in their middle. */
function marked({ op, text }: { op: '=' | '-' | '+'; text: string }): string {
  if (op === '-') return `[-${text}-]`;
  if (op === '+') return `{+${text}+}`;
  return text.length <= KEPT ? text : `${text.slice(0, KEPT / 2)} … ${text.slice(-KEPT / 2)}`;
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
