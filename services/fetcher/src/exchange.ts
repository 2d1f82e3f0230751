import { codeOfStatus, Fault } from '@newsmill/contracts';
import { hostOf, parseHttpUrl } from '@newsmill/contracts/ids';
import { type Egress, exchangeFault, restAskedFor } from '@newsmill/runtime';
import { request } from 'undici';
import { readBody } from './body.ts';
import { createJar } from './cookies.ts';
import { locationText, requestHeaders, singleHeaders, type Validators } from './headers.ts';

export type ExchangeLimits = { maxBytes: number; timeoutMs: number; maxRedirects: number };

type Body = { kind: 'body'; finalUrl: string; status: number; headers: Record<string, string>; body: Uint8Array; wireBytes: number };
type NotModified = { kind: 'not_modified'; finalUrl: string; headers: Record<string, string> };

type Redirect = { location: string; status: number };

/**
 * `elsewhere`: the redirect leads to another host, whose gate has to be asked first. `hops`: redirects followed.
 * `movedTo`: where permanent redirects alone (301, 308) led.
 */
export type Answer = (Body | NotModified | { kind: 'elsewhere'; url: string; status: number }) & { hops: number; movedTo: string | null };

/** A Fault of an exchange with what the answer said about it. */
export class ExchangeFault extends Fault {
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** Redirects followed before it. */
  hops = 0;

  constructor(fault: Fault, status: number | null = null, retryAfterMs: number | null = null) {
    super(fault.code, fault.detail, { cause: fault });
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

type ExchangeOptions = {
  userAgent: string;
  validators: Validators;
  limits: ExchangeLimits;
  /** Headers of this feed's own, by lower-case name. Every hop is of one host, so they go to no other. */
  more?: Record<string, string>;
  /** What robots.txt says of a hop. */
  allows?: (url: URL) => boolean;
  signal: AbortSignal;
};

/**
 * One guarded GET with its redirects within the host. Throws ExchangeFault for everything that is not an answer worth keeping.
 * Redirects: RFC 9110 section 15.4. The validators go with every hop: they belong to the final URL.
 */
export async function exchange(egress: Egress, url: string, options: ExchangeOptions): Promise<Answer> {
  let hops = 0;
  try {
    const { limits, userAgent, validators, allows = () => true, more } = options;
    const deadline = AbortSignal.any([options.signal, AbortSignal.timeout(limits.timeoutMs)]);
    const visited = new Set<string>();
    const jar = createJar();
    let permanent = true;
    for (let at = urlOf(url, 'bad_url'); ; hops++) {
      // the same address with a new cookie is another question
      const asked = `${at.origin}${at.pathname}${at.search} ${jar.header()}`;
      if (visited.has(asked)) throw refusal('redirect_loop', at.href);
      if (hops > limits.maxRedirects) throw refusal('too_many_redirects', `more than ${limits.maxRedirects}`);
      if (!allows(at)) throw refusal('robots_disallowed', at.href);
      visited.add(asked);
      const headers = requestHeaders(userAgent, validators, jar.header(), more);
      const answer = await hop(egress, at, { headers, limits, deadline, take: jar.take });
      if (!('location' in answer)) return { ...answer, hops, movedTo: permanent && hops > 0 ? at.href : null };
      const target = urlOf(answer.location, 'bad_redirect', at.href);
      permanent &&= answer.status === 301 || answer.status === 308;
      if (hostOf(target) !== hostOf(at))
        return { kind: 'elsewhere', url: target.href, status: answer.status, hops, movedTo: permanent ? target.href : null };
      at = target;
    }
  } catch (error) {
    throw error instanceof ExchangeFault ? Object.assign(error, { hops }) : error;
  }
}

type HopOptions = {
  headers: Record<string, string>;
  limits: ExchangeLimits;
  deadline: AbortSignal;
  take: ReturnType<typeof createJar>['take'];
};

async function hop(
  egress: Egress,
  url: URL,
  { headers: sent, limits, deadline, take }: HopOptions,
): Promise<Body | NotModified | Redirect> {
  let begun = false;
  try {
    egress.vet(url);
    const { statusCode: status, ...response } = await request(url, { dispatcher: egress.dispatcher, signal: deadline, headers: sent });
    const headers = singleHeaders(response.headers);
    if (status >= 300) {
      // read away for the sake of the connection; whatever it is, it changes nothing
      void response.body.dump({ limit: 64 * 1_024 }).catch(() => undefined);
      take(response.headers['set-cookie']);
      return unusual(url, status, headers, 'if-none-match' in sent || 'if-modified-since' in sent);
    }
    begun = true;
    let wireBytes = 0;
    const body = await readBody(response.body, headers['content-encoding'] ?? '', limits.maxBytes, (bytes) => {
      wireBytes += bytes;
    });
    if (body.length === 0) throw refusal('empty_body', `status ${status}`, status);
    return { kind: 'body', finalUrl: url.href, status, headers, body, wireBytes };
  } catch (error) {
    throw error instanceof ExchangeFault ? error : new ExchangeFault(exchangeFault(error, begun));
  }
}

/** A status that brings no body: judged by itself, never by what came with it. */
function unusual(url: URL, status: number, headers: Record<string, string>, conditional: boolean): NotModified | Redirect {
  if (status >= 400) throw refusal(codeOfStatus(status), `status ${status}`, status, restAskedFor(headers));
  if (status === 304 && conditional) return { kind: 'not_modified', finalUrl: url.href, headers };
  if (status === 304) throw refusal('empty_body', 'status 304, though nothing was said of an earlier answer', status);
  const location = headers['location'];
  if (location === undefined) throw refusal('bad_redirect', `status ${status} without a Location`, status);
  return { location: locationText(location), status };
}

const refusal = (code: Fault['code'], detail: string, status: number | null = null, restMs: number | null = null): ExchangeFault =>
  new ExchangeFault(new Fault(code, detail.slice(0, 300)), status, restMs);

function urlOf(text: string, code: 'bad_url' | 'bad_redirect', base?: string): URL {
  const absolute = base !== undefined && URL.canParse(text, base) ? new URL(text, base).href : text;
  const url = parseHttpUrl(absolute);
  if (url === undefined) throw refusal(code, text);
  return url;
}
