import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Client } from './client.ts';

type Print = (line: string) => void;
type Filter = { code?: string; host?: string; since?: string };

const zLetter = z.object({
  url_key: z.string(),
  url: z.string(),
  stage: z.string(),
  code: z.string().nullable(),
  says: z.string(),
  detail: z.string().nullable(),
  at: z.string(),
});
const zLetters = z.object({ total: z.number(), codes: z.record(z.string(), z.number()), letters: z.array(zLetter) });
const zDone = z.object({ done: z.number(), remaining: z.number() });
const zRebuild = z.object({ phase: z.string(), generation: z.number(), sent: z.number(), open: z.number(), detail: z.string().nullable() });

/** What an operator does: dead letters, takedown, retention, rebuilds, archives, lists of feeds. */
export function registerOperations(program: Command, client: Client, print: Print): void {
  registerDead(program, client, print);
  registerRebuild(program, client, print);
  registerArchive(program, client, print);
  registerOpml(program, client, print);

  program
    .command('remove <url-or-host>')
    .description('take an article (by its URL) or a whole host out for good')
    .option('--why <reason>', 'kept in the tombstone', '')
    .action(async (target: string, { why }: { why: string }) => {
      const body = /^https?:/i.test(target) ? { url: target, why } : { host: target, why };
      const { answer } = await client.call(z.object({ urls: z.array(z.string()), files: z.number() }), 'POST', '/remove', body);
      for (const url of answer.urls) print(`removed ${url}`);
      print(`${answer.urls.length} URLs, ${answer.files} files`);
    });

  program
    .command('retention')
    .description('delete what is older than so many days; only counts unless --yes')
    .option('--bodies <days>', 'kept pages')
    .option('--feeds <days>', 'kept feed bodies', '14')
    .option('--fetches <days>', 'lines of the fetch log', '30')
    .option('--articles <days>', 'articles, by when they were first seen')
    .option('--yes', 'do it', false)
    .action(
      async ({
        bodies,
        feeds,
        fetches,
        articles,
        yes,
      }: {
        bodies?: string;
        feeds: string;
        fetches: string;
        articles?: string;
        yes: boolean;
      }) => {
        const days = (name: string, text: string | undefined) => (text === undefined ? {} : { [name]: Number(text) });
        const body = {
          ...days('bodies_days', bodies),
          ...days('feeds_days', feeds),
          ...days('articles_days', articles),
          ...days('fetches_days', fetches),
          dry_run: !yes,
        };
        const zAnswer = z.object({ days: z.array(z.string()), scratch: z.number(), articles: z.number() });
        const { answer } = await client.call(zAnswer, 'POST', '/retention', body);
        print(
          `${yes ? 'deleted' : 'would delete'}: ${answer.days.length} days of bodies, ${answer.articles} articles, ${answer.scratch} scratch objects`,
        );
        for (const day of answer.days) print(`  ${day}`);
      },
    );
}

function registerDead(program: Command, client: Client, print: Print): void {
  const dead = program.command('dead').description('dead letters: URLs that ended for a reason that can be mended');
  const filtered = (name: string, description: string) =>
    dead
      .command(name)
      .description(description)
      .option('--code <code>', 'only with this reason')
      .option('--host <host>', 'only of this host')
      .option('--since <instant>', 'only since this moment (ISO 8601)');
  const filterOf = ({ code, host, since }: Filter): Filter => ({ ...(code && { code }), ...(host && { host }), ...(since && { since }) });

  filtered('list', 'list them, oldest first')
    .option('--size <n>', 'how many', '50')
    .action(async ({ size, ...filter }: Filter & { size: string }) => {
      const { answer } = await client.call(zLetters, 'GET', `/dead?${new URLSearchParams({ ...filterOf(filter), size })}`);
      for (const { url_key, url, stage, code, at } of answer.letters)
        print(`${url_key}  ${at.slice(0, 19)}  ${stage.padEnd(6)} ${(code ?? '').padEnd(18)} ${url}`);
      print(
        `${answer.total} in all; by reason: ${
          Object.entries(answer.codes)
            .map(([code, count]) => `${code} ${count}`)
            .join(', ') || 'none'
        }`,
      );
    });
  dead
    .command('show <key>')
    .description('one of them')
    .action(async (key: string) => {
      const { answer } = await client.call(zLetter, 'GET', `/dead/${key}`);
      print(
        `${answer.url}\n  ${answer.at} in ${answer.stage}: ${answer.code}\n  ${answer.says}${answer.detail ? `\n  ${answer.detail}` : ''}`,
      );
    });
  filtered('replay', 'offer them again, in order')
    .option('--rate <n>', 'so many a second', '20')
    .option('--limit <n>', 'at most so many')
    .action(async ({ rate, limit, ...filter }: Filter & { rate: string; limit?: string }) => {
      const perCall = Math.max(1, Math.min(100, Number(rate)));
      let left = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
      let total = 0;
      while (left > 0) {
        const { answer } = await client.call(zDone, 'POST', '/dead/replay', { ...filterOf(filter), limit: Math.min(perCall, left) });
        total += answer.done;
        left -= answer.done;
        if (answer.done === 0 || answer.remaining === 0) break;
        await setTimeout((1_000 * perCall) / Number(rate));
      }
      print(`replayed ${total}`);
    });
  filtered('drop', 'forget them; their URLs stay dead').action(async (filter: Filter) => {
    let total = 0;
    for (;;) {
      const { answer } = await client.call(zDone, 'POST', '/dead/drop', { ...filterOf(filter), limit: 1_000 });
      total += answer.done;
      if (answer.done === 0 || answer.remaining === 0) break;
    }
    print(`dropped ${total}`);
  });
}

