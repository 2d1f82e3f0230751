import { decoded, target } from './target.ts';
import { REST_OF_PATH, STARRED } from './wrappers.ts';

/** `/c/s/www.example.com/story`: kind of document, `s` for https, the publisher's host and path. The AMP project's own form. */
const AMP_CACHE = /^\/(?:c|v|wp)\/(s\/)?([^/]+\.[^/]+)(\/.*)?$/;
const AMP_VIEWER = /^\/amp\/(s\/)?([^/]+\.[^/]+)(\/.*)?$/;
const AMP_CACHES: ReadonlySet<string> = new Set(['cdn.ampproject.org', 'amp.cloudflare.com', 'bing-amp.com']);
const AMP_PARAMETER = /^(?:amp_(?:js_v|gsa|kit|r|latest_update_time)|usqp|aoh)(?:=|$)/;

/** Yandex: `/turbo/example.com/s/story` and, translated, `/proxy_u/en-ru.ru.1-2-3/https/example.com/story`. */
const TURBO = /^\/(?:turbo\/)?([^/]+\.[^/]+)\/([sh])(\/.*)$/;
const TURBO_FIRST = /^\/turbo\/s\/([^/]+\.[^/]+)(\/.*)$/;
const TURBO_TRANSLATED = /^\/proxy_u\/[^/]+\/(https?)\/([^/]+)(\/.*)?$/;

/** Google News, its ids up to 2024: base64 of a message whose fourth field is the address. Later ones name none. */
const GOOGLE_NEWS = /\/(?:articles|read)\/(CBMi[\w-]+)/;
/** FeedBlitz, under many publishers' hosts. */
const FEEDBLITZ = /^\/~\/t\/.*?\/~(https?(?::|%3A).*)$/i;
/** Amazon's mail service and those built on it: `/L0/https:%2F%2Fexample.com%2Fstory/1/0100…`. */
const MAIL_LINK = /^\/C?[LI]0\/(https?(?::|%3A)[^/]+)\//i;
const PROOFPOINT = /^\/v3\/__(https?:\/.*?)__;([\w-]*)/;
const REGISTER = /^\/feed\/(www\.theregister\.(?:com|co\.uk)\/.*)$/;

const STAR = /\*-?(https?(?::|%3a).*)$/i;
const SEGMENT = /\/RU=([^/]+)/;
const REST = /^\/(?:[^?#]*?[/:])?(https?(?::\/{1,2}|%3a%2f%2f).*)$/i;

/** The target in the path or the host name of a known wrapper. `sites`: the host's names. */
export function pathTarget(url: URL, sites: readonly string[]): string | undefined {
  const isOf = (...names: string[]): boolean => sites.some((site) => names.includes(site));
  const path = url.pathname;
  if (sites.some((site) => AMP_CACHES.has(site))) return amp(AMP_CACHE, url);
  if (isOf('google.*')) return amp(AMP_VIEWER, url) ?? googleNews(path);
  if (isOf('turbopages.org') || (isOf('yandex.*') && path.startsWith('/turbo/'))) return turbo(url);
  if (isOf('translate.goog')) return translated(url);
  if (isOf('urldefense.com', 'urldefense.us')) return proofpoint(path + url.search);
  if (isOf('go.theregister.com', 'go.theregister.co.uk')) return joined('https:', REGISTER.exec(path)?.[1]);
  if (sites.some((site) => STARRED.has(site))) return rest(STAR, url) ?? plain(SEGMENT.exec(path)?.[1]);
  if (sites.some((site) => REST_OF_PATH.has(site))) return rest(REST, url);
  return rest(FEEDBLITZ, url) ?? plain(MAIL_LINK.exec(path)?.[1]);
}

const plain = (text: string | undefined): string | undefined => (text === undefined ? undefined : target(decoded(text) ?? ''));
const joined = (scheme: string, rest: string | undefined): string | undefined =>
  rest === undefined ? undefined : target(`${scheme}//${rest}`);

/** What follows, with the query where it is not encoded. Servers fold the two slashes into one. */
function rest(form: RegExp, { pathname, search, hash }: URL): string | undefined {
  const found = form.exec(pathname)?.[1];
  if (found === undefined) return undefined;
  return /^https?:/i.test(found) ? target(found.replace(/^(https?:)\/(?!\/)/i, '$1//') + search + hash) : plain(found);
}

/** The viewer writes the question mark of the publisher's address encoded. */
function amp(form: RegExp, { pathname, search }: URL): string | undefined {
  const [, secure, host, way = '/'] = form.exec(pathname) ?? [];
  if (host === undefined) return undefined;
  const [path = '', ...asked] = search === '' ? way.split(/%3f/i) : [way];
  const query = [...asked, search.slice(1)]
    .join('?')
    .split('&')
    .filter((pair) => !AMP_PARAMETER.test(pair))
    .join('&')
    .replace(/\?$/, '');
  return joined(secure === undefined ? 'http:' : 'https:', host + path + (query === '' ? '' : `?${query}`));
}

function turbo({ pathname, search }: URL): string | undefined {
  const [, scheme, there, way = '/'] = TURBO_TRANSLATED.exec(pathname) ?? [];
  if (there !== undefined) return joined(`${scheme}:`, there + way + search);
  const [, first, after] = TURBO_FIRST.exec(pathname) ?? [];
  if (first !== undefined) return joined('https:', first + after + search);
  const [, host, kind, path] = TURBO.exec(pathname) ?? [];
  return host === undefined ? undefined : joined(kind === 's' ? 'https:' : 'http:', host + path + search);
}

/** `www-example-com.translate.goog`: a dot is a dash there, a dash two. */
function translated(url: URL): string | undefined {
  const label = url.hostname.slice(0, -'.translate.goog'.length);
  const host = label.replace(/--|-/g, (dash) => (dash === '-' ? '.' : '-'));
  if (label.includes('.') || !host.includes('.')) return undefined;
  const own = [...url.searchParams].find(([name]) => name === '_x_tr_sch')?.[1];
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('_x_tr_'))
    .join('&');
  return joined(own === 'http' ? 'http:' : 'https:', host + url.pathname + (query === '' ? '' : `?${query}`) + url.hash);
}

function googleNews(path: string): string | undefined {
  const id = GOOGLE_NEWS.exec(path)?.[1];
  if (id === undefined) return undefined;
  const bytes = Buffer.from(id, 'base64url');
  // a length of over 127 takes two bytes, the lower seven bits first
  const [low = 0, high = 0] = bytes.subarray(3);
  const [from, length] = low < 128 ? [4, low] : [5, (low & 127) | (high << 7)];
  return from + length > bytes.length ? undefined : target(bytes.subarray(from, from + length).toString());
}

/** Proofpoint's third form: `*` stands for the next character of a list in base64, a run of them for more than is worth reading. */
function proofpoint(text: string): string | undefined {
  const [, address, list = ''] = PROOFPOINT.exec(text) ?? [];
  if (address === undefined || address.includes('**')) return undefined;
  const chars = [...Buffer.from(list, 'base64url').toString()];
  const whole = address.replace(/^(https?:)\/(?!\/)/, '$1//').replaceAll('*', () => chars.shift() ?? '\ufffd');
  return chars.length === 0 ? target(whole) : undefined;
}
