import { decodeHTMLStrict } from 'entities';
import { MAX_TEXT } from './types.ts';

// Elements whose content is text or markup; every tag inside is part of the value, not of the feed.
const CONSTRUCTS = new Set(
  `title description category guid content:encoded summary content body fullitem copyright tagline info atom:title atom:subtitle atom:tagline atom:info atom:summary atom:content atom:rights
  atom:copyright dc:title dc:description dcterms:abstract media:title media:description itunes:summary itunes:subtitle itunes:title xhtml:body xhtml:div`.split(
    /\s+/,
  ),
);
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

/** Reports whether an element holds text or markup rather than elements of the feed. The outermost element never does. */
export const isTextConstruct = (name: string, depth: number): boolean => depth > 0 && CONSTRUCTS.has(name);

/** Collects what stands in a text construct: text is kept as written until it is known whether tags stand beside it. */
export class MarkupText {
  private readonly parts: { data: string; cdata: boolean }[] = [];
  private readonly openTags: string[] = [];
  private length = 0;
  private tags = 0;

  text(data: string, cdata: boolean): void {
    this.add(data, cdata);
  }

  open(tag: string, attribs: Record<string, string>): void {
    this.openTags.push(tag);
    this.tags++;
    let source = `<${tag}`;
    for (const key in attribs) source += ` ${key}="${(attribs[key] ?? '').replaceAll('"', '&quot;')}"`;
    this.add(`${source}>`, false);
  }

  /** Takes a closing tag if it closes one of the tags inside; false where it closes the construct itself. */
  close(tag: string): boolean {
    const at = this.openTags.lastIndexOf(tag);
    if (at < 0) return false;
    this.openTags.length = at;
    if (!VOID.has(tag)) this.add(`</${tag}>`, false);
    return true;
  }

  finish(type: string): { text: string; markup: boolean } {
    if (this.tags === 0) {
      return { text: this.parts.map((part) => (part.cdata ? part.data : decodeHTMLStrict(part.data))).join(''), markup: false };
    }
    // CDATA between real tags is text of the markup, unless the construct says that its text is escaped HTML.
    const html = this.parts.map((part) =>
      part.cdata && type === 'xhtml' ? part.data.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : part.data,
    );
    return { text: html.join(''), markup: true };
  }

  private add(data: string, cdata: boolean): void {
    if (this.length > MAX_TEXT) return;
    this.length += data.length;
    this.parts.push({ data, cdata });
  }
}
