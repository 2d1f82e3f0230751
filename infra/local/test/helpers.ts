import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { onTestFinished } from 'vitest';
import type { Env } from '../src/java.ts';

export const testEnv: Env = env;

/** A heap that is enough for a node of a few documents: several may run at once on a small machine. */
export const SMALL_HEAP = '512m';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'newsmill-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Redis' raw answer to one command; rejects where nobody listens. */
export function askRedis(url: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('utf8').trim());
    });
  });
}

/** Elasticsearch's JSON answer, of any status. */
export async function askElasticsearch<T>(url: string, path: string, body?: unknown, method = body ? 'POST' : 'GET'): Promise<T> {
  const request = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
  const answer = await fetch(`${url}/${path}`, { method, ...request });
  return (await answer.json()) as T;
}

export async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  return ask().then(
    () => true,
    () => false,
  );
}
