import { runParser } from '../text/markup.ts';
import type { Doc, El } from './types.ts';

const MAX_CHARS = 12_000_000;
const MAX_NODES = 400_000;
const MAX_DEPTH = 250;
const MAX_META = 1_000;
const MAX_JSON_LD = 50;

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

const element = (tag: string, attrs: Record<string, string>, parent: El | null): El => ({
  tag,
  attrs,
  parent,
  children: [],
  first: 0,
  last: 0,
  score: 0,
});

/** HTML as a tree of visible elements, with the page's meta, link and JSON-LD elements set apart. Never throws; linear in the input. */
export function parseHtml(html: string): Doc {
  const doc: Doc = {
    root: element('#root', {}, null),
    metas: [],
    links: [],
    jsonLd: [],
    title: '',
    lang: '',
    base: '',
    cut: html.length > MAX_CHARS,
  };
  const builder = createBuilder(doc);
  const text = doc.cut ? html.slice(0, MAX_CHARS) : html;
  runParser(text, builder.handler, { decodeEntities: true, recognizeCDATA: true }, builder.restart);
  return doc;
}

function createBuilder(doc: Doc) {
  let current = doc.root;
  let depth = 0;
  let flat = 0;
  let nodes = 0;
  let opaque = 0;
  let capture: 'title' | 'json' | undefined;
  let captured = '';

  function onopentag(tag: string, attribs: Record<string, string>): void {
    if (opaque > 0 || OPAQUE.has(tag)) {
      if (opaque === 0 && tag === 'script' && /ld\+json/i.test(attribs['type'] ?? '')) startCapture('json');
      opaque++;
      return;
    }
    if (tag === 'title' && doc.title === '') startCapture('title');
    noteHead(doc, tag, attribs);
    if (++nodes > MAX_NODES || depth >= MAX_DEPTH) {
      doc.cut = true;
      flat++;
      return;
    }
    const child = element(tag, attribs, current);
    current.children.push(child);
    current = child;
    depth++;
  }

  function startCapture(what: 'title' | 'json'): void {
    capture = what;
    captured = '';
  }

  function onclosetag(tag: string): void {
    if (capture !== undefined && (tag === 'script' || tag === 'title')) {
      if (capture === 'title') doc.title = captured;
      else if (doc.jsonLd.length < MAX_JSON_LD) doc.jsonLd.push(captured);
      capture = undefined;
    }
    if (opaque > 0) opaque--;
    else if (flat > 0) flat--;
    else if (current.parent !== null) {
      current = current.parent;
      depth--;
    }
  }

  function ontext(data: string): void {
    if (capture !== undefined) captured += data;
    if (opaque > 0 || capture === 'title') return;
    const { children } = current;
    const last = children.length - 1;
    if (typeof children[last] === 'string') children[last] += data;
    else if (++nodes <= MAX_NODES) children.push(data);
  }

  const restart = () => {
    doc.cut = true;
    current = doc.root;
    depth = 0;
    flat = 0;
    opaque = 0;
  };
  return { handler: { onopentag, onclosetag, ontext }, restart };
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
  } else if (tag === 'html') doc.lang ||= attribs['lang'] ?? attribs['xml:lang'] ?? '';
  else if (tag === 'base') doc.base ||= attribs['href'] ?? '';
}
