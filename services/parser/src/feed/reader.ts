import { decodeHTMLStrict } from 'entities';
import { addTag, addText, emptyMarkup, endTag, isTextConstruct, type Markup, markupValue } from './markup.ts';
import { canonicalName, enter, rootScope, type Scope } from './names.ts';
import { decodeReferences } from './references.ts';
import { readTokens } from './tokens.ts';
import { MAX_DEPTH, MAX_NODES_PER_ITEM, MAX_TEXT, type Node } from './types.ts';
import { absolute } from './url.ts';

export type Root = 'rss' | 'rdf' | 'atom' | 'sitemap';
/** `plain`: no character of the text is one that cleaning would change. */
type Sink = { url: string; plain: boolean; onItem(item: Node, feed: Node, root: Root): void };
type Frame = { readonly tag: string; readonly node: Node; readonly scope: Scope; readonly markup: Markup | undefined };
type Reader = {
  readonly sink: Sink;
  readonly feed: Node;
  readonly stack: Frame[];
  root: Root | undefined;
  refused: boolean;
  nodes: number;
  tooDeep: number;
};

const ROOTS: Readonly<Record<string, Root>> = {
  rss: 'rss',
  rdf: 'rdf',
  feed: 'atom',
  entry: 'atom',
  channel: 'rss',
  item: 'rss',
  urlset: 'sitemap',
  sitemapindex: 'sitemap',
};
const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const FEED_ITEMS = words('item atom:entry');
const SITEMAP_ITEMS = words('url sitemap');
// What items stand in.
const HOMES = words('rss channel rdf:rdf atom:feed urlset sitemapindex items');
// An unclosed short text ends where one of these opens; an unclosed long one only where a new item does.
const SHORT_TEXT = words('title atom:title');
const ENDS_SHORT_TEXT = words('link guid pubdate description category atom:link atom:id atom:updated atom:content atom:summary');

/**
 * Reads feed XML as it comes, however broken: items are handed over as small trees, the rest is returned as the feed's own tree.
 * No entity is expanded but the characters HTML and XML name; nothing outside is loaded. undefined root: this is no feed.
 */
export function readXml(text: string, sink: Sink): { feed: Node; root: Root | undefined } {
  const feed = emptyNode('feed', sink.url, null, sink.plain);
  const reader: Reader = { sink, feed, stack: [], root: undefined, refused: false, nodes: 0, tooDeep: 0 };
  readTokens(text, {
    open: (tag, attribs) => open(reader, tag, attribs),
    close: (tag) => shut(reader, tag),
    text: (data, cdata) => onText(reader, data, cdata),
    restart: () => restart(reader),
  });
  popTo(reader, 0);
  return { feed, root: reader.root };
}

const emptyNode = (name: string, base: string, lang: string | null, plain: boolean, attrs: Record<string, string> = {}): Node => ({
  name,
  attrs,
  base,
  lang,
  text: '',
  markup: false,
  plain,
  children: [],
});

const isItem = ({ root }: Reader, name: string): boolean => (root === 'sitemap' ? SITEMAP_ITEMS : FEED_ITEMS).has(name);
const home = ({ stack }: Reader): number => stack.findLastIndex((frame) => HOMES.has(frame.node.name)) + 1;

function popTo(reader: Reader, length: number): void {
  while (reader.stack.length > length) {
    const frame = reader.stack.pop();
    if (frame === undefined) return;
    const { node, markup } = frame;
    if (markup !== undefined) Object.assign(node, markupValue(markup, node.attrs['type'] ?? '', node.plain));
    if (isItem(reader, node.name)) reader.sink.onItem(node, reader.feed, reader.root ?? 'rss');
  }
}

// Hopelessly deep: what is open inside the feed ends here, the feed goes on.
function restart(reader: Reader): void {
  reader.tooDeep = 0;
  popTo(reader, home(reader));
}

function start(reader: Reader, tag: string): boolean {
  const local = tag.slice(tag.indexOf(':') + 1);
  if (local === 'html') reader.refused = true;
  const found = ROOTS[local];
  if (reader.refused || found === undefined) return false;
  reader.root = found;
  return true;
}

function open(reader: Reader, tag: string, attribs: Record<string, string>): void {
  if (reader.root === undefined && !start(reader, tag)) return;
  const { stack } = reader;
  const parent = stack.at(-1);
  const scope = enter(parent?.scope ?? rootScope(reader.root === 'atom'), attribs);
  const name = canonicalName(scope, tag);
  if (parent?.markup !== undefined) {
    if (!endsText(parent.node.name, name)) {
      addTag(parent.markup, tag, attribs);
      return;
    }
    popTo(reader, stack.length - 1);
  }
  if (isItem(reader, name)) {
    // An item opens inside the feed and nothing else: whatever was left open before it ends here.
    popTo(reader, home(reader));
    reader.nodes = 0;
  }
  if (stack.length >= MAX_DEPTH) {
    reader.tooDeep++;
    return;
  }
  const above = stack.at(-1)?.node ?? reader.feed;
  const node = childNode(above, name, attribs, reader.sink.plain);
  if (!isItem(reader, name) && ++reader.nodes <= MAX_NODES_PER_ITEM && above.children.length < MAX_NODES_PER_ITEM)
    above.children.push(node);
  stack.push({ tag, node, scope, markup: isTextConstruct(name, stack.length) ? emptyMarkup() : undefined });
}

function childNode(above: Node, name: string, attribs: Record<string, string>, plain: boolean): Node {
  const attrs = localAttributes(attribs);
  const base = absolute(attrs['xml:base'], above.base) ?? above.base;
  return emptyNode(name, base, attrs['xml:lang'] ?? above.lang, plain, attrs);
}

function shut(reader: Reader, tag: string): void {
  const { stack } = reader;
  const markup = stack.at(-1)?.markup;
  if (markup !== undefined && endTag(markup, tag)) return;
  if (reader.tooDeep > 0) {
    reader.tooDeep--;
    return;
  }
  const at = stack.findLastIndex((frame) => frame.tag === tag);
  if (at >= 0) popTo(reader, at);
}

function onText(reader: Reader, data: string, cdata: boolean): void {
  const top = reader.stack.at(-1);
  if (top === undefined) return;
  if (top.markup !== undefined) addText(top.markup, data, cdata);
  else if (top.node.text.length < MAX_TEXT) {
    const decoded = cdata ? undefined : decodeReferences(data);
    top.node.text += decoded?.text ?? data;
    top.node.plain &&= decoded?.plain !== false;
  }
}

const endsText = (construct: string, opening: string): boolean =>
  FEED_ITEMS.has(opening) || (SHORT_TEXT.has(construct) && ENDS_SHORT_TEXT.has(opening));

function localAttributes(attribs: Record<string, string>): Record<string, string> {
  const attrs: Record<string, string> = {};
  for (const key in attribs) {
    const lower = key.toLowerCase();
    const value = attribs[key] ?? '';
    const name = lower.startsWith('xml') ? lower : lower.slice(lower.indexOf(':') + 1);
    attrs[name] ??= value.includes('&') ? decodeHTMLStrict(value).trim() : value.trim();
  }
  return attrs;
}
