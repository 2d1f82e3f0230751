import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const STOP_MS = 15_000;
const TAIL_LINES = 40;

export type Log = (line: string) => void;
export type Server = { url: string; pid: number; stop(): Promise<void> };
export type ServerSpec = {
  name: string;
  /** Holds the log, the record of the running process and whatever the server writes. One server at a time. */
  dir: string;
  command: string;
  args: readonly string[];
  /** The server's address once it answers, undefined until then. */
  ready: () => Promise<string | undefined>;
  readyMs: number;
  log: Log;
};

/**
 * Starts a server process that ends with this one: it, or its wrapper, watches its standard input, the other end of which only we hold.
 * Resolves when it is ready; rejects with the end of its log when it ends or is not ready within readyMs.
 */
export async function startServer(spec: ServerSpec): Promise<Server> {
  mkdirSync(spec.dir, { recursive: true });
  await waitForPredecessor(spec);
  const began = performance.now();
  const child = spawnServer(spec);
  const ended = once(child, 'exit').catch((error: unknown) => [error]);
  const url = await waitUntilReady(spec, child).catch(async (error: unknown) => {
    await end(child, ended);
    throw error;
  });
  spec.log(`${spec.name} answers at ${url} after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  let stopping = false;
  void ended.then(([code, signal]) => {
    if (!stopping) spec.log(`${spec.name} ended by itself (${signal ?? code}); its log is ${logFile(spec)}`);
  });
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      stopping = true;
      await end(child, ended);
      rmSync(pidFile(spec), { force: true });
    },
  };
}

const logFile = (spec: ServerSpec) => join(spec.dir, 'server.log');
const pidFile = (spec: ServerSpec) => join(spec.dir, 'server.pid');

function spawnServer(spec: ServerSpec): ChildProcess {
  if (existsSync(logFile(spec))) renameSync(logFile(spec), `${logFile(spec)}.1`);
  const output = openSync(logFile(spec), 'w');
  // A session of its own: Ctrl-C reaches only us, so the services can end while the servers they need still run.
  const child = spawn(spec.command, spec.args, { cwd: spec.dir, stdio: ['pipe', output, output], detached: true });
  closeSync(output);
  child.stdin?.on('error', () => {}); // the pipe breaks when the server ends; `exit` tells that already
  child.once('exit', () => child.stdin?.destroy());
  if (child.pid) writeFileSync(pidFile(spec), `${child.pid}`);
  return child;
}

/** After a kill -9 of our predecessor its server is still closing: two servers must never share one data folder. */
async function waitForPredecessor(spec: ServerSpec): Promise<void> {
  const pid = existsSync(pidFile(spec)) ? Number(readFileSync(pidFile(spec), 'utf8')) : 0;
  const deadline = performance.now() + STOP_MS;
  while (pid > 0 && isAlive(pid, spec.dir)) {
    if (performance.now() > deadline)
      throw new Error(`${spec.name} already runs on ${spec.dir} (process ${pid}); stop it, or give another data folder.`);
    await delay(POLL_MS);
  }
}

/** A number alone may by now belong to a stranger, so where the system tells (Linux), the process must also work in our folder. */
function isAlive(pid: number, dir: string): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync('/proc/self/cwd') || readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir);
  } catch {
    return false;
  }
}

async function waitUntilReady(spec: ServerSpec, child: ChildProcess): Promise<string> {
  const deadline = performance.now() + spec.readyMs;
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  for (;;) {
    if (failure) throw new Error(`${spec.name} could not be started: ${failure.message}`);
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${spec.name} ended at its start.\n${tail(spec)}`);
    const url = await spec.ready();
    if (url !== undefined) return url;
    if (performance.now() > deadline) throw new Error(`${spec.name} was not ready within ${spec.readyMs / 1000} s.\n${tail(spec)}`);
    await delay(POLL_MS);
  }
}

function tail(spec: ServerSpec): string {
  const lines = readFileSync(logFile(spec), 'utf8').trimEnd().split('\n').slice(-TAIL_LINES);
  return [`The end of ${logFile(spec)}:`, ...lines].join('\n');
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const cancel = new AbortController();
  const timeout = delay(STOP_MS, 'late', { signal: cancel.signal }).catch(() => undefined);
  if ((await Promise.race([ended, timeout])) === 'late') child.kill('SIGKILL');
  await ended;
  cancel.abort();
}
