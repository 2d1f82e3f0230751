import { afterSpace, endsName, GT, isSpace, SLASH } from '../text/marks.ts';

/** What stands in XML text, as it comes. Tag names in lower case; attributes and text as written, no entity decoded. */
export type XmlHandler = {
  open(tag: string, attribs: Record<string, string>): void;
  /** Also called for what an outer closing tag, or the end of the text, leaves open. */
  close(tag: string): void;
  text(data: string, cdata: boolean): void;
  /** More elements are open than any feed needs: all of them are given up. */
  restart(): void;
};

// A closing tag looks for its opening one among these: bounded, so that time stays linear in the text.
const MAX_OPEN = 1_500;
const [BANG, DOUBLE, SINGLE, EQUALS, QUESTION] = [33, 34, 39, 61, 63];

/**
 * Reads XML however broken, in time linear in its length: it leaps from mark to mark, where a character-wise tokeniser looks at every one.
 * Comments, declarations and processing instructions are passed over; one that is never closed swallows the rest. A `<` that begins no tag is text.
 */
export function readTokens(text: string, handler: XmlHandler): void {
  const open: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('<', at);
    if (start < 0) break;
    const code = text.charCodeAt(start + 1);
    if (beginsNothing(text, start, code)) {
      at = start + 1;
      continue;
    }
    if (start > from) handler.text(text.slice(from, start), false);
    if (code === BANG || code === QUESTION) at = passOver(text, start, code, handler);
    else if (code === SLASH) at = closeTag(text, start, open, handler);
    else at = openTag(text, start, open, handler);
    from = at;
  }
  if (from < text.length) handler.text(text.slice(from), false);
  for (let tag = open.pop(); tag !== undefined; tag = open.pop()) handler.close(tag);
}

/** A `<` that is text: white space, the end, or nothing but `>` comes after it. */
function beginsNothing(text: string, start: number, code: number): boolean {
  if (code !== SLASH) return isSpace(code) || code === GT || Number.isNaN(code);
  return text.charCodeAt(afterSpace(text, start + 2)) === GT;
}

/** Just behind `mark`, or the end of the text. */
function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function passOver(text: string, start: number, code: number, handler: XmlHandler): number {
  if (code === QUESTION) return behind(text, '?>', start + 2);
  if (text.startsWith('--', start + 2)) return behind(text, '-->', start + 4);
  if (!text.startsWith('[CDATA[', start + 2)) return behind(text, '>', start + 3);
  const end = text.indexOf(']]>', start + 9);
  const data = text.slice(start + 9, end < 0 ? text.length : end);
  if (data !== '') handler.text(data, true);
  return end < 0 ? text.length : end + 3;
}

function closeTag(text: string, start: number, open: string[], handler: XmlHandler): number {
  const from = afterSpace(text, start + 2);
  let end = from;
  while (end < text.length && !endsName(text.charCodeAt(end))) end++;
  const name = text.slice(from, end).toLowerCase();
  const at = open.lastIndexOf(name);
  if (at >= 0) while (open.length > at) handler.close(open.pop() ?? '');
  return behind(text, '>', end);
}

function openTag(text: string, start: number, open: string[], handler: XmlHandler): number {
  let at = start + 1;
  while (at < text.length && !endsName(text.charCodeAt(at))) at++;
  const name = text.slice(start + 1, at).toLowerCase();
  const attribs: Record<string, string> = {};
  let slash = false;
  for (; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === GT) break;
    if (code === SLASH || isSpace(code)) {
      slash = code === SLASH || slash;
      at++;
    } else {
      slash = false;
      at = attribute(text, at, attribs);
    }
  }
  // cut off inside the tag: there is no element yet
  if (at >= text.length) return text.length;
  handler.open(name, attribs);
  if (slash) handler.close(name);
  else if (open.push(name) > MAX_OPEN) {
    open.length = 0;
    handler.restart();
  }
  return at + 1;
}

/** Reads one attribute into `attribs`, the first of a name wins; answers where it ends. */
function attribute(text: string, from: number, attribs: Record<string, string>): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== EQUALS && !endsName(text.charCodeAt(at))) at++;
  const name = text.slice(from, at);
  at = afterSpace(text, at);
  let value = '';
  if (text.charCodeAt(at) === EQUALS) {
    at = afterSpace(text, at + 1);
    const quote = text.charCodeAt(at);
    if (quote === DOUBLE || quote === SINGLE) {
      const end = text.indexOf(quote === DOUBLE ? '"' : "'", at + 1);
      if (end < 0) return text.length;
      value = text.slice(at + 1, end);
      at = end + 1;
    } else {
      const begin = at;
      while (at < text.length && text.charCodeAt(at) !== GT && !isSpace(text.charCodeAt(at))) at++;
      value = text.slice(begin, at);
    }
  }
  if (!Object.hasOwn(attribs, name)) attribs[name] = value;
  return at;
}
