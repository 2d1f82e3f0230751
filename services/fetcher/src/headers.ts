import type { IncomingHttpHeaders } from 'node:http';

export type Validators = { etag: string | null; last_modified: string | null };

const ACCEPT =
  'text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json;q=0.9,application/xml;q=0.9,*/*;q=0.5';

/** If-None-Match alone where there is an ETag: some servers answer 304 for ever when both are sent (RFC 9110 section 13). */
export function requestHeaders(
  userAgent: string,
  { etag, last_modified }: Validators,
  cookie: string,
  more: Record<string, string> = {},
): Record<string, string> {
  const headers: Record<string, string> = {
    accept: ACCEPT,
    'user-agent': userAgent,
    ...more,
    'accept-encoding': 'gzip, br, zstd, deflate',
  };
  if (etag !== null) headers['if-none-match'] = etag;
  else if (last_modified !== null) headers['if-modified-since'] = last_modified;
  const cookies = [more['cookie'] ?? '', cookie].filter((one) => one !== '').join('; ');
  if (cookies !== '') headers['cookie'] = cookies;
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
