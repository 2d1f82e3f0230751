import { appendFileSync, readFileSync } from 'node:fs';
import { env, stdout } from 'node:process';

type Child = {
  say: (line: string) => void;
  /** Notes what happens to the child in the file LOG: its pid, and what. */
  tell: (what: string) => void;
  told: (name: string) => string[];
  stay: () => void;
};

/** A child as the supervisor runs one: it ends on SIGTERM and when its channel breaks, and tells both. */
export function run(name: string, work: (child: Child) => void): void {
  const { LOG: log = '' } = env;
  const tell = (what: string): void => appendFileSync(log, `${name} ${process.pid} ${what}\n`);
  const end = (why: string): void => {
    tell(why);
    process.exit(0);
  };
  process.on('SIGTERM', () => end('told to end'));
  process.on('disconnect', () => end('alone'));
  work({
    say: (line) => void stdout.write(`${line}\n`),
    tell,
    told: (who) =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith(`${who} `)),
    stay: () => void setInterval(() => undefined, 1_000),
  });
}
