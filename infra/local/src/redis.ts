import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, globSync, renameSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { CACHE_DIR, cached, maven } from './cache.ts';
import { type Env, onPath } from './java.ts';
import { freePort } from './port.ts';
import { type Log, type Server, startServer } from './server.ts';

const SOURCES = join(import.meta.dirname, '../redis');
const OLDEST = [6, 2] as const;
const READY_MS = 30_000;
const INSTALL =
  'Install Redis 6.2 or newer (Debian and Ubuntu: apt install redis-server; macOS: brew install redis), let Docker run it (docker compose up), or set REDIS_URL.';
const PROBE_MS = 1_000;

// `exec` makes the shell BECOME the server, so its pid is the server's own; the loop left behind ends the server when our end of the pipe closes.
const GUARDED = 'exec 3<&0; ( ( while read -r _ <&3; do :; done; kill -TERM $$ ) >/dev/null 2>&1 & ); exec "$@" 3<&- </dev/null';

export type RedisOptions = {
  /** Holds the append-only file and the log; kept across restarts. */
  dataDir: string;
  env: Env;
  log: Log;
  /** Taken where it is free; any free one otherwise. Default 6379. 0: any. */
  port?: number;
  /** In Redis' own notation. Default 512mb. */
  maxMemory?: string;
  /** `no` only where the data may be lost: tests. Default everysec. */
  appendFsync?: 'everysec' | 'no';
  /** A node of a Redis Cluster that the caller joins with others; the bus takes the port 10,000 above. */
  cluster?: boolean;
  cacheDir?: string;
};

/**
 * Starts Redis 6.2 or newer (or Valkey) on loopback and resolves when it answers PING. The program is taken from the PATH, else downloaded once.
 * Throws, saying what to install, where neither can be had; with the end of the server's log where it does not start.
 */
export async function startRedis(options: RedisOptions): Promise<Server> {
  const { env, log } = options;
  const dataDir = resolve(options.dataDir);
  const program = installedRedis(env) ?? (await downloadedRedis(env, log, options.cacheDir ?? CACHE_DIR));
  const port = await freePort(options.port ?? 6379);
  const settings = {
    port: `${port}`,
    bind: '127.0.0.1',
    dir: dataDir,
    appendonly: 'yes',
    appendfsync: options.appendFsync ?? 'everysec',
    save: '',
    maxmemory: options.maxMemory ?? '512mb',
    'maxmemory-policy': 'noeviction',
    // a queued job is a small hash with one long field: packed it takes 1.0 instead of 1.5 KB (every version knows this name)
    'hash-max-ziplist-value': '1024',
  };
  const clustered = options.cluster ? { 'cluster-enabled': 'yes', 'cluster-node-timeout': '5000' } : {};
  const args = Object.entries({ ...settings, ...clustered }).flatMap(([name, value]) => [`--${name}`, value]);
  const ready = async () => ((await answersPing(port)) ? `redis://127.0.0.1:${port}` : undefined);
  const command = ['-c', GUARDED, 'sh', program, ...args];
  return startServer({ name: 'Redis', dir: dataDir, command: '/bin/sh', args: command, ready, readyMs: READY_MS, log });
}

function installedRedis(env: Env): string | undefined {
  const programs = ['redis-server', 'valkey-server'].map((name) => onPath(name, env));
  return programs.find((program) => program !== undefined && isNewEnough(program));
}

function isNewEnough(program: string): boolean {
  try {
    const [, major, minor] =
      /v=(\d+)\.(\d+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) ?? [];
    const version = Number(major) * 1000 + Number(minor);
    return version >= OLDEST[0] * 1000 + OLDEST[1];
  } catch {
    return false; // a program that does not run here is no program
  }
}

async function downloadedRedis(env: Env, log: Log, cacheDir: string): Promise<string> {
  const machine = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const make = async (dir: string) => {
    const args = [
      'dependency:unpack-dependencies',
      `-Dmdep.unpack.includes=redis-server-*-${machine}`,
      '-DincludeArtifactIds=embedded-redis',
    ];
    if (onPath('mvn', env) === undefined)
      throw new Error(`No Redis 6.2 or newer is on the PATH, nor is Maven (mvn), which could download one. ${INSTALL}`);
    await maven(join(SOURCES, 'pom.xml'), [...args, `-DoutputDirectory=${dir}`, `-DmarkersDirectory=${dir}/markers`], env, log);
    const [file] = globSync('redis-server-*', { cwd: dir });
    if (file === undefined) throw new Error(`No Redis for ${machine} can be downloaded. ${INSTALL}`);
    renameSync(join(dir, file), join(dir, 'redis-server'));
    chmodSync(join(dir, 'redis-server'), 0o755);
  };
  const program = join(await cached({ name: `redis-${machine}`, sourceDir: SOURCES, cacheDir, make }), 'redis-server');
  if (existsSync(program) && isNewEnough(program)) return program;
  throw new Error(`The downloaded Redis does not run on this machine (it needs OpenSSL 3). ${INSTALL}`);
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(PROBE_MS, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('data', (data) => answer(data.toString('latin1').startsWith('+PONG')));
  });
}
