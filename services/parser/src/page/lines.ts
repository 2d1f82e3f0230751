import { foldSpace } from '../text/plain.ts';
import { BLOCK, CELL, HEADING, SKIPPED } from './tags.ts';
import type { Doc, El, Line, LineKind } from './types.ts';

const MAX_LINES = 30_000;
const MAX_LINE = 200_000;

export type Walk = {
  lines: Line[];
  /** Elements with an itemprop, rel=author, a time, a heading or a byline class, in document order. */
  noted: El[];
  /** Elements whose class or id may say that they are no article text. */
  named: El[];
};

/** Reports what the walk should do with an element. */
export type Judge = { skip(el: El): boolean; note(el: El): boolean };

/**
 * The visible text of a page as lines, one a block, in order: inline elements never split a line, two `br` in a row do. One iterative walk;
 * each element's range of lines is set on it.
 */
export function toLines(doc: Doc, judge: Judge): Walk {
  const walk: Walk = { lines: [], noted: [], named: [] };
  const buffer = createBuffer(walk.lines);
  const stack: { el: El; next: number }[] = [{ el: doc.root, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.el.children[top.next++];
    if (child === undefined) {
      leave(top.el, buffer, walk.lines);
      stack.pop();
    } else if (typeof child === 'string') buffer.text(child, top.el);
    else if (child.tag === 'br') buffer.lineBreak();
    else {
      if (judge.note(child)) walk.noted.push(child);
      if (SKIPPED.has(child.tag) || judge.skip(child)) {
        child.first = child.last = walk.lines.length;
        continue;
      }
      if (child.attrs['class'] !== undefined || child.attrs['id'] !== undefined || NAMED_TAGS.has(child.tag)) walk.named.push(child);
      enter(child, buffer, walk.lines);
      stack.push({ el: child, next: 0 });
    }
  }
  return walk;
}

const NAMED_TAGS = new Set(['nav', 'footer', 'aside', 'figure', 'figcaption', 'form', 'address', 'dialog', 'header']);

type Buffer = ReturnType<typeof createBuffer>;

function enter(el: El, buffer: Buffer, lines: Line[]): void {
  if (BLOCK.has(el.tag)) buffer.flush(el);
  else if (CELL.has(el.tag)) buffer.text(' ', el);
  else if (el.tag === 'a') buffer.link(1);
  el.first = lines.length;
  el.score = 0;
}

function leave(el: El, buffer: Buffer, lines: Line[]): void {
  if (el.tag === 'a') buffer.link(-1);
  else if (BLOCK.has(el.tag)) buffer.flush(el.parent ?? el);
  el.last = lines.length;
}

function createBuffer(lines: Line[]) {
  let parts: string[] = [];
  let linked: string[] = [];
  let size = 0;
  let inLink = 0;
  let breaks = 0;
  let block: El | undefined;
  const flush = (next: El) => {
    if (block !== undefined && size > 0 && lines.length < MAX_LINES) {
      const text = foldSpace(parts.join(''));
      if (text !== '')
        lines.push({
          text,
          link: Math.min(text.length, foldSpace(linked.join('')).length),
          kind: kindOf(block, text),
          el: block,
          dropped: '',
        });
    }
    if (size > 0) {
      parts = [];
      linked = [];
      size = 0;
    }
    breaks = 0;
    block = next;
  };
  return {
    flush,
    link: (step: number) => {
      inLink += step;
    },
    text: (data: string, el: El) => {
      block ??= el;
      if (breaks > 0 && /\S/.test(data)) breaks = 0;
      if (size > MAX_LINE) return;
      parts.push(data);
      size += data.length;
      if (inLink > 0) linked.push(data);
    },
    lineBreak: () => {
      if (++breaks >= 2 && block !== undefined) flush(block);
      else parts.push('\n');
    },
  };
}

const MAX_HEADING = 250;

function kindOf(el: El, text: string): LineKind {
  for (let at: El | null = el, up = 0; at !== null && up < 4; at = at.parent, up++) {
    if (HEADING.has(at.tag)) return text.length > MAX_HEADING || (el.tag === 'p' && at !== el && text.length > 80) ? 'text' : 'heading';
    if (at.tag === 'li' || at.tag === 'dd' || at.tag === 'dt') return 'item';
    if (at.tag === 'blockquote') return 'quote';
    if (at.tag === 'pre') return 'pre';
    if (at.tag === 'tr') return 'row';
  }
  return 'text';
}
