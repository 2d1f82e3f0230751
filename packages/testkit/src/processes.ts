import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { type OutputLog, outputLog } from './output-log.ts';

type ServiceOptions = { name: string; entry: string; env?: Record<string, string>; cwd?: string };
type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type Proc = {
  name: string;
  pid: number;
  /** Settles once the process has ended and its output is read. */
  exited: Promise<Exit>;
  /** The last 500 lines of stdout and stderr. */
  output(): string[];
  /** The first line that matches, past or to come; rejects when the process ends or the time is up first. */
  until(pattern: RegExp, options?: { timeoutMs?: number }): Promise<string>;
  /** SIGTERM, and SIGKILL if it has not ended after 10 s. */
  stop(): Promise<Exit>;
  /** SIGKILL: the crash. */
  kill(): Promise<Exit>;
  /** Resident memory in MB; undefined when the process is gone or the system has no /proc. */
  rss(): number | undefined;
};

const STOP_MS = 10_000;

/** Runs `node <entry>` with this environment and nothing else of ours: a service must not depend on the shell it is started from. */
export async function startService({ name, entry, env = {}, cwd }: ServiceOptions): Promise<Proc> {
  const minimal = { PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`, HOME: homedir() };
  const child = spawn(process.execPath, [entry], { env: { ...minimal, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...(cwd && { cwd }) });
  const log = outputLog([child.stdout, child.stderr]);
  const ended = Promise.withResolvers<Exit>();
  child.once('close', (code, signal) => ended.resolve({ code, signal }));
  // a grandchild may hold the pipes open after its parent: then the output is as complete as it gets
  child.once('exit', (code, signal) => setTimeout(() => ended.resolve({ code, signal }), 1000).unref());
  await once(child, 'spawn');
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  ended.promise.then((exit) => {
    process.off('exit', killAtExit);
    log.end(`${name} ended (${exit.signal ?? `code ${exit.code}`})`);
  });

  const pid = child.pid ?? 0;
  const send = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended.promise;
  };
  return {
    name,
    pid,
    exited: ended.promise,
    output: log.lines,
    until: (pattern, { timeoutMs = 10_000 } = {}) => lineOf(name, log, pattern, timeoutMs),
    async stop() {
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      return send('SIGTERM').finally(() => clearTimeout(force));
    },
    kill: () => send('SIGKILL'),
    rss: () => residentMb(pid),
  };
}

async function lineOf(name: string, log: OutputLog, pattern: RegExp, timeoutMs: number): Promise<string> {
  const found = await log.find(pattern, timeoutMs);
  if (typeof found === 'string') return found;
  throw new Error(`${name} printed no line like ${pattern}: ${found.reason}. Its last lines:\n${log.lines().slice(-20).join('\n')}`);
}

function residentMb(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
