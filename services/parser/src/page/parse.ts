import { wantedNames } from '../text/marks.ts';
import { runParser } from '../text/markup.ts';
import { readAsBrowser } from './browser.ts';
import { type Doubt, watchDoubt } from './doubt.ts';
import type { Doc, El } from './types.ts';

const MAX_CHARS = 12_000_000;
const MAX_NODES = 400_000;
const MAX_DEPTH = 250;
const MAX_META = 1_000;
const MAX_JSON_LD = 50;
const MAX_DOUBTS = 500;
/** A text that grows piece by piece is a tree of its pieces in V8, 32 bytes each, until it is read: it is read after so many. */
const MAX_PIECES = 100_000;

// Never text of an article, whatever the page says.
const OPAQUE = new Set([
  'script',
  'style',
  'template',
  'svg',
  'math',
  'object',
  'canvas',
  'iframe',
  'select',
  'textarea',
  'audio',
  'video',
  'noscript',
  'datalist',
  'map',
]);

// What the readers of a page ask elements for; most attributes are styling and scripts' data, and take longer than all the tags.
const wanted = wantedNames(
  'property name itemprop itemscope itemtype typeof http-equiv content href src type rel lang xml:lang amp ⚡ class id style hidden aria-hidden aria-label title datetime data-unixtime'.split(
    ' ',
  ),
);

const element = (tag: string, attrs: Record<string, string>, parent: El | null): El => ({
  tag,
  attrs,
  name: attrs['id'] === undefined ? (attrs['class'] ?? '') : `${attrs['class'] ?? ''} ${attrs['id']}`,
  parent,
  children: [],
  first: 0,
  last: 0,
  score: 0,
  traits: undefined,
});

type Builder = {
  readonly doc: Doc;
  current: El;
  depth: number;
  /** Open elements that were not put into the tree, for depth or number. */
  flat: number;
  nodes: number;
  /** Open elements inside an opaque one, itself counted. */
  opaque: number;
  capture: 'title' | 'json' | undefined;
  captured: string;
  /** Texts joined to the one before. */
  pieces: number;
};

function startDoc(): Builder {
  const doc: Doc = {
    root: element('#root', {}, null),
    metas: [],
    links: [],
    jsonLd: [],
    title: '',
    lang: '',
    base: '',
    amp: false,
    cut: false,
    doubts: [],
  };
  return { doc, current: doc.root, depth: 0, flat: 0, nodes: 0, opaque: 0, capture: undefined, captured: '', pieces: 0 };
}

/** HTML as a tree of visible elements, with the page's meta, link and JSON-LD elements set apart. Never throws; linear in the input. */
export function parseHtml(html: string): Doc {
  const builder = startDoc();
  const { doc } = builder;
  const watch = watchDoubt();
  const note = (doubt: Doubt) => {
    if (doubt !== undefined && doc.doubts.length < MAX_DOUBTS) doc.doubts.push(doubt === 'page' ? doc.root : builder.current);
  };
  const handler = {
    onopentag(tag: string, attribs: Record<string, string>) {
      note(watch.open(tag, builder.current.tag, builder.opaque > 0));
      open(builder, tag, attribs);
    },
    onclosetag(tag: string, implied: boolean) {
      close(builder, tag);
      note(watch.close(tag, implied));
    },
    ontext(data: string) {
      if (builder.opaque === 0) note(watch.text(builder.current.tag, data));
      addText(builder, data);
    },
  };
  doc.cut = html.length > MAX_CHARS;
  const text = doc.cut ? html.slice(0, MAX_CHARS) : html;
  runParser(text, handler, { decodeEntities: true, recognizeCDATA: true, wanted }, () => restart(builder));
  note(watch.end());
  return doc;
}

/** The page with the tree that a browser makes of it, and what the fast parser found in its head. undefined where that is not to be had within bounds. */
export function parseAsBrowser(html: string, fast: Doc): Doc | undefined {
  const builder = startDoc();
  const done = readAsBrowser(html, {
    open: (tag, attribs) => open(builder, tag, attribs),
    close: (tag) => close(builder, tag),
    text: (data) => addText(builder, data),
  });
  return done ? { ...fast, root: builder.doc.root } : undefined;
}

function open(builder: Builder, tag: string, attribs: Record<string, string>): void {
  const { doc } = builder;
  if (builder.opaque > 0 || OPAQUE.has(tag)) {
    if (builder.opaque === 0 && tag === 'script' && /ld\+json/i.test(attribs['type'] ?? '')) startCapture(builder, 'json');
    builder.opaque++;
    // where no script runs a page may send its readers on
    if (tag === 'meta' && /^\s*refresh\s*$/i.test(attribs['http-equiv'] ?? '')) noteHead(doc, tag, attribs);
    return;
  }
  if (tag === 'title' && doc.title === '') startCapture(builder, 'title');
  noteHead(doc, tag, attribs);
  if (++builder.nodes > MAX_NODES || builder.depth >= MAX_DEPTH) {
    doc.cut = true;
    builder.flat++;
    return;
  }
  const child = element(tag, attribs, builder.current);
  builder.current.children.push(child);
  builder.current = child;
  builder.depth++;
}

function startCapture(builder: Builder, what: 'title' | 'json'): void {
  builder.capture = what;
  builder.captured = '';
}

function close(builder: Builder, tag: string): void {
  const { doc } = builder;
  if (builder.capture !== undefined && (tag === 'script' || tag === 'title')) {
    if (builder.capture === 'title') doc.title = builder.captured;
    else if (doc.jsonLd.length < MAX_JSON_LD) doc.jsonLd.push(builder.captured);
    builder.capture = undefined;
  }
  if (builder.opaque > 0) builder.opaque--;
  else if (builder.flat > 0) builder.flat--;
  else if (builder.current.parent !== null) {
    builder.current = builder.current.parent;
    builder.depth--;
  }
}

function addText(builder: Builder, data: string): void {
  if (builder.capture !== undefined) builder.captured += data;
  if (builder.opaque > 0 || builder.capture === 'title') return;
  const { children } = builder.current;
  const last = children.length - 1;
  // line ends and indents between tags are most of a page's texts
  const text = /\S/.test(data) ? data : ' ';
  const before = children[last];
  if (typeof before === 'string') children[last] = (++builder.pieces % MAX_PIECES === 0 ? flat(before) : before) + text;
  else if (++builder.nodes <= MAX_NODES) children.push(text);
}

// a slice needs the pieces put together
const flat = (text: string): string => text.slice(0, 1) + text.slice(1);

function restart(builder: Builder): void {
  builder.doc.cut = true;
  Object.assign(builder, { current: builder.doc.root, depth: 0, flat: 0, opaque: 0 });
}

function noteHead(doc: Doc, tag: string, attribs: Record<string, string>): void {
  if (tag === 'meta') {
    const content = attribs['content'] ?? '';
    if (content === '' || doc.metas.length >= MAX_META) return;
    for (const name of [attribs['property'], attribs['name'], attribs['itemprop'], attribs['http-equiv']]) {
      if (name !== undefined && name !== '') doc.metas.push({ key: name.trim().toLowerCase(), content });
    }
  } else if (tag === 'link') {
    if (attribs['href'] !== undefined && doc.links.length < MAX_META) doc.links.push(attribs);
  } else if (tag === 'html') {
    doc.lang ||= attribs['lang'] ?? attribs['xml:lang'] ?? '';
    doc.amp ||= attribs['amp'] !== undefined || attribs['⚡'] !== undefined;
  }
  if (tag === 'base') doc.base ||= attribs['href'] ?? '';
}
