// Runs the conformance scripts of a data folder on ./feeds.ts, dates under two time zones, and prints one JSON line last.
// node services/parser/bench/score.ts --data DIR
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

type Scores = { macro: number; micro: number; kinds: { kind: string; pass: number; total: number }[] };

const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/feeds' } } });
const data = resolve(values.data);
const subject = join(import.meta.dirname, 'feeds.ts');
const folder = mkdtempSync(join(tmpdir(), 'bench-feeds-'));
const percent = (share: number): number => Math.round(share * 10_000) / 100;

function run(script: string, args: string[], env: Record<string, string> = {}): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(data, script), subject, '--dir', data, ...args], {
    encoding: 'utf8',
    // biome-ignore lint/style/noProcessEnv: a child process of a bench
    env: { ...process.env, ...env },
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr.slice(-2_000)}`);
  process.stdout.write(stdout);
  return stdout;
}

/** The share in a line such as `robots    145/145 100.0%`; null where the folder has no such cases. */
function share(output: string, name: string): number | null {
  const [, passed, all] = new RegExp(`^${name}\\s+(\\d+)/(\\d+)`, 'm').exec(output) ?? [];
  return passed === undefined ? null : percent(Number(passed) / Number(all));
}

try {
  const file = join(folder, 'scores.json');
  run('score.mjs', ['--json', file]);
  const scores = JSON.parse(readFileSync(file, 'utf8')) as Scores;
  const extras = ['UTC', 'America/New_York'].map((TZ) => run('score-extra.mjs', ['--failures'], { TZ }));
  const wrong = extras.map((output) => Number(/silently wrong (\d+)/.exec(output)?.[1] ?? 0));
  const [extra = '', other = ''] = extras;
  const kinds = Object.fromEntries(scores.kinds.map(({ kind, pass, total }) => [kind, percent(pass / total)]));
  const report = {
    cases: percent(scores.micro),
    mean: percent(scores.macro),
    kinds,
    dates: Math.min(share(extra, 'dates') ?? 0, share(other, 'dates') ?? 0),
    datesWrong: Math.max(...wrong),
    robots: share(extra, 'robots'),
    discovery: share(extra, 'discovery'),
  };
  console.log(JSON.stringify(report));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
