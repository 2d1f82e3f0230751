import { isEntryUrl } from './entry.ts';
import { hostNameOf, mustReadUrl, portOf } from './parse.ts';
import { normalPath } from './percent.ts';
import { normalQuery } from './query.ts';

/** The servlet session id, in any segment, also where an encoder has been over it. */
const SESSION = /(?:;|%3B)jsessionid(?:=|%3D)[^/;]*/gi;

/** `#!x`, `#!/x` and `#/x` name pages of a one-page site; every other fragment is a place in the page, or tracking. */
const ROUTE = /^#(?:!\/?|\/)[^/]/;

function pathOf(origin: string, pathname: string): string {
  const path = normalPath(pathname);
  const bare = path.replace(SESSION, '');
  // Without its session id a segment can be `..`: parsing once more resolves it.
  return bare === path ? path : new URL(origin + bare).pathname;
}

/** The fragment with its `#` if it is a route, else ''. */
export function routeOf(url: URL): string {
  return ROUTE.test(url.hash) ? `#${normalPath(url.hash.slice(1))}` : '';
}

/**
 * The address as it is hashed. FINAL: ids are made of it, so no rule here can ever change.
 *
 * WHATWG URL parsing (host lower case, IDNA, IPv4 and IPv6 forms, dot segments), then RFC 3986 section 6.2.2 on the percent-encoding,
 * then what holds on news sites: http is https, ports 80 and 443 and the root dot of the host go, the query is freed of tracking and sorted,
 * the fragment goes unless it is a route. `www.`, `m.`, `amp.`, the case of the path, a trailing slash and doubled slashes stay:
 * servers differ there, a declared canonical joins what is one page, and nothing could part again what a rule here had joined.
 * Applying it twice changes nothing. Entry addresses come back as they are. Throws a `bad_url` Fault for what is no http(s) URL.
 */
export function normalizeUrl(url: string | URL): string {
  if (typeof url === 'string' && isEntryUrl(url)) return url;
  const read = mustReadUrl(url);
  const host = hostNameOf(read);
  const port = portOf(read);
  const origin = `https://${host}${port === '' ? '' : `:${port}`}`;
  const query = normalQuery(host, read.search.slice(1));
  return `${origin}${pathOf(origin, read.pathname)}${query === '' ? '' : `?${query}`}${routeOf(read)}`;
}
