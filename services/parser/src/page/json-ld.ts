import { decodeHTML } from 'entities';
import { cleanChars } from '../text/plain.ts';

export type Item = Readonly<Record<string, unknown>>;

const MAX_BLOCK = 2_000_000;
const MAX_ITEMS = 2_000;
const MAX_STEPS = 50_000;

/** All objects in a page's JSON-LD blocks, graphs and arrays opened, in document order; what cannot be read is passed over. Never throws. */
export function readJsonLd(blocks: readonly string[]): Item[] {
  const items: Item[] = [];
  const waiting: unknown[] = blocks.map(parseBlock).reverse();
  for (let steps = 0; waiting.length > 0 && steps < MAX_STEPS && items.length < MAX_ITEMS; steps++) {
    const value = waiting.pop();
    if (Array.isArray(value)) waiting.push(...value.slice(0, 1_000).reverse());
    else if (isItem(value)) {
      items.push(value);
      for (const key of ['mainEntity', 'mainEntityOfPage', '@graph', 'itemListElement', 'hasPart'])
        if (typeof value[key] === 'object') waiting.push(value[key]);
    }
  }
  return items;
}

export const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

function parseBlock(block: string): unknown {
  const text = block
    .slice(0, MAX_BLOCK)
    .replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, '')
    .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\]\]>)\s*;?\s*$/, '')
    .trim();
  for (const repair of [(raw: string) => raw, repaired, (raw: string) => repaired(decodeHTML(raw)), loose]) {
    try {
      return JSON.parse(repair(text));
    } catch {
      // the next repair is tried
    }
  }
  return undefined;
}

// Raw line ends in strings, commas before a closing bracket and a semicolon at the end are what CMS templates leave behind.
function repaired(text: string): string {
  return cleanChars(text.replace(/[\r\n\t]+/g, ' '))
    .replace(/,\s{0,50}([}\]])/g, '$1')
    .replace(/;\s{0,50}$/, '');
}

const FIELD =
  /"(headline|datePublished|dateModified|articleSection|name|description|inLanguage|isAccessibleForFree)"\s{0,9}:\s{0,9}(?:"((?:[^"\\]|\\.){0,2000})"|(true|false))/g;

// What no repair makes JSON still holds its plain fields; the first of each name counts.
function loose(text: string): string {
  const found: Record<string, string> = { '@type': /"(?:\w{0,20}Article|BlogPosting)"/.test(text) ? 'NewsArticle' : 'Thing' };
  for (const [, key = '', value, flag] of text.matchAll(FIELD))
    if (key !== 'name') found[key] ??= value?.replace(/\\(.)/g, '$1') ?? flag ?? '';
  return JSON.stringify(found);
}

const ARTICLE = /(?:article|posting|report|liveblog|newsevent|critiquereview|review)$/i;

/** The types of an item, whatever shape they are given in. */
export const typesOf = (item: Item): string[] =>
  (Array.isArray(item['@type']) ? item['@type'] : [item['@type']])
    .filter((type) => typeof type === 'string')
    .map((type) => type.replace(/^.*[/#:]/, ''));

export const isArticle = (item: Item): boolean => typesOf(item).some((type) => ARTICLE.test(type));

/** A text in any of the shapes pages give it: string, number, list, @value, nested name, or a reference to another item by @id. */
export function textIn(
  value: unknown,
  items: readonly Item[] = [],
  keys: readonly string[] = ['name', '@value', 'text', 'headline'],
): string | undefined {
  let at: unknown = value;
  for (let depth = 0; depth < 6; depth++) {
    if (typeof at === 'string') return at.trim() || undefined;
    if (typeof at === 'number') return String(at);
    if (Array.isArray(at)) at = at[0];
    else if (isItem(at)) {
      const item: Item = at;
      const key = keys.find((name) => item[name] !== undefined && item[name] !== null);
      at = key !== undefined ? item[key] : byId(item, items);
    } else return undefined;
  }
  return undefined;
}

function byId(item: Item, items: readonly Item[]): Item | undefined {
  const id = item['@id'];
  return typeof id === 'string' ? items.find((other) => other !== item && other['@id'] === id && other['name'] !== undefined) : undefined;
}

export const listIn = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.slice(0, 200) : value === undefined || value === null ? [] : [value];
