import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type Program = { name: string; entry: string };
export type Print = (name: string, line: string) => void;

const RESTART_FIRST_MS = 500;
const RESTART_MOST_MS = 30_000;
/** A program that ran so long has recovered: its next crash counts as the first. */
const STEADY_MS = 60_000;
const KILL_AFTER_MS = 30_000;

/**
 * Runs programs, each in a process of its own, and starts one that dies again (with back-off). A bad configuration (exit code 2) is not
 * tried again: it ends all. The channel to each child makes it end by itself when this process dies, however it dies.
 */
export function supervise(
  programs: readonly Program[],
  env: Record<string, string>,
  print: Print,
): { stop: () => Promise<void>; failed: Promise<string> } {
  const children = new Map<string, ChildProcess>();
  const restarts = new Set<NodeJS.Timeout>();
  let stopping = false;
  let fail: (reason: string) => void = () => undefined;
  const failed = new Promise<string>((resolve) => {
    fail = resolve;
  });

  function start(program: Program, crashes: number): void {
    const startedAt = Date.now();
    const child = fork(program.entry, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    children.set(program.name, child);
    for (const output of [child.stdout, child.stderr]) if (output) printLines(output, (line) => print(program.name, line));
    child.once('exit', (code, signal) => {
      children.delete(program.name);
      if (stopping) return;
      print(program.name, `ended (${signal ?? code})`);
      if (code === 2) return fail(`${program.name} cannot start with this configuration`);
      const inARow = Date.now() - startedAt > STEADY_MS ? 0 : crashes;
      const timer = setTimeout(
        () => {
          restarts.delete(timer);
          start(program, inARow + 1);
        },
        Math.min(RESTART_FIRST_MS * 2 ** inARow, RESTART_MOST_MS),
      );
      restarts.add(timer);
    });
  }
  for (const program of programs) start(program, 0);

  return {
    failed,
    /** Ends the programs one by one, in the order given: what brings work in first, what takes it last. */
    stop: async () => {
      stopping = true;
      for (const timer of restarts) clearTimeout(timer);
      for (const { name } of programs) {
        const child = children.get(name);
        if (child !== undefined) await end(child);
      }
    },
  };
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const deadline = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    child.once('exit', () => {
      clearTimeout(deadline);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function printLines(output: Readable, print: (line: string) => void): void {
  createInterface({ input: output }).on('line', print);
}
