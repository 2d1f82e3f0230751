import { decodeReferences } from './references.ts';
import { MAX_TEXT, type Node } from './types.ts';

// Elements whose content is text or markup; every tag inside is part of the value, not of the feed.
const CONSTRUCTS = new Set(
  `title description category guid content:encoded summary content body fullitem copyright tagline info atom:title atom:subtitle atom:tagline atom:info atom:summary
  atom:content atom:rights atom:copyright dc:title dc:description dcterms:abstract media:title media:description itunes:summary itunes:subtitle itunes:title xhtml:body
  xhtml:div`.split(/\s+/),
);
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Reports whether an element holds text or markup rather than elements of the feed. The outermost element never does. */
export const isTextConstruct = (name: string, depth: number): boolean => depth > 0 && CONSTRUCTS.has(name);

/** What stands in a text construct: text is kept as written until it is known whether tags stand beside it. */
export type Markup = { readonly parts: { data: string; cdata: boolean }[]; readonly openTags: string[]; length: number; tags: number };

export const emptyMarkup = (): Markup => ({ parts: [], openTags: [], length: 0, tags: 0 });

export function addText(markup: Markup, data: string, cdata: boolean): void {
  if (markup.length > MAX_TEXT) return;
  markup.length += data.length;
  markup.parts.push({ data, cdata });
}

export function addTag(markup: Markup, tag: string, attribs: Readonly<Record<string, string>>): void {
  markup.openTags.push(tag);
  markup.tags++;
  let source = `<${tag}`;
  for (const key in attribs) source += ` ${key}="${(attribs[key] ?? '').replaceAll('"', '&quot;')}"`;
  addText(markup, `${source}>`, false);
}

/** Takes a closing tag if it closes one of the tags inside; false where it closes the construct itself. */
export function endTag(markup: Markup, tag: string): boolean {
  const at = markup.openTags.lastIndexOf(tag);
  if (at < 0) return false;
  markup.openTags.length = at;
  if (!VOID.has(tag)) addText(markup, `</${tag}>`, false);
  return true;
}

/** The value: text with its entities decoded where no tag stood in it, else its source. `plain`: nothing in what is written is to be cleaned. */
export function markupValue(markup: Markup, type: string, plain: boolean): Pick<Node, 'text' | 'markup' | 'plain'> {
  const { parts, tags } = markup;
  if (tags === 0) {
    const decoded = parts.map((part) => (part.cdata ? { text: part.data, plain: true } : decodeReferences(part.data)));
    return { text: decoded.map(({ text }) => text).join(''), markup: false, plain: plain && decoded.every((part) => part.plain) };
  }
  // CDATA between real tags is text of the markup where the construct says it is XHTML, else it is more markup.
  const escaped = (data: string) => data.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return { text: parts.map((part) => (part.cdata && type === 'xhtml' ? escaped(part.data) : part.data)).join(''), markup: true, plain };
}
