import { Fault } from '../fault.ts';

/** Longest address taken from outside, before and after percent-encoding; what `zUrl` allows. */
const MAX_CHARS = 2048 * 4;

/** DNS allows 253 characters; `_` is not a host name by RFC 1123, but real sites use it. Empty labels cannot be resolved. */
const HOST_NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
const IPV6 = /^\[[0-9a-f:.]+\]$/;

/** White space, control, zero-width and direction characters: what surrounds addresses in feeds and pasted text. */
const AROUND = /[\s\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** Two addresses in one attribute (reported fault 18). A single address may hold spaces, so the second must be a full one too. */
const TWO_URLS = /^(https?:\/\/[^\s]+?)[,;]?\s+https?:\/\//i;

/** Trims by hand: an end-anchored pattern takes quadratic time on a long run of blanks. */
export function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && AROUND.test(text.charAt(from))) from += 1;
  while (to > from && AROUND.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** The host name without the root dot of a full DNS name: `bbc.com.` and `bbc.com` are one host. */
export function hostNameOf(url: URL): string {
  return url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname;
}

/** Port 80 and 443 count as none whatever the scheme, because http and https count as one. */
export function portOf(url: URL): string {
  return url.port === '80' || url.port === '443' ? '' : url.port;
}

function hasUsableHost(url: URL): boolean {
  const host = hostNameOf(url);
  return host.length <= 253 && (HOST_NAME.test(host) || IPV6.test(host));
}

/** The text itself must name a host: WHATWG would find one in `http:///a` and `http:a`, which are broken templates or relative addresses. */
const NAMES_HOST = /^https?:[/\\]{2}[^/\\]/i;

/** WHATWG URL parsing, http and https only, login data removed: it is nobody's identity and must not be stored. */
function whatwg(text: string): URL | undefined {
  const url = NAMES_HOST.test(text) ? URL.parse(text) : null;
  if (url === null || !hasUsableHost(url)) return undefined;
  url.username = '';
  url.password = '';
  return url;
}

/** The first of two addresses that stand in the place of one; any other text as it is. */
export const firstAddress = (text: string): string => TWO_URLS.exec(text)?.[1] ?? text;

/** Reads an outside string of any length as an http(s) URL. */
export function readUrl(text: string): URL | undefined {
  const whole = trimmed(text);
  const one = firstAddress(whole);
  const first = one === whole ? undefined : one;
  return (first === undefined ? undefined : whatwg(first)) ?? whatwg(whole);
}

/** The same for a caller that cannot go on without one. */
export function mustReadUrl(url: string | URL): URL {
  const read = readUrl(typeof url === 'string' ? url : url.href);
  if (read === undefined) throw new Fault('bad_url', String(url).slice(0, 200));
  return read;
}

/**
 * Reads an address from outside as a URL that may be fetched and stored, else undefined.
 * WHATWG URL Standard parsing; nothing is guessed: no scheme is added, no entity decoded, no `%XX` encoded again.
 */
export function parseHttpUrl(text: string): URL | undefined {
  const whole = trimmed(text);
  if (whole.length > MAX_CHARS) return undefined;
  const url = readUrl(whole);
  return url === undefined || url.href.length > MAX_CHARS ? undefined : url;
}
