import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createRandom } from './random.ts';
import { printTable, summarize } from './report.ts';
import type { Outcome, Row } from './row.ts';
import { ROWS, SHORT } from './rows/index.ts';
import { startServers } from './servers.ts';

// npm run chaos [-- --short] [-- --only 1,3] [-- --seed N] [-- --keep]

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string' },
    /** Leaves the folder with the logs. */
    keep: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const only = values.only?.split(',').map(Number);
const chosen = ROWS.filter(({ id }) => (only === undefined ? !values.short || SHORT.includes(id) : only.includes(id)));
const log = (line: string): void => void stderr.write(`${new Date().toISOString().slice(11, 23)} ${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'newsmill-chaos-'));
log(`seed ${seed}; everything is in ${folder}`);
const elasticsearch = chosen.some(({ withoutElasticsearch }) => withoutElasticsearch !== true);
const servers = await startServers(folder, (line) => log(`[servers] ${line}`), { elasticsearch });
const done: { row: Row; outcome: Outcome; seconds: number }[] = [];
try {
  for (const row of chosen) {
    log(`row ${row.id}: ${row.test}`);
    const from = performance.now();
    // each row draws from its own numbers, so that one alone repeats what it did among the others
    const random = createRandom(seed * 100 + row.id);
    const context = { name: `row${row.id}`, folder, servers, random, short: values.short, log: (line: string) => log(`  ${line}`) };
    const outcome = await row.run(context).catch((error: unknown): Outcome => {
      log(`row ${row.id} broke off: ${error instanceof Error ? error.stack : String(error)}`);
      return { reached: false, figure: `broke off: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`, figures: {} };
    });
    done.push({ row, outcome, seconds: Math.round((performance.now() - from) / 1_000) });
    log(`row ${row.id}: ${outcome.reached ? 'reached' : 'NOT REACHED'}: ${outcome.figure}`);
  }
} finally {
  await servers.stop();
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}
stdout.write(printTable(done));
stdout.write(`${JSON.stringify(summarize(seed, values.short, done))}\n`);
process.exitCode = done.every(({ outcome }) => outcome.reached) ? 0 : 1;
