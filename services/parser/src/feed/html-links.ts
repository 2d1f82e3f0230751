import { absolute } from './url.ts';

const LINK_ATTRIBUTE =
  /(\s(?:href|src|cite|action|longdesc|poster|background|data|classid|codebase|usemap|profile)\s{0,9}=\s{0,9})(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const LINK_NAME = /\s(?:href|src|cite|action|longdesc|poster|background|data|classid|codebase|usemap|profile)\s{0,9}$/i;
const MAX_TAG = 16_384;

const HAS_SCHEME = /(?:https?:|mailto:|data:|javascript:|#)/iy;

/** Letters that a link's attribute name ends with, by their codes: most attributes (`alt`, `class`, `rel`, `width`) are told from it by that. */
const LAST_LETTERS = new Uint8Array(128);
for (const letter of 'acdefnpr \t\n\r\f\v') {
  LAST_LETTERS[letter.charCodeAt(0)] = 1;
  LAST_LETTERS[letter.toUpperCase().charCodeAt(0)] = 1;
}

/** Whether some attribute has a value that may be relative. Most feeds give whole addresses: then nothing need be read twice. */
function mayBeRelative(html: string): boolean {
  for (let at = html.indexOf('='); at >= 0; at = html.indexOf('=', at + 1)) {
    if ((LAST_LETTERS[html.charCodeAt(at - 1)] ?? 1) === 0 || html.startsWith('"https:', at + 1)) continue;
    let from = at + 1;
    while (/[\s"']/.test(html[from] ?? '')) from++;
    HAS_SCHEME.lastIndex = from;
    if (!HAS_SCHEME.test(html) && LINK_NAME.test(html.slice(Math.max(0, at - 20), at))) return true;
    at = from - 1;
  }
  return false;
}

/** HTML with the relative links in its tags made absolute; text and everything else stay as they are. Linear in the input. */
export function absoluteLinks(html: string, base: string): string {
  if (!html.includes('<') || !mayBeRelative(html)) return html;
  const parts: string[] = [];
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    if (!/[a-z]/i.test(html[at + 1] ?? '')) {
      at++;
      continue;
    }
    const end = html.indexOf('>', at);
    if (end < 0) break;
    const tag = end - at < MAX_TAG ? html.slice(at, end) : '';
    if (tag.includes('=')) {
      parts.push(html.slice(from, at), resolveTag(tag, base));
      from = end;
    }
    at = end;
  }
  parts.push(html.slice(from));
  return parts.join('');
}

function resolveTag(tag: string, base: string): string {
  return tag.replace(LINK_ATTRIBUTE, (whole, before: string, double?: string, single?: string, bare?: string) => {
    const value = double ?? single ?? bare ?? '';
    if (value === '' || value.startsWith('#') || /^(?:https?:|mailto:|data:|javascript:)/i.test(value)) return whole;
    const url = absolute(value.replaceAll('&amp;', '&'), base);
    return url === undefined
      ? whole
      : `${before}"${(value.includes('&amp;') ? url.replaceAll('&', '&amp;') : url).replaceAll('"', '%22')}"`;
  });
}