function registerRebuild(program: Command, client: Client, print: Print): void {
  const rebuild = program.command('rebuild').description('fill Redis or the indices again from what is kept');
  rebuild
    .command('redis')
    .description('feeds, schedule and open URLs; runs by itself when Redis was emptied')
    .action(async () => {
      const { answer } = await client.call(z.object({ feeds: z.number(), bodies: z.number(), urls: z.number() }), 'POST', '/rebuild/redis');
      print(`${answer.feeds} feeds, ${answer.bodies} kept feed bodies read again, ${answer.urls} open URLs offered`);
    });
  rebuild
    .command('index')
    .description('articles and registry from the kept pages, into fresh indices, then swap')
    .option('--since <day>', 'read only from this day on (yyyy-mm-dd)')
    .option('--enrich-only', 'run the enrichers over the stored articles that older ones enriched, and nothing else', false)
    .action(async ({ since, enrichOnly }: { since?: string; enrichOnly: boolean }) => {
      await client.call(z.unknown(), 'POST', '/rebuild/index', { ...(since === undefined ? {} : { since }), enrich_only: enrichOnly });
      for (let last = ''; ; await setTimeout(500)) {
        const { answer } = await client.call(zRebuild, 'GET', '/rebuild');
        const read = enrichOnly ? 'articles enriched again' : `bodies read into generation ${answer.generation}`;
        const line = `${answer.phase}: ${answer.sent - answer.open} of ${answer.sent} ${read}`;
        if (line !== last) print(line);
        last = line;
        if (answer.phase === 'failed') throw new Error(`The rebuild failed: ${answer.detail}`);
        if (answer.phase === 'done') break;
      }
    });
}

function registerArchive(program: Command, client: Client, print: Print): void {
  const archive = program.command('archive').description('WARC files out and in');
  archive
    .command('export <file>')
    .description('the kept pages of a range of days as a WARC file in gzip members')
    .requiredOption('--from <day>', 'first day (yyyy-mm-dd)')
    .requiredOption('--to <day>', 'last day')
    .action(async (file: string, range: { from: string; to: string }) => {
      const response = await client.open('GET', `/archive?${new URLSearchParams(range)}`);
      if (response.body !== null) await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
      print(`written: ${file}`);
    });
  archive
    .command('import <file>')
    .description('index the pages of any WARC file (plain or gzip)')
    .action(async (file: string) => {
      const response = await client.open('POST', '/archive', { body: Readable.toWeb(createReadStream(file)), type: 'application/warc' });
      const answer = z
        .object({ taken: z.number(), skipped: z.number(), reasons: z.array(z.object({ url: z.string(), why: z.string() })) })
        .parse(await response.json());
      for (const { url, why } of answer.reasons) print(`skipped ${url}: ${why}`);
      print(`${answer.taken} pages taken, ${answer.skipped} records skipped`);
    });
}

const zImported = z.object({
  taken: z.number(),
  known: z.number(),
  broken: z.array(z.object({ line: z.number(), why: z.string(), text: z.string() })),
});

function registerOpml(program: Command, client: Client, print: Print): void {
  const opml = program.command('opml').description('lists of feeds, as other readers write and read them');
  opml
    .command('import <file>')
    .description('submit all feeds of an OPML file')
    .action(async (file: string) => {
      const response = await client.open('POST', '/opml', { body: Readable.toWeb(createReadStream(file)), type: 'text/x-opml' });
      const { taken, known, broken } = zImported.parse(await response.json());
      for (const { line, why, text } of broken) print(`line ${line}: ${why}: ${text}`);
      print(`${taken} feeds submitted, ${known} known, ${broken.length} lines not read`);
    });
  opml
    .command('export <file>')
    .description('write all feeds into an OPML file')
    .action(async (file: string) => {
      const response = await client.open('GET', '/opml');
      if (response.body !== null) await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
      print(`written: ${file}`);
    });
}
