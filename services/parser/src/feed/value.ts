import { decodeHTMLStrict } from 'entities';
import { readDate } from '../text/date.ts';
import { cleanChars, clip, foldSpace, plainText } from '../text/plain.ts';
import { absoluteLinks } from './html-links.ts';
import { MAX_TEXT, type Node } from './types.ts';

/** The first children with these names, in the order of the names; empty ones are passed over. */
export function pick(node: Node, ...names: string[]): Node | undefined {
  for (const name of names) {
    for (const child of node.children) if (child.name === name && !isEmpty(child)) return child;
  }
  return undefined;
}

const isEmpty = (node: Node): boolean => node.children.length === 0 && !/\S/.test(node.text);

/** The children with these names, in the order of the document. */
export function all(node: Node, ...names: string[]): Node[] {
  const found: Node[] = [];
  for (const child of node.children) if (names.includes(child.name)) found.push(child);
  return found;
}

/** Folded text of the first child with one of these names, else null. */
export function textOf(node: Node, ...names: string[]): string | null {
  const found = pick(node, ...names);
  return found === undefined ? null : clip(foldSpace(found.text), MAX_LINE) || null;
}

// References to C1 controls are meant as windows-1252 (HTML, "numeric character reference end state").
const WINDOWS_REFERENCE = /&#0{0,4}1[2-5]\d;/g;

/** A construct as HTML: relative links resolved against its own base, plain text escaped, an outer XHTML div off. null where empty. */
export function htmlOf(node: Node | undefined): string | null {
  if (node === undefined) return null;
  const { kind, text, encoded } = construct(node);
  if (kind === 'text') return escapeText(cleanChars(text).trim()) || null;
  const source = kind === 'xhtml' ? withoutDiv(text) : text;
  const html = cleanHtml(absoluteLinks(source, node.base), node.plain && !encoded).trim();
  return html.slice(0, MAX_TEXT) || null;
}

function cleanHtml(html: string, plain: boolean): string {
  if (html.includes('&#')) return cleanChars(html.replace(WINDOWS_REFERENCE, (reference) => decodeHTMLStrict(reference)));
  return plain ? html : cleanChars(html);
}

const MAX_LINE = 4_000;

/** A construct as one line of plain text (titles and the like), at most 4,000 characters. null where empty. */
export function lineOf(node: Node | undefined): string | null {
  if (node === undefined) return null;
  const { kind, text } = construct(node);
  const line = kind === 'text' ? foldSpace(text) : kind === 'xhtml' ? plainText(withoutDiv(text)) : titleText(text);
  return clip(line, MAX_LINE) || null;
}

// Tags that mark up a headline; any other `<word>` in it is something the headline talks about.
const TITLE_TAGS =
  /<\/?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|mark|p|div|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]*)?\/?>/gi;

/** A headline given as HTML by feeds that do not say whether it is: formatting tags off, entities decoded, unknown tags kept as text. */
function titleText(html: string): string {
  if (!/[<&]/.test(html)) return foldSpace(html);
  const text = html.includes('<') ? html.replace(/<br\s*\/?>/gi, ' ').replace(TITLE_TAGS, '') : html;
  return plainText(text.replaceAll('<', '&lt;'));
}

/** `encoded`: the text was decoded once more, from base64. */
type Construct = { kind: 'text' | 'html' | 'xhtml'; text: string; encoded?: true };

function construct(node: Node): Construct {
  const type = (node.attrs['type'] ?? '').toLowerCase();
  const mode = (node.attrs['mode'] ?? '').toLowerCase();
  const atom = node.name.startsWith('atom:');
  if (node.markup) return { kind: 'xhtml', text: node.text };
  if (mode === 'base64' || (atom && mode === '' && isBinary(type))) return fromBase64(node, type);
  if (!atom || type === 'html' || type === 'text/html' || mode === 'escaped')
    return { kind: type === 'text/plain' ? 'text' : 'html', text: node.text };
  if (type === 'xhtml' || type.includes('xml')) return { kind: 'xhtml', text: escapeText(node.text) };
  return { kind: 'text', text: node.text };
}

const isBinary = (type: string): boolean => type.includes('/') && !type.startsWith('text/') && !/[/+]xml$/.test(type);

function fromBase64(node: Node, type: string): Construct {
  const text = Buffer.from(node.text, 'base64').toString('utf8');
  return { kind: type === 'text/plain' ? 'text' : 'html', text, encoded: true };
}

function withoutDiv(html: string): string {
  const text = html.trim();
  const open = /^<(?:\w{1,9}:)?div(?:\s[^<>]{0,2000})?>/i.exec(text);
  if (open === null || !/<\/(?:\w{1,9}:)?div>$/i.test(text)) return text;
  const inner = text.slice(open[0].length, text.lastIndexOf('</'));
  // Two divs side by side are no wrapper.
  return /<\/(?:\w{1,9}:)?div>/i.test(inner) && !/<(?:\w{1,9}:)?div[\s>]/i.test(inner) ? text : inner.trim();
}

export const escapeText = (text: string): string =>
  /[<&]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;

/** The first readable date among these children, and the raw text of the first one given. */
export function dateOf(node: Node, ...names: string[]): { at: string | null; raw: string | null } {
  let raw: string | null = null;
  for (const name of names) {
    for (const child of node.children) {
      if (child.name !== name) continue;
      const text = foldSpace(child.text);
      if (text === '') continue;
      raw ??= text.slice(0, 200);
      const read = readDate(text);
      if (read !== undefined) return { at: read.at, raw: text };
    }
  }
  return { at: null, raw };
}
