// npm run bench:hostile-web [-- --only PART] [-- --short]: what a hostile web sends, through the fetcher's exchange and the parser's pool as they are by default,
// each case in processes of its own. Seconds and growth of resident memory per case, one JSON line last.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, execPath, stdout } from 'node:process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { startWeb, type Web } from '@newsmill/testkit';
import { CASES, type HostileCase } from './cases.ts';

const SERVICES = join(import.meta.dirname, '../../../../services');
const HOST = 'hostile.example.com';
const BAR = { seconds: 10, rssGrowthMb: 150 };

type Part = { ms: number; rssGrowthMb: number; code: string | null; said?: string | null; contentType?: string | null };
type Result = { name: string; ends: string; seconds: number; rssGrowthMb: number; asWanted: boolean; reached: boolean };

async function run(script: string, args: readonly string[]): Promise<Part> {
  const child = spawn(execPath, [join(SERVICES, script), ...args], {
    env: { PATH: dirname(execPath) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

async function measure(web: Web, folder: string, one: HostileCase, at: number): Promise<Result> {
  const path = `/case-${at}`;
  const site = web.site(HOST);
  site.page('/harmless', '<p>harmless</p>');
  await one.serve(site, path);
  const file = join(folder, `case-${at}`);
  const url = `http://${HOST}${path}`;
  const fetched = await run('fetcher/bench/hostile.ts', [web.address, url, file]);
  const parsed = existsSync(file) ? await run('parser/bench/hostile.ts', [one.kind, url, fetched.contentType ?? '', file]) : undefined;
  site.remove(path);
  const seconds = (fetched.ms + (parsed?.ms ?? 0)) / 1_000;
  const rssGrowthMb = Math.max(fetched.rssGrowthMb, parsed?.rssGrowthMb ?? 0);
  const code = fetched.code ?? parsed?.code ?? null;
  const asWanted = one.ends === 'read' ? code === null : code === one.ends;
  const ends = code ?? parsed?.said ?? 'an answer';
  return {
    name: one.name,
    ends,
    seconds,
    rssGrowthMb,
    asWanted,
    reached: asWanted && seconds <= BAR.seconds && rssGrowthMb <= BAR.rssGrowthMb,
  };
}

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    only: { type: 'string', default: '' },
    /** Without those that end by a time limit. */
    short: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'newsmill-hostile-'));
const web = await startWeb({ dir: folder });
const results: Result[] = [];
stdout.write('| case | ends as | seconds | RSS growth | |\n| --- | --- | --- | --- | --- |\n');
try {
  for (const [at, one] of CASES.entries()) {
    if (!one.name.includes(values.only) || (values.short && one.ends === 'timeout')) continue;
    const result = await measure(web, folder, one, at);
    results.push(result);
    const { name, ends, seconds, rssGrowthMb, reached } = result;
    stdout.write(
      `| ${name} | ${ends} | ${seconds.toFixed(1)} | ${rssGrowthMb} MB | ${reached ? 'reached' : `NOT REACHED (${one.ends})`} |\n`,
    );
  }
} finally {
  await web.close();
  rmSync(folder, { recursive: true, force: true });
}
const missed = results.filter(({ reached }) => !reached).map(({ name }) => name);
const wrong = results.filter(({ asWanted }) => !asWanted).map(({ name }) => name);
const most = (of: (result: Result) => number): number => Math.max(0, ...results.map(of));
stdout.write(
  `${JSON.stringify({ cases: results.length, missed, wrong, mostSeconds: most(({ seconds }) => seconds), mostRssGrowthMb: most(({ rssGrowthMb }) => rssGrowthMb) })}\n`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
