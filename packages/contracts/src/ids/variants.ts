import { hostNameOf, parseHttpUrl } from './parse.ts';

/** First labels of hosts of editions for phones' caches and for printers. */
const EDITION_HOST = /^(?:amp|print)\./;
const EDITION_SEGMENT =
  /^(?:amp|print|printable|printerfriendly|printer-friendly|printversion|print-version|imprimir|imprimer|stampa|drucken)$/i;
/** `story/amp.html` and `story/index.amp` are the folder. */
const EDITION_INDEX = /^(?:(?:amp|print)\.[a-z]{3,5}|index[.-](?:amp|print)(?:\.[a-z]{3,5})?)$/i;
/** `story.amp.html`, `story-print.html`, `story~amp.html`, `story.amp`. */
const EDITION_FILE = /[.,_~-](?:amp|print|druck|printable)(\.[a-z]{3,5})?$/i;
const EDITION_PREFIX = /^(?:amp|print)_(?=.)/i;
const EDITION_ALONE = /^(?:amp|print|printable|_amp|isamp|printmode|printable_version)$/i;
const EDITION_NAME = /^(?:outputtype|output|view|mode|format|type|template|pagewanted|layout|display|action|device)$/i;
const EDITION_VALUE = /^(?:amp|print|printable|print-friendly|printer-friendly)$/i;
const YES = /^(?:1|true|yes|y|on|)$/i;

const MOST = 12;

/**
 * Where the article of an AMP or print edition may stand, the likeliest first; none for any other address. A guess from the words that
 * publishers use (`amp.`, `/amp/`, `.amp.html`, `?outputType=amp`, `print.`, `/print/`, `?print=1`): only a text found there proves it.
 */
export function plainVariants(address: string): string[] {
  const url = parseHttpUrl(address);
  if (url === undefined) return [];
  const paths = plainPaths(url.pathname);
  const search = plainSearch(url.search);
  const hosts = plainHosts(url, paths[0] !== url.pathname || search !== url.search);
  const all = hosts.flatMap((host) => paths.map((path) => `${url.protocol}//${host}${path}${search}`));
  return [...new Set(all)].filter((one) => one !== `${url.origin}${url.pathname}${url.search}`).slice(0, MOST);
}

/** `isEdition`: the rest of the address says that it is one; then the host for phones may have the other hosts' articles. */
function plainHosts(url: URL, isEdition: boolean): string[] {
  const host = hostNameOf(url);
  const bare = url.host.replace(EDITION_HOST, '');
  if (EDITION_HOST.test(host) && bare.includes('.')) return [`www.${bare}`, bare];
  return isEdition && host.startsWith('m.') ? [url.host, url.host.replace(/^m\./, 'www.')] : [url.host];
}

function plainPaths(pathname: string): string[] {
  const kept = pathname.split('/').filter((segment) => !EDITION_SEGMENT.test(segment));
  const last = kept.at(-1) ?? '';
  const folder = kept.slice(0, -1).map((segment) => segment.replace(EDITION_PREFIX, ''));
  const file = EDITION_INDEX.test(last) ? '' : last.replace(EDITION_FILE, '$1').replace(EDITION_PREFIX, '');
  const path = [...folder, file].join('/') || '/';
  if (path === pathname || path === '/') return [path];
  // the article's own address may end in a slash, in .html or in neither, whatever its edition's does
  const bare = path.replace(/\/$/, '');
  const other = path === bare ? `${path}/` : bare;
  return /\.[a-z]{2,5}$/i.test(bare) ? [path, other] : [path, other, `${bare}.html`];
}

function plainSearch(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return pair !== '' && !(EDITION_ALONE.test(name) && YES.test(value)) && !(EDITION_NAME.test(name) && EDITION_VALUE.test(value));
    });
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}
