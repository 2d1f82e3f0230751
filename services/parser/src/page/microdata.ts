import { foldSpace } from '../text/plain.ts';
import type { El } from './types.ts';

const MAX_TEXT = 600_000;

/** All text inside an element, spaces folded; iterative. */
export function innerText(el: El, max = MAX_TEXT): string {
  const parts: string[] = [];
  let size = 0;
  const waiting: (El | string)[] = [el];
  for (let node = waiting.pop(); node !== undefined && size < max; node = waiting.pop()) {
    if (typeof node === 'string') {
      parts.push(node);
      size += node.length;
    } else {
      if (node !== el && node.tag !== 'a' && node.tag !== 'span') parts.push(' ');
      for (let at = node.children.length - 1; at >= 0; at--) waiting.push(node.children[at] ?? '');
    }
  }
  return foldSpace(parts.join(''));
}

/** The texts inside an element one by one, so that names side by side stay apart. */
export function textParts(el: El, max: number): string[] {
  const parts: string[] = [];
  const waiting: (El | string)[] = [el];
  let size = 0;
  for (let node = waiting.pop(); node !== undefined && size <= max; node = waiting.pop()) {
    if (typeof node !== 'string') waiting.push(...[...node.children].reverse());
    else if (node.trim() !== '') {
      parts.push(foldSpace(node));
      size += node.length;
    }
  }
  return parts;
}

/** The value of a microdata property (HTML, "property value"). */
function propValue(el: El): string {
  const { attrs } = el;
  return foldSpace(attrs['content'] ?? attrs['datetime'] ?? (el.tag === 'img' ? attrs['src'] : undefined) ?? innerText(el, 20_000));
}

const ITEM = /(?:article|posting|report)$|^(?:sioc:item|foaf:document)$/i;
const SCHEMA = /^(?:schema|rnews|https?:\/\/schema\.org)[:/]/;
// Dublin Core and RSS words of older pages, by the schema.org words for the same.
const SAME: Readonly<Record<string, string>> = {
  'dc:title': 'headline',
  'dcterms:title': 'headline',
  'dc:creator': 'author',
  'dcterms:creator': 'author',
  'dc:date': 'datepublished',
  'dc:created': 'datepublished',
  'dcterms:created': 'datepublished',
  'dcterms:modified': 'datemodified',
  'content:encoded': 'articlebody',
};

/** What an element says it holds, by schema.org names in lower case: microdata `itemprop`, or RDFa Lite `property`. */
export function propsOf({ attrs }: El): string[] {
  const { itemprop, property } = attrs;
  if (itemprop === undefined && property === undefined) return [];
  const names = `${itemprop ?? ''} ${property ?? ''}`.toLowerCase().split(/\s+/);
  const known = names.map((name) => (Object.hasOwn(SAME, name) ? (SAME[name] ?? '') : name.replace(SCHEMA, '')));
  return [...new Set(known)].filter((name) => name !== '' && !name.includes(':'));
}

const isScope = ({ attrs }: El): boolean => attrs['itemscope'] !== undefined || attrs['typeof'] !== undefined;
const typeOf = ({ attrs }: El): string => attrs['itemtype'] ?? attrs['typeof']?.split(/\s/)[0] ?? '';

/** Microdata and RDFa Lite properties of the page's articles: property -> values in order. Those of nested items other than names are left out. */
export function readMicrodata(noted: readonly El[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const el of noted) {
    const props = propsOf(el);
    if (props.length === 0) continue;
    const owner = scopeOf(el);
    for (const prop of props) {
      const key = owner === undefined || ITEM.test(typeOf(owner)) ? prop : `${propsOf(owner).join(' ') || '?'}.${prop}`;
      if (prop === 'articlebody' || (isScope(el) && el.attrs['content'] === undefined)) continue;
      const value = propValue(el);
      const values = found.get(key) ?? [];
      if (value !== '' && values.length < 100) values.push(value);
      found.set(key, values);
    }
  }
  return found;
}

function scopeOf(el: El): El | undefined {
  for (let at = el.parent; at !== null; at = at.parent) if (isScope(at)) return at;
  return undefined;
}
