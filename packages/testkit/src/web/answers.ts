import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export type Answer = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export type Page = {
  body?: string | Uint8Array;
  status?: number;
  headers?: OutgoingHttpHeaders;
  delayMs?: number;
  /** false: no ETag, never 304. Default true. */
  conditional?: boolean;
};

/** A body with an ETag made of it, and 304 where the client already has it. */
export async function sendPage(req: IncomingMessage, res: ServerResponse, page: Page): Promise<void> {
  const { body = '', status = 200, headers = {}, delayMs = 0, conditional = true } = page;
  if (delayMs > 0) await delay(delayMs, undefined, { ref: false });
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const all: OutgoingHttpHeaders = { 'content-type': 'text/html; charset=utf-8', ...lowerCased(headers) };
  if (conditional && status === 200) {
    all['etag'] ??= `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    if (holds(req.headers['if-none-match'], String(all['etag']))) {
      res.writeHead(304, all).end();
      return;
    }
  }
  res.writeHead(status, { 'content-length': bytes.byteLength, ...all }).end(bytes);
}

export function sendNotFound(res: ServerResponse, what: string): void {
  const body = `<!doctype html><html lang="en"><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>No such ${what}.</p></body></html>\n`;
  res.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length }).end(body);
}

function lowerCased(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  const held = ifNoneMatch?.split(',').map((one) => one.trim()) ?? [];
  return held.some((one) => one === '*' || opaque(one) === opaque(etag));
}

const opaque = (etag: string) => etag.replace(/^W\//, '');
