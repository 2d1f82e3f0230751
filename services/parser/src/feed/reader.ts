import { decodeHTMLStrict } from 'entities';
import { Parser } from 'htmlparser2';
import { isTextConstruct, MarkupText } from './markup.ts';
import { canonicalName, enter, rootScope, type Scope } from './names.ts';
import { MAX_DEPTH, MAX_NODES_PER_ITEM, MAX_TEXT, type Node } from './types.ts';
import { absolute } from './url.ts';

export type Root = 'rss' | 'rdf' | 'atom' | 'sitemap';
export type Frame = { readonly tag: string; readonly node: Node; readonly scope: Scope; raw: MarkupText | undefined };
type Sink = { onItem(item: Node, feed: Node, root: Root): void; url: string };

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
const FEED_ITEMS = new Set(['item', 'atom:entry']);
const SITEMAP_ITEMS = new Set(['url', 'sitemap']);
// An unclosed short text ends where one of these opens; an unclosed long one only where a new item does.
const ENDS_SHORT_TEXT = new Set([
  'link',
  'guid',
  'pubdate',
  'description',
  'category',
  'atom:link',
  'atom:id',
  'atom:updated',
  'atom:content',
  'atom:summary',
]);
const SHORT_TEXT = new Set(['title', 'atom:title']);

/**
 * Reads feed XML as it comes, however broken: items are handed over as small trees, the rest is returned as the feed's own tree.
 * No entity is expanded but the characters HTML and XML name; nothing outside is loaded. undefined root: this is no feed.
 */
export function readXml(text: string, sink: Sink): { feed: Node; root: Root | undefined } {
  const reader = createReader(sink);
  const parser = new Parser(reader.handler, { xmlMode: true, decodeEntities: false, lowerCaseTags: true, lowerCaseAttributeNames: false });
  parser.end(text);
  return reader.finish();
}

export const emptyNode = (name: string, base: string, lang: string | null, attrs: Record<string, string> = {}): Node => ({
  name,
  attrs,
  base,
  lang,
  text: '',
  markup: false,
  children: [],
});

function createReader(sink: Sink) {
  const feed = emptyNode('feed', sink.url, null);
  const stack: Frame[] = [];
  let root: Root | undefined;
  let refused = false;
  let cdata = false;
  let nodes = 0;
  let tooDeep = 0;

  const isItem = (name: string) => (root === 'sitemap' ? SITEMAP_ITEMS : FEED_ITEMS).has(name);
  const popTo = (length: number) => {
    while (stack.length > length) close();
  };
  function close(): void {
    const frame = stack.pop();
    if (frame === undefined) return;
    const { node } = frame;
    if (frame.raw !== undefined) {
      const value = frame.raw.finish(node.attrs['type'] ?? '');
      node.text = value.text;
      node.markup = value.markup;
    }
    if (isItem(node.name)) sink.onItem(node, feed, root ?? 'rss');
  }

  function start(tag: string): boolean {
    const local = tag.slice(tag.indexOf(':') + 1);
    if (local === 'html' && root === undefined) refused = true;
    const found = ROOTS[local];
    if (refused || found === undefined) return false;
    root = found;
    return true;
  }

  function open(tag: string, attribs: Record<string, string>): void {
    if (root === undefined && !start(tag)) return;
    const parent = stack.at(-1);
    const scope = enter(parent?.scope ?? rootScope(root === 'atom'), attribs);
    const name = canonicalName(scope, tag);
    if (parent?.raw !== undefined && !endsText(parent.node.name, name)) {
      parent.raw.open(tag, attribs);
      return;
    }
    if (parent?.raw !== undefined) popTo(stack.length - 1);
    if (stack.length >= MAX_DEPTH) {
      tooDeep++;
      return;
    }
    if (isItem(name)) {
      const unclosed = stack.findIndex((frame) => isItem(frame.node.name));
      if (unclosed >= 0) popTo(unclosed);
      nodes = 0;
    }
    const attrs = localAttributes(attribs);
    const above = stack.at(-1)?.node ?? feed;
    const base = attrs['xml:base'] === undefined ? above.base : (absolute(attrs['xml:base'], above.base) ?? above.base);
    const node = emptyNode(name, base, attrs['xml:lang'] ?? above.lang, attrs);
    if (!isItem(name) && ++nodes <= MAX_NODES_PER_ITEM) above.children.push(node);
    stack.push({ tag, node, scope, raw: isTextConstruct(name, stack.length) ? new MarkupText() : undefined });
  }

  function shut(tag: string): void {
    const top = stack.at(-1);
    if (top?.raw !== undefined && top.raw.close(tag)) return;
    if (tooDeep > 0) {
      tooDeep--;
      return;
    }
    const at = stack.findLastIndex((frame) => frame.tag === tag);
    if (at >= 0) popTo(at);
  }

  function text(data: string): void {
    const top = stack.at(-1);
    if (top === undefined) return;
    if (top.raw !== undefined) top.raw.text(data, cdata);
    else if (top.node.text.length < MAX_TEXT) top.node.text += cdata ? data : decodeHTMLStrict(data);
  }

  const handler = {
    onopentag: open,
    onclosetag: shut,
    ontext: text,
    oncdatastart: () => {
      cdata = true;
    },
    oncdataend: () => {
      cdata = false;
    },
  };
  return {
    handler,
    finish: () => {
      popTo(0);
      return { feed, root };
    },
  };
}

function endsText(construct: string, opening: string): boolean {
  return FEED_ITEMS.has(opening) || (SHORT_TEXT.has(construct) && ENDS_SHORT_TEXT.has(opening));
}

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
