import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createEgress, readSettings } from '@newsmill/runtime';
import { startWeb, type Web } from '@newsmill/testkit';
import { onTestFinished } from 'vitest';
import { type Answer, ExchangeFault, type ExchangeLimits, exchange } from '../src/exchange.ts';
import { FETCH_SETTINGS } from '../src/handler.ts';
import type { Validators } from '../src/headers.ts';

export const NONE: Validators = { etag: null, last_modified: null };

export async function testFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'fetcher-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A web that goes with the test; its authority is trusted in this process. */
export async function testWeb({ trusted = true } = {}): Promise<Web> {
  const web = await startWeb({ dir: await testFolder() });
  onTestFinished(() => web.close());
  if (trusted) {
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, readFileSync(web.caFile, 'utf8')]);
    onTestFinished(() => setDefaultCACertificates(before));
  }
  return web;
}

type Wishes = {
  limits?: Partial<ExchangeLimits>;
  validators?: Validators;
  signal?: AbortSignal;
  env?: Record<string, string>;
  resolve?: Parameters<typeof createEgress>[1];
};

/** One exchange, with every connection led to this host:port ('' for none). */
export async function fetchFrom(
  connectTo: string,
  url: string,
  { limits, validators = NONE, signal, env, resolve }: Wishes = {},
): Promise<Answer> {
  const settings = readSettings(FETCH_SETTINGS, { FETCH_CONNECT_TO: connectTo, USER_AGENT: 'Tester/1', ...env });
  const egress = createEgress(settings, resolve);
  try {
    return await exchange(egress, url, {
      userAgent: settings.USER_AGENT,
      validators,
      limits: { maxBytes: 2 ** 20, timeoutMs: 20_000, maxRedirects: 10, ...limits },
      signal: signal ?? new AbortController().signal,
    });
  } finally {
    await egress.close();
  }
}

/** What an exchange fails with. */
export async function faultFrom(...args: Parameters<typeof fetchFrom>): Promise<ExchangeFault> {
  const answer = await fetchFrom(...args).catch((error: unknown) => error);
  if (answer instanceof ExchangeFault) return answer;
  throw new Error('it did not fail as an exchange does', { cause: answer });
}

/** The text of an answer that has a body. */
export async function textFrom(...args: Parameters<typeof fetchFrom>): Promise<string> {
  const answer = await fetchFrom(...args);
  if (answer.kind !== 'body') throw new Error(`no body but ${answer.kind}`);
  return Buffer.from(answer.body).toString();
}
