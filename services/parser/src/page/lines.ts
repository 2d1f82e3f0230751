import { foldSpace, squash } from '../text/plain.ts';
import { BLOCK, CELL, HEADING, SKIPPED } from './tags.ts';
import type { Doc, El, Line, LineKind } from './types.ts';

const MAX_LINES = 30_000;
const MAX_LINE = 200_000;
/** Of one text between two tags: more than a body may have, so that it is told as cut. */
const MAX_TEXT = 600_000;

export type Walk = {
  lines: Line[];
  /** Elements with an itemprop, rel=author, a time, a heading or a byline class, in document order. */
  noted: El[];
  /** Elements whose class or id may say that they are no article text. */
  named: El[];
};

/** The line's letters and digits: what two lines that say the same have in common. */
export function keyOf(line: Line): string {
  line.key ??= squash(line.text);
  return line.key;
}

/** Reports what the walk should do with an element. */
export type Judge = { skip(el: El): boolean; note(el: El): boolean };

/**
 * The visible text of a page as lines, one a block, in order: inline elements never split a line, two `br` in a row do. One iterative walk;
 * each element's range of lines is set on it.
 */
export function toLines(doc: Doc, judge: Judge): Walk {
  const walk: Walk = { lines: [], noted: [], named: [] };
  const buffer: Buffer = { lines: walk.lines, parts: [], linked: [], size: 0, inLink: 0, breaks: 0, block: undefined };
  // The open element, and for each open one the number of its children that are done.
  let open: El | null = doc.root;
  const done: number[] = [0];
  while (open !== null) {
    const at: number = done[done.length - 1] ?? 0;
    const child: El | string | undefined = open.children[at];
    done[done.length - 1] = at + 1;
    if (child === undefined) {
      leave(open, buffer);
      done.pop();
      open = done.length === 0 ? null : open.parent;
    } else if (typeof child === 'string') addText(buffer, child, open);
    else if (child.tag === 'br') lineBreak(buffer);
    else {
      if (judge.note(child)) walk.noted.push(child);
      if (SKIPPED.has(child.tag) || judge.skip(child)) {
        child.first = child.last = walk.lines.length;
        continue;
      }
      if (child.name !== '' || child.attrs['itemprop'] !== undefined || child.attrs['property'] !== undefined || NAMED_TAGS.has(child.tag))
        walk.named.push(child);
      enter(child, buffer);
      open = child;
      done.push(0);
    }
  }
  return walk;
}

const NAMED_TAGS = new Set(['nav', 'footer', 'aside', 'figure', 'figcaption', 'form', 'address', 'dialog', 'header']);

/** The line being read. */
type Buffer = {
  readonly lines: Line[];
  readonly parts: string[];
  readonly linked: string[];
  size: number;
  inLink: number;
  breaks: number;
  block: El | undefined;
};

function enter(el: El, buffer: Buffer): void {
  if (BLOCK.has(el.tag)) flush(buffer, el);
  else if (CELL.has(el.tag)) addText(buffer, ' ', el);
  else if (el.tag === 'a') buffer.inLink++;
  // an inline element with blocks in it does not hold the text that stands before it in the same block
  el.first = buffer.lines.length + (buffer.size > 0 ? 1 : 0);
  el.score = 0;
}

function leave(el: El, buffer: Buffer): void {
  if (el.tag === 'a') buffer.inLink--;
  else if (BLOCK.has(el.tag)) flush(buffer, el.parent ?? el);
  el.last = buffer.lines.length;
  if (el.last < el.first) el.first = el.last;
}

function flush(buffer: Buffer, next: El): void {
  const { block, lines } = buffer;
  if (block !== undefined && buffer.size > 0 && lines.length < MAX_LINES) {
    const text = foldSpace(buffer.parts.length === 1 ? (buffer.parts[0] ?? '') : buffer.parts.join(''));
    const link = buffer.linked.length === 0 ? 0 : Math.min(text.length, foldSpace(buffer.linked.join('')).length);
    if (text !== '') lines.push({ text, link, kind: kindOf(block, text), el: block, dropped: '', key: undefined, value: undefined });
  }
  if (buffer.size > 0) {
    buffer.parts.length = 0;
    buffer.linked.length = 0;
    buffer.size = 0;
  }
  buffer.breaks = 0;
  buffer.block = next;
}

function addText(buffer: Buffer, data: string, el: El): void {
  buffer.block ??= el;
  // white space at the start of a line is none
  if (data === ' ' && buffer.parts.length === 0) return;
  if (buffer.breaks > 0 && /\S/.test(data)) buffer.breaks = 0;
  if (buffer.size > MAX_LINE) return;
  buffer.parts.push(data.length > MAX_TEXT ? data.slice(0, MAX_TEXT) : data);
  buffer.size += data.length;
  if (buffer.inLink > 0) buffer.linked.push(data);
}

function lineBreak(buffer: Buffer): void {
  if (++buffer.breaks >= 2 && buffer.block !== undefined) flush(buffer, buffer.block);
  else buffer.parts.push('\n');
}

const MAX_HEADING = 250;
// Headings used for their size.
const MINOR = new Set(['h3', 'h4', 'h5', 'h6']);

function kindOf(el: El, text: string): LineKind {
  for (let at: El | null = el, up = 0; at !== null && up < 4; at = at.parent, up++) {
    if (HEADING.has(at.tag))
      return text.length > MAX_HEADING || (el.tag === 'p' && at !== el && text.length > 80) || (MINOR.has(at.tag) && text.length > 120)
        ? 'text'
        : 'heading';
    if (at.tag === 'li' || at.tag === 'dd' || at.tag === 'dt') return 'item';
    if (at.tag === 'blockquote') return 'quote';
    if (at.tag === 'pre') return 'pre';
    if (at.tag === 'tr') return 'row';
  }
  return 'text';
}
