import { runParser } from './markup.ts';

// C0 without tab and line ends, DEL, C1, non-characters, soft hyphen, zero-width space, BOM, word joiner, bidi embeddings and overrides.
const UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2060\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]/g;
// Any white space but single spaces, which are most of it.
const SPACES = /\s{2,}|[^\S ]/g;

const SKIPPED = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
  'math',
  'head',
  'title',
  'textarea',
  'select',
]);
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** One line of clean text: control characters out, lone surrogates replaced, NFC, every run of white space one space, trimmed. */
export function foldSpace(text: string): string {
  // most texts are plain ASCII: nothing to normalise
  if (!NOT_ASCII.test(text)) return DOUBLE_SPACE.test(text) ? text.replace(SPACES, ' ').trim() : text.trim();
  return cleanChars(text).replace(SPACES, ' ').trim();
}

const NOT_ASCII = /[^\t\n\r -~]/;
const DOUBLE_SPACE = /[\t\n\r]| {2}/;

// Letters of the Latin scripts and common punctuation as they are: none is removed, none changes under NFC. One pass tells, where cleaning takes four.
const MAY_BE_UNCLEAN = /[^\t\n\r -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]/;

/** Control and invisible formatting characters out, lone surrogates replaced, NFC; white space stays as it is. */
export function cleanChars(text: string): string {
  if (!MAY_BE_UNCLEAN.test(text)) return text;
  return streamSafe(text.replace(UNWANTED, '').toWellFormed()).normalize('NFC');
}

// No mark stands below U+0300 or in the block of general punctuation.
const MAY_COMBINE = /[\u0300-\u1fff\u20d0-\uffff]/;

/** Over 30 combining marks in a row are no writing: parted (UAX #15, stream-safe format), because normalising takes quadratic time over such a run. */
export function streamSafe(text: string): string {
  if (!MAY_COMBINE.test(text)) return text;
  return text.replace(/\p{M}{30}(?=\p{M})/gu, '$&\u034f');
}

/**
 * The text of an HTML fragment as one line: tags off, entities decoded exactly once, script and style left out,
 * a space where a block or a break was. Never throws, linear in the input.
 */
export function plainText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return foldSpace(html);
  const parts: string[] = [];
  let skipping = '';
  let nested = 0;
  runParser(
    html,
    {
      onopentag(name) {
        if (skipping !== '') {
          if (name === skipping) nested++;
        } else if (SKIPPED.has(name)) {
          skipping = name;
          nested = 1;
        } else if (!INLINE.has(name)) parts.push(' ');
      },
      onclosetag(name) {
        if (skipping !== '') {
          if (name === skipping && --nested === 0) skipping = '';
        } else if (!INLINE.has(name)) parts.push(' ');
      },
      ontext(text) {
        if (skipping === '') parts.push(text);
      },
    },
    { decodeEntities: true, recognizeCDATA: true },
    () => {
      skipping = '';
    },
  );
  return foldSpace(parts.join(''));
}

/** Letters and digits only, lower case, NFKC: for comparing two texts that mean the same. */
export function squash(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, '');
  return streamSafe(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** At most `max` UTF-16 units of text, never ending in half a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}
