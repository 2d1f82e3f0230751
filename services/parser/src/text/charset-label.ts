import type { DecodeOptions } from './decode.ts';

const PRESCAN_BYTES = 16_384;
const XML_DECLARATION = /^[\s\0]{0,512}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9._:-]{1,40})/;
// Spellings that the WHATWG label table lacks.
const ALIASES: Readonly<Record<string, string>> = {
  utf_8: 'utf-8',
  euc_jp: 'euc-jp',
  euc_kr: 'euc-kr',
  shift_jis2004: 'shift_jis',
  latin_1: 'windows-1252',
  'iso-latin-1': 'windows-1252',
  ansi: 'windows-1252',
};

/** The charset labels the header and the document give, in the order they are to be tried, without repeats and unknown names. */
export function declaredCharset(bytes: Uint8Array, options: DecodeOptions): string[] {
  const found: string[] = [];
  const add = (raw: string | undefined) => {
    const label = raw === undefined ? undefined : knownLabel(raw);
    if (label !== undefined && !found.includes(label)) found.push(label);
  };
  add(charsetIn(options.contentType ?? ''));
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, PRESCAN_BYTES)).toString('latin1');
  add(XML_DECLARATION.exec(head.slice(0, 1024))?.[1]);
  if (options.kind === 'html') add(metaCharset(head));
  return found;
}

function knownLabel(raw: string): string | undefined {
  const lower = raw.trim().toLowerCase();
  const name = ALIASES[lower] ?? lower.replace(/^cp[-_](?=\d)/, 'cp').replace(/^(windows|iso)_/, '$1-');
  if (name === 'x-user-defined') return 'windows-1252';
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

/** The value of `charset=` in a media type or a meta content (HTML, "extracting a character encoding from a meta element"). */
function charsetIn(text: string): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?\s{0,9}([^\s"';,>]{1,40})/i.exec(text.slice(0, 2048))?.[1];
}

// Only meta elements count: a charset in a comment, a script or a script's attribute says nothing about the page.
function metaCharset(head: string): string | undefined {
  for (let at = head.indexOf('<'); at >= 0; at = head.indexOf('<', at)) {
    const name = /^<([!/]?[a-z-]{0,12})/i.exec(head.slice(at, at + 14))?.[1]?.toLowerCase() ?? '';
    if (name === '!--') at = after(head, '-->', at);
    else if (name === 'script' || name === 'style' || name === 'title') at = after(head, `</${name}`, at);
    else {
      const end = head.indexOf('>', at);
      if (end < 0) return undefined;
      const found = name === 'meta' ? charsetOfMeta(head.slice(at, end)) : undefined;
      if (found !== undefined) return found.toLowerCase().startsWith('utf-16') ? 'utf-8' : found;
      at = end;
    }
  }
  return undefined;
}

function charsetOfMeta(tag: string): string | undefined {
  const direct = /\scharset\s{0,9}=\s{0,9}["']?\s{0,9}([^\s"';>/]{1,40})/i.exec(tag)?.[1];
  if (direct !== undefined) return direct;
  if (!/http-equiv\s{0,9}=\s{0,9}["']?\s{0,9}content-type/i.test(tag)) return undefined;
  const content = /\scontent\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
  return charsetIn(content?.[1] ?? content?.[2] ?? content?.[3] ?? '');
}

function after(text: string, what: string, from: number): number {
  const at = text.toLowerCase().indexOf(what, from + 4);
  return at < 0 ? text.length : at + what.length;
}
