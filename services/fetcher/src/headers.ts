import type { IncomingHttpHeaders } from 'node:http';

export type Validators = { etag: string | null; last_modified: string | null };

const MOST_REST_MS = 86_400_000;
const ACCEPT =
  'text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json;q=0.9,application/xml;q=0.9,*/*;q=0.5';

/** If-None-Match alone where there is an ETag: some servers answer 304 for ever when both are sent (RFC 9110 section 13). */
export function requestHeaders(userAgent: string, { etag, last_modified }: Validators, cookie: string): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: ACCEPT, 'accept-encoding': 'gzip, br, zstd, deflate' };
  if (etag !== null) headers['if-none-match'] = etag;
  else if (last_modified !== null) headers['if-modified-since'] = last_modified;
  if (cookie !== '') headers['cookie'] = cookie;
  return headers;
}

export function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** A header arrives as latin-1; a raw UTF-8 Location is read again as the bytes it was. Validators are not: they go back verbatim. */
export function locationText(value: string): string {
  const utf8 = Buffer.from(value, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? value : utf8;
}

/** The rest a server asks for, milliseconds, at most a day: Retry-After (RFC 9110 section 10.2.3), else the reset of a rate limit. */
export function restAskedFor(headers: Record<string, string>, now = Date.now()): number | null {
  const ms = retryAfter(headers['retry-after'], now) ?? resetOf(headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'], now);
  return ms === null ? null : Math.min(Math.max(ms, 0), MOST_REST_MS);
}

function retryAfter(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1_000;
  // every form of an HTTP date names a month; asctime's names no zone and means UTC
  if (!/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(text)) return null;
  const at = Date.parse(/\d{4}$/.test(text) ? `${text} GMT` : text);
  return Number.isNaN(at) ? null : at - now;
}

/** No standard: seconds to wait, or the moment as Unix seconds or milliseconds. */
function resetOf(value: string | undefined, now: number): number | null {
  if (value === undefined || !/^\s*\d{1,13}(?:\.\d+)?\s*$/.test(value)) return null;
  const number = Number(value);
  if (number >= 1e12) return number - now;
  return number >= 1e9 ? number * 1_000 - now : number * 1_000;
}
