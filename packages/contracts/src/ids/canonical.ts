import { registrableDomain } from './host.ts';
import { normalizeUrl, routeOf } from './normalize.ts';
import { hostNameOf, parseHttpUrl, readUrl, trimmed } from './parse.ts';

/** `/`, `/en`, `/en-us/`, `/index.html`, `/en/home`: a front page in any language. Two letters are never an article's whole path. */
const HOME_PATH =
  /^\/+(?:(?:[a-z]{2}(?:[-_][a-z]{2,4})?|eng|rus|ukr|chs|cht|esp|fra|deu|ger|ita|por|ara)(?:\/+|$))?(?:(?:index|default|home)(?:\.[a-z]{2,5})?\/*)?$/i;

/** Query names that select a language or edition, not an article. */
const EDITION = /^(?:lang|language|locale|hl|edition)(?:=|$)/i;

/** Reports whether the URL is a site's front page. One with a query or route that could select an article (`/?p=12`) is not. */
export function isHomePage(url: string | URL): boolean {
  const read = readUrl(typeof url === 'string' ? url : url.href);
  if (read === undefined) return false;
  const normal = new URL(normalizeUrl(read));
  if (!HOME_PATH.test(normal.pathname) || normal.hash !== '') return false;
  return (
    normal.search === '' ||
    normal.search
      .slice(1)
      .split('&')
      .every((pair) => EDITION.test(pair))
  );
}

export type CanonicalRefusal = 'not_absolute' | 'not_http' | 'other_domain' | 'home_page' | 'unreadable';

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

/**
 * The rule for a page's own word on its address (`rel=canonical`, `og:url`): it must be absolute, http(s), under the page's registrable
 * domain, and no front page unless the page is one. Many sites print one fixed or broken canonical on every page; believing it would merge
 * them all. undefined: nothing was declared. Query, scheme, `www.` and path may differ: joining such variants is what it is for.
 */
export function acceptedCanonical(
  declared: string | undefined,
  pageUrl: string,
): { readonly url: string } | { readonly refused: CanonicalRefusal } | undefined {
  const text = trimmed(declared ?? '');
  if (text === '') return undefined;
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return { refused: 'not_absolute' };
  if (scheme !== 'http' && scheme !== 'https') return { refused: 'not_http' };
  const url = parseHttpUrl(text);
  if (url === undefined) return { refused: 'unreadable' };
  const page = readUrl(pageUrl);
  if (page === undefined || registrableDomain(hostNameOf(url)) !== registrableDomain(hostNameOf(page))) return { refused: 'other_domain' };
  if (isHomePage(url) && !isHomePage(page)) return { refused: 'home_page' };
  if (routeOf(url) === '') url.hash = '';
  return { url: url.href };
}
