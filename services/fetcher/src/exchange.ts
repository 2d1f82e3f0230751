import { codeOfStatus, Fault } from '@newsmill/contracts';
import { hostOf, parseHttpUrl } from '@newsmill/contracts/ids';
import { type Dispatcher, request } from 'undici';
import type { Egress } from './agent.ts';
import { readBody } from './body.ts';
import { exchangeFault } from './faults.ts';

export type ExchangeLimits = { maxBytes: number; timeoutMs: number; maxRedirects: number };
export type Validators = { etag: string | null; last_modified: string | null };

export type Answer =
  | { kind: 'body'; finalUrl: string; status: number; headers: Record<string, string>; body: Uint8Array; hops: number }
  | { kind: 'not_modified'; finalUrl: string; hops: number }
  /** The redirect leads to another host: its gate has to be asked first. */
  | { kind: 'elsewhere'; url: string; hops: number };

/** A Fault of an exchange with what the answer said about it. */
export class ExchangeFault extends Fault {
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(fault: Fault, status: number | null, retryAfterMs: number | null) {
    super(fault.code, fault.detail, { cause: fault });
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * One guarded GET with its redirects within the host. Throws ExchangeFault for everything that is not an answer worth keeping.
 * Redirects: RFC 9110 section 15.4; conditional requests: RFC 9110 section 13 (If-None-Match alone where there is an ETag: some servers
 * answer 304 for ever when both are sent).
 */
export async function exchange(
  egress: Egress,
  url: string,
  options: { userAgent: string; validators: Validators; limits: ExchangeLimits; signal: AbortSignal },
): Promise<Answer> {
  const { limits } = options;
  const deadline = AbortSignal.any([options.signal, AbortSignal.timeout(limits.timeoutMs)]);
  const visited = new Set<string>();
  let at = urlOf(url, 'bad_url');
  for (let hops = 0; ; hops++) {
    if (visited.has(at.href)) throw new ExchangeFault(new Fault('redirect_loop', at.href.slice(0, 300)), null, null);
    if (hops > limits.maxRedirects)
      throw new ExchangeFault(new Fault('too_many_redirects', `more than ${limits.maxRedirects}`), null, null);
    visited.add(at.href);
    const answer = await hop(egress, at, { ...options, deadline });
    if (!('location' in answer)) return { ...answer, hops };
    const target = urlOf(answer.location, 'bad_redirect', at.href);
    if (hostOf(target.href) !== hostOf(at.href)) return { kind: 'elsewhere', url: target.href, hops };
    at = target;
  }
}

type Hop =
  | { location: string }
  | { kind: 'body'; finalUrl: string; status: number; headers: Record<string, string>; body: Uint8Array }
  | { kind: 'not_modified'; finalUrl: string };
type HopOptions = { userAgent: string; validators: Validators; limits: ExchangeLimits; deadline: AbortSignal };

async function hop(egress: Egress, url: URL, { userAgent, validators, limits, deadline }: HopOptions): Promise<Hop> {
  let begun = false;
  try {
    egress.vet(url);
    const response = await request(url, {
      dispatcher: egress.dispatcher,
      signal: deadline,
      headers: requestHeaders(userAgent, validators),
    });
    const { statusCode: status } = response;
    const headers = singleHeaders(response.headers);
    const location = headers['location'];
    if (status >= 300 && status < 400 && status !== 304 && location !== undefined) {
      await response.body.dump({ limit: 64 * 1_024 });
      return { location };
    }
    if (status === 304) {
      await response.body.dump();
      return { kind: 'not_modified', finalUrl: url.href };
    }
    if (status >= 400) {
      await response.body.dump({ limit: 64 * 1_024 });
      throw new ExchangeFault(new Fault(codeOfStatus(status), `status ${status}`), status, retryAfterMs(headers['retry-after']));
    }
    begun = true;
    const body = await readBody(response.body, headers['content-encoding'] ?? '', limits.maxBytes);
    if (body.length === 0) throw new ExchangeFault(new Fault('empty_body', `status ${status}`), status, null);
    return { kind: 'body', finalUrl: url.href, status, headers, body };
  } catch (error) {
    throw error instanceof ExchangeFault ? error : new ExchangeFault(exchangeFault(error, begun), null, null);
  }
}

function requestHeaders(userAgent: string, { etag, last_modified }: Validators): Record<string, string> {
  const condition: Record<string, string> = {};
  if (etag !== null) condition['if-none-match'] = etag;
  else if (last_modified !== null) condition['if-modified-since'] = last_modified;
  return {
    'user-agent': userAgent,
    accept:
      'text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json;q=0.9,application/xml;q=0.9,*/*;q=0.5',
    'accept-encoding': 'gzip, br, zstd, deflate',
    ...condition,
  };
}

function urlOf(text: string, code: 'bad_url' | 'bad_redirect', base?: string): URL {
  const absolute = base !== undefined && URL.canParse(text, base) ? new URL(text, base).href : text;
  const url = parseHttpUrl(absolute);
  if (url === undefined) throw new ExchangeFault(new Fault(code, text.slice(0, 300)), null, null);
  return url;
}

function singleHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  // a raw UTF-8 Location arrives as latin-1: read again as the bytes it was
  const text = (value: string): string =>
    Buffer.from(value, 'latin1').toString('utf8').includes('\ufffd') ? value : Buffer.from(value, 'latin1').toString('utf8');
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), text(Array.isArray(value) ? value.join(', ') : value)]],
    ),
  );
}

/** Retry-After as seconds or HTTP date (RFC 9110 section 10.2.3), milliseconds from now, at most a day. */
export function retryAfterMs(value: string | undefined, now = Date.now()): number | null {
  if (value === undefined) return null;
  const ms = /^\s*\d{1,9}\s*$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : null;
}
