import type { Outcome, Row, Tally } from './row.ts';

type Done = { row: Row; outcome: Outcome; seconds: number };

const TALLY = ['lost', 'duplicates', 'gapViolations', 'kills', 'reruns'] as const satisfies readonly (keyof Tally)[];

export function printTable(done: readonly Done[]): string {
  const lines = done.map(
    ({ row, outcome, seconds }) =>
      `| ${row.id} | ${row.test} | ${row.bar} | ${outcome.figure} | ${outcome.reached ? 'reached' : 'NOT REACHED'} | ${seconds} s |\n`,
  );
  return `\n| # | test | bar | figure | | time |\n| --- | --- | --- | --- | --- | --- |\n${lines.join('')}\n`;
}

/** The last line: sums over the rows that ran, and each row's own figures. */
export function summarize(seed: number, short: boolean, done: readonly Done[]) {
  const sums = Object.fromEntries(TALLY.map((name) => [name, done.reduce((sum, { outcome }) => sum + (outcome[name] ?? 0), 0)]));
  const rows = Object.fromEntries(
    done.map(({ row, outcome: { reached, figure: _, figures, ...tally }, seconds }) => [
      row.id,
      { reached, seconds, ...tally, ...figures },
    ]),
  );
  return { ...sums, reached: done.every(({ outcome }) => outcome.reached), seed, short, rows };
}
