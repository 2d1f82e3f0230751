import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocal } from './index.ts';
import type { Env } from './java.ts';
import { dropResults, readResults, summary } from './results.ts';
import type { Log } from './server.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const NOT_FOUND = 127;

export type RunOptions = {
  /** The folder of the root package.json, whose workspaces leave the test results. */
  root: string;
  command: string;
  args: readonly string[];
  /** REDIS_URL and ELASTICSEARCH_URL in it stand for servers that are there already. */
  env: Env;
  log: Log;
  /** Takes the closing line. */
  print: Log;
};

/**
 * Runs a command, usually all tests, with REDIS_URL and ELASTICSEARCH_URL of servers made for this one run, passes signals on to it, and afterwards
 * adds up the workspaces' test results. Returns the exit code: the command's, or 1 where a test failed or none passed or the servers did not start.
 */
export async function runWithServers(options: RunOptions): Promise<number> {
  dropResults(options.root);
  const code = await run(options).catch((error: unknown) => {
    options.log(error instanceof Error ? error.message : String(error));
    return 1;
  });
  const results = readResults(options.root);
  options.print(summary(results));
  if (code !== 0) return code;
  return results.failed === 0 && results.passed > 0 ? 0 : 1;
}

async function run(options: RunOptions): Promise<number> {
  const { env, log } = options;
  const signals = catchSignals();
  const dataDir = mkdtempSync(join(tmpdir(), 'newsmill-'));
  try {
    const servers = await startLocal({
      dataDir,
      env,
      log,
      redisUrl: env['REDIS_URL'],
      elasticsearchUrl: env['ELASTICSEARCH_URL'],
      redis: { port: 0, appendFsync: 'no' },
      elasticsearch: { port: 0 },
    });
    const urls = { REDIS_URL: servers.redisUrl, ELASTICSEARCH_URL: servers.elasticsearchUrl };
    const code = signals.first() === undefined ? await runCommand(options, urls, signals) : exitCode(null, signals.first());
    await servers.stop();
    return code;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    signals.release();
  }
}

type Signals = ReturnType<typeof catchSignals>;

/** While it is held, a signal ends the command and not us: servers must still be stopped and the results printed. */
function catchSignals() {
  let first: NodeJS.Signals | undefined;
  let receiver = (_: NodeJS.Signals) => {};
  const listener = (signal: NodeJS.Signals) => {
    first ??= signal;
    receiver(signal);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    first: () => first,
    passTo: (next: (signal: NodeJS.Signals) => void) => {
      receiver = next;
    },
    release: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}

function runCommand({ command, args, env, log }: RunOptions, urls: Env, signals: Signals): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...env, ...urls } });
    signals.passTo((signal) => {
      // Ctrl-C has already reached the command, which shares our terminal; a second one would make it give up its own orderly end.
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    });
    child.once('error', (error) => {
      log(`${command} could not be started: ${error.message}`);
      resolve(NOT_FOUND);
    });
    child.once('exit', (code, signal) => resolve(exitCode(code, signal ?? undefined)));
  });
}

/** As shells tell it: 128 and the signal's number. */
const exitCode = (code: number | null, signal: NodeJS.Signals | undefined) => code ?? 128 + (signal ? constants.signals[signal] : 0);
