// Namespaces by a part of their URI that all their versions share.
const NAMESPACES: readonly (readonly [string, string])[] = [
  ['www.w3.org/2005/atom', 'atom:'],
  ['purl.org/atom/', 'atom:'],
  ['example.com/newformat', 'atom:'],
  ['purl.org/dc/elements/', 'dc:'],
  ['purl.org/dc/terms', 'dcterms:'],
  ['purl.org/rss/1.0/modules/content', 'content:'],
  ['search.yahoo.com/mrss', 'media:'],
  ['www.rssboard.org/media-rss', 'media:'],
  ['itunes.com/dtds/podcast', 'itunes:'],
  ['example.com/dtds/podcast', 'itunes:'],
  ['feedburner', 'feedburner:'],
  ['www.w3.org/1999/xhtml', 'xhtml:'],
  ['22-rdf-syntax-ns', 'rdf:'],
  ['rss/1.0/modules/syndication', 'sy:'],
  ['sitemap-news', 'news:'],
  ['sitemap-image', 'image:'],
  ['podcastindex.org/namespace', 'podcast:'],
];
const RSS =
  /^https?:\/\/(?:purl\.org\/(?:rss\/1\.0|net\/rss1\.1#?)\/?$|my\.netscape\.com\/|channel\.netscape\.com\/|backend\.userland\.com\/|(?:blogs|cyber)\.law\.harvard\.edu\/)/;
const SITEMAP = /\/schemas\/sitemap\/\d/;
// Elements of foreign vocabularies that stand unprefixed or undeclared are taken by their usual prefix.
const USUAL = new Set(NAMESPACES.map(([, prefix]) => prefix));

/** Prefix -> namespace URI (lower case) in scope, with the names already looked up. */
export type Scope = { readonly uris: ReadonlyMap<string, string>; readonly seen: Map<string, string>; readonly atom: boolean };

export const rootScope = (atom: boolean): Scope => ({ uris: new Map(), seen: new Map(), atom });

/** The scope inside an element with these attributes. */
export function enter(scope: Scope, attrs: Readonly<Record<string, string>>): Scope {
  let uris: Map<string, string> | undefined;
  for (const key in attrs) {
    if (!key.startsWith('xmlns')) continue;
    uris ??= new Map(scope.uris);
    uris.set(key === 'xmlns' ? '' : key.slice(6).toLowerCase(), (attrs[key] ?? '').trim().toLowerCase());
  }
  return uris === undefined ? scope : { uris, seen: new Map(), atom: scope.atom };
}

/** The canonical name of a lower-case tag name in a scope: `atom:entry`, `dc:creator`, or bare for the RSS family and the unknown. */
export function canonicalName(scope: Scope, tag: string): string {
  const known = scope.seen.get(tag);
  if (known !== undefined) return known;
  const colon = tag.indexOf(':');
  const prefix = colon < 0 ? '' : tag.slice(0, colon);
  const local = tag.slice(colon + 1);
  // as a property key it is one string with the name in the code: told equal by its address
  const name = Object.keys({ [prefixOf(scope, prefix) + local]: 0 })[0] ?? '';
  scope.seen.set(tag, name);
  return name;
}

function prefixOf(scope: Scope, prefix: string): string {
  const uri = scope.uris.get(prefix);
  const found = uri === undefined || uri === '' ? undefined : NAMESPACES.find(([part]) => uri.includes(part))?.[1];
  if (found !== undefined) return found;
  if (prefix === '') return scope.atom ? 'atom:' : '';
  if (prefix === 'rss' || (uri !== undefined && (RSS.test(uri) || SITEMAP.test(uri)))) return '';
  if (USUAL.has(`${prefix}:`)) return `${prefix}:`;
  return /^atom\d*$/.test(prefix) ? 'atom:' : prefix === 'html' ? 'xhtml:' : `${prefix}:`;
}
