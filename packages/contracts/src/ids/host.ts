import { getDomain } from 'tldts';
import { isEntryUrl } from './entry.ts';
import { hostNameOf, mustReadUrl, portOf, readUrl } from './parse.ts';

/**
 * The host as the frontier spaces its requests by: lower case, no root dot, the port unless it is 80 or 443. An entry without a link waits for
 * no host: `feed:<feedId>`. Throws a `bad_url` Fault.
 */
export function hostOf(url: string | URL): string {
  if (typeof url === 'string' && isEntryUrl(url)) return url.slice(0, url.indexOf(':', 'feed:'.length));
  const read = mustReadUrl(url);
  const port = portOf(read);
  return port === '' ? hostNameOf(read) : `${hostNameOf(read)}:${port}`;
}

/**
 * Places where every subdomain is a publisher of its own and which the public suffix list's private part lacks, or had and lost.
 * medium.com is not one: it serves a writer's articles both on a subdomain and on the main host.
 */
const PLATFORM =
  /^(?:blogspot\.[a-z.]+|(?:substack|wordpress|tumblr|typepad|livejournal|weebly|squarespace|beehiiv|over-blog|canalblog|tistory|jimdofree|mystrikingly)\.com|ghost\.io|home\.blog|hypotheses\.org|(?:exblog|hatenablog)\.jp|seesaa\.net)$/;

function publisherOn(platform: string, host: string): string {
  const label = host
    .slice(0, -platform.length - 1)
    .split('.')
    .at(-1);
  return label === undefined || label === '' || label === 'www' ? platform : `${label}.${platform}`;
}

/**
 * The domain a publisher registered (public suffix list). The list's private part and the platforms above count as suffixes: two names under
 * blogspot.com or github.io are two publishers. An IP address, a single label, a suffix and what is no host name stand for themselves.
 */
export function registrableDomain(host: string): string {
  const read = readUrl(`https://${host}`);
  const name = read === undefined ? host.toLowerCase() : hostNameOf(read);
  const domain = getDomain(name, { allowPrivateDomains: true, validateHostname: false }) ?? name;
  return PLATFORM.test(domain) ? publisherOn(domain, name) : domain;
}
