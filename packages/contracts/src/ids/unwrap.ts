import { hostNameOf, parseHttpUrl } from './parse.ts';
import { pathTarget } from './unwrap-path.ts';
import { queryTarget } from './unwrap-query.ts';

const MAX_NESTED = 5;

/**
 * The address behind a wrapper (a redirect of an aggregator, search engine, social network, mail filter or tracker, an AMP cache, a
 * translator) whose target stands in the URL itself, through wrappers in wrappers. All else comes back as it is, also where the target is no
 * http(s) URL, could be read in two ways, or lies over five levels deep. It asks nobody: a shortener is resolved by its redirect.
 * For addresses that are offered; never part of an id.
 *
 * A copy in an archive (web.archive.org, archive.today) is a page of its own: it shows what stood there at one time, and is linked where the
 * original is gone or has changed. So is a bookmark or share page about an address.
 */
export function unwrapUrl(url: string): string {
  let at = url;
  for (let level = 0; level <= MAX_NESTED; level += 1) {
    const target = targetOf(at);
    if (target === undefined) return at;
    at = target;
  }
  return url;
}

function targetOf(text: string): string | undefined {
  const url = parseHttpUrl(text);
  if (url === undefined) return undefined;
  const names = siteNames(hostNameOf(url));
  const target = pathTarget(url, names) ?? queryTarget(url, names);
  return target === url.href ? undefined : target;
}

/** Sites that are one behind many countries' endings. */
const WORLDWIDE = /^((?:[a-z]+\.)?(?:google|yandex|yahoo|pinterest))\.(?:com?\.)?[a-z]{2,3}$/;

/** A host and what it is a subdomain of, the longest first, and with `.*` for its ending: `news.google.co.uk` is `google.*` too. */
function siteNames(host: string): string[] {
  const labels = host.split('.');
  if (labels.length > 12) return [];
  const suffixes = labels.map((_, from) => labels.slice(from).join('.'));
  return suffixes.flatMap((name) => {
    const worldwide = WORLDWIDE.exec(name)?.[1];
    return worldwide === undefined ? [name] : [name, `${worldwide}.*`];
  });
}
