import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { startWeb, type Web } from '../src/index.ts';

export type Got = { status: number | undefined; headers: IncomingHttpHeaders; body: string };

/** An empty folder that goes with the test. */
export async function testFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'testkit-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A web that goes with the test. */
export async function testWeb(): Promise<Web> {
  const web = await startWeb({ dir: await testFolder() });
  onTestFinished(() => web.close());
  return web;
}

/** Sends one request to the web's port; the URL gives the scheme, the Host header and the name asked for under TLS. */
export function open(web: Web, url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const { protocol, hostname, pathname, search } = new URL(url);
  const [host, port] = web.address.split(':');
  const target = { host, port, path: pathname + search, headers: { ...headers, host: hostname }, agent: false };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent =
    protocol === 'https:' ? httpsRequest({ ...target, servername: hostname, ca: readFileSync(web.caFile) }) : httpRequest(target);
  sent.on('response', resolve).on('error', reject).end();
  return promise;
}

export async function get(web: Web, url: string, headers?: Record<string, string>): Promise<Got> {
  const response = await open(web, url, headers);
  const body = (await buffer(response)).toString('utf8');
  return { status: response.statusCode, headers: response.headers, body };
}
