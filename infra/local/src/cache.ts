import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Env, findMaven, onPath } from './java.ts';
import type { Log } from './server.ts';

/** Downloads and compiled classes, shared by every data folder of this checkout. */
export const CACHE_DIR = join(import.meta.dirname, '../../../.newsmill/cache');

export type Build = {
  name: string;
  /** The files the result is made of: it is made anew only when one of them changes. */
  sourceDir: string;
  cacheDir: string;
  make: (dir: string) => Promise<void>;
};

/** The folder that `make` filled, from the cache where the same sources filled it before. Safe when several processes do it at once. */
export async function cached({ name, sourceDir, cacheDir, make }: Build): Promise<string> {
  const dir = join(cacheDir, `${name}-${hashOf(sourceDir)}`);
  if (existsSync(dir)) return dir;
  const temporary = `${dir}.${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    await make(temporary);
    renameSync(temporary, dir);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(dir)) throw error; // another process was quicker, and its result is the same
  }
  return dir;
}

/** Runs a goal of Maven's dependency plugin on a pom. Throws with the end of Maven's output where it fails. */
export async function maven(pom: string, args: readonly string[], env: Env, log: Log, javaHome?: string): Promise<void> {
  const ownJava = env['JAVA_HOME'] !== undefined || onPath('java', env) !== undefined;
  const environment = ownJava || javaHome === undefined ? env : { ...env, JAVA_HOME: javaHome };
  log(`downloading with Maven (once): ${pom}`);
  await run(findMaven(env), ['--batch-mode', '--quiet', '--file', pom, ...args], environment);
}

/** Runs a command to its end. Throws with the end of its output unless it exits with 0. */
export function run(command: string, args: readonly string[], env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed (${code}):\n${output}`)),
    );
  });
}

function hashOf(sourceDir: string): string {
  const hash = createHash('sha256');
  for (const file of globSync('**/*', { cwd: sourceDir }).sort()) {
    const path = join(sourceDir, file);
    if (statSync(path).isFile()) hash.update(file).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}
