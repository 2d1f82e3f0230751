import type { Random } from './random.ts';
import type { Servers } from './servers.ts';

/** What every row counts, where it applies. */
export type Tally = { lost: number; duplicates: number; gapViolations: number; kills: number; reruns: number };
export type Outcome = Partial<Tally> & {
  reached: boolean;
  /** The figures in one line, for the table. */
  figure: string;
  figures: Record<string, number | string | boolean>;
};
export type Context = {
  /** Of this row alone; good for file and index names. */
  name: string;
  folder: string;
  servers: Servers;
  random: Random;
  /** The scaled-down run of `npm test`. */
  short: boolean;
  log: (line: string) => void;
};
export type Row = {
  id: number;
  test: string;
  bar: string;
  /** Redis is all it asks. */
  withoutElasticsearch?: boolean;
  run: (context: Context) => Promise<Outcome>;
};
