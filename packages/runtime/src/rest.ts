const MOST_REST_MS = 86_400_000;

/** The rest a server asks for, milliseconds, at most a day: Retry-After (RFC 9110 section 10.2.3), else the reset of a rate limit. */
export function restAskedFor(headers: Record<string, string>, now = Date.now()): number | null {
  const ms = retryAfter(headers['retry-after'], now) ?? resetOf(headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'], now);
  return ms === null ? null : Math.min(Math.max(ms, 0), MOST_REST_MS);
}

/** How long an answer says that it stays fresh or asks to be left alone, ms, at most a day; 0 where it says nothing (RFC 9111 section 4.2). */
export function freshFor(headers: Record<string, string>, now = Date.now()): number {
  const control = (headers['cache-control'] ?? '').slice(0, 1_024).toLowerCase();
  const asked = retryAfter(headers['retry-after'], now) ?? 0;
  if (/\bno-(?:cache|store)\b/.test(control)) return Math.min(Math.max(asked, 0), MOST_REST_MS);
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,15})/.exec(control)?.[1];
  const age = /^\s*(\d{1,10})\s*$/.exec(headers['age'] ?? '')?.[1] ?? '0';
  const expires = httpDate(headers['expires']);
  const sent = httpDate(headers['date']) ?? now;
  const fresh = maxAge === undefined ? (expires === undefined ? 0 : expires - sent) : (Number(maxAge) - Number(age)) * 1_000;
  return Math.floor(Math.min(Math.max(fresh, asked, 0), MOST_REST_MS));
}

function retryAfter(value: string | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1_000;
  const at = httpDate(text);
  return at === undefined ? null : at - now;
}

/** RFC 9110 section 5.6.7. Every form of an HTTP date names a month; asctime's names no zone and means UTC. */
function httpDate(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  if (!/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(text)) return undefined;
  const at = Date.parse(/\d{4}$/.test(text) ? `${text} GMT` : text);
  return Number.isNaN(at) ? undefined : at;
}

/** No standard: seconds to wait, or the moment as Unix seconds or milliseconds. */
function resetOf(value: string | undefined, now: number): number | null {
  if (value === undefined || !/^\s*\d{1,13}(?:\.\d+)?\s*$/.test(value)) return null;
  const number = Number(value);
  if (number >= 1e12) return number - now;
  return number >= 1e9 ? number * 1_000 - now : number * 1_000;
}
