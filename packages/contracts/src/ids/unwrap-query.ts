import { routeOf } from './normalize.ts';
import { decoded, target } from './target.ts';
import { IN_QUERY, WHOLE_QUERY } from './wrappers.ts';

/** Any site's redirect: the last word of its path, or the first label of its host. */
const REDIRECT_PATH =
  /\/(?:redirect(?:or|ion)?|redir|rd|out|outgoing|outbound|away|leave|exit|goto|go|jump|click|clk|clickthrough|clicktracker|clicktrack|track|tracking|trk|link|linkout|external|ext|url)(?:\.[a-z]{2,4})?\/?$/i;
const REDIRECT_HOST = /^(?:clicks?|track(?:ing|er)?|trk|redir(?:ect)?|out|away|exit)\./;
/** What asks for something before it leads on, or tells others of an address: a page of its own. */
const DIALOG = /\/(?:share|sharer|sharing|create|intent|submit|login|signin|sso|oauth2?|auth|consent|embed|oembed)(?:\/|$)/i;
/** Its parameter. Names of logins, consent and shares (`return`, `continue`, `redirect_uri`) are none: they stand beside a page of its own. */
const REDIRECT_NAMES = 'url u to target dest desturl destination link href goto redirect redirecturl redirect_url targeturl out';

type Rule = readonly [path: string, names: string];

const BY_SITE = new Map<string, Rule[]>();
for (const [place, names] of Object.entries(IN_QUERY)) {
  const slash = place.indexOf('/');
  const site = slash === -1 ? place : place.slice(0, slash);
  BY_SITE.set(site, [...(BY_SITE.get(site) ?? []), [slash === -1 ? '/*' : place.slice(slash), names]]);
}

const isAt = (pathname: string, path: string): boolean =>
  path.endsWith('*') ? pathname.startsWith(path.slice(0, -1)) : pathname.replace(/\/$/, '') === path;

/** The target in the query of a known wrapper, or of what is plainly a redirect. `sites`: the host's names. */
export function queryTarget(url: URL, sites: readonly string[]): string | undefined {
  if (url.search.length < 2) return undefined;
  if (sites.some((site) => WHOLE_QUERY.has(site))) {
    const whole = target(url.search.slice(1) + url.hash);
    if (whole !== undefined) return whole;
  }
  const rule = sites.flatMap((site) => BY_SITE.get(site) ?? []).find(([path]) => isAt(url.pathname, path));
  if (rule !== undefined) return named(url, rule[1]);
  if (url.hostname === 'urldefense.proofpoint.com') return proofpoint(url);
  const isRedirect = (REDIRECT_PATH.test(url.pathname) || REDIRECT_HOST.test(url.hostname)) && !DIALOG.test(url.pathname);
  return isRedirect ? named(url, REDIRECT_NAMES) : undefined;
}

function named(url: URL, names: string): string | undefined {
  const pairs = url.search.slice(1).split('&');
  for (const name of names.split(' ')) {
    const at = pairs.findIndex((pair) => pair.toLowerCase().startsWith(`${name}=`));
    const raw = pairs[at]?.slice(name.length + 1);
    if (raw === undefined || isAmbiguous(url, raw, at === pairs.length - 1)) continue;
    const found = target(plainValue(url, raw));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An address that was not encoded, and more behind it that may select the article: whose parameters or route that is cannot be told. */
const isAmbiguous = (url: URL, raw: string, isLast: boolean): boolean =>
  raw.includes('://') && ((!isLast && raw.includes('?')) || routeOf(url) !== '');

/** Disqus ends its target with a check sum. */
const CHECKSUM = /:[\w-]{20,}$/;

function plainValue(url: URL, raw: string): string {
  const value = decoded(raw.replaceAll('+', ' ')) ?? '';
  return url.hostname.endsWith('disq.us') ? value.replace(CHECKSUM, '') : value;
}

/** Proofpoint's second form: `-2D` stands for `%2D`, `_` for a slash. */
function proofpoint(url: URL): string | undefined {
  const text = url.searchParams.get('u');
  return text === null ? undefined : target(decoded(text.replaceAll('_', '/').replace(/-([0-9A-F]{2})/g, '%$1')) ?? '');
}
