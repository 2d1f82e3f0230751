const PLAIN = /^[\p{ASCII}]*$/u;
const LONGEST = 200;

/**
 * One spelling for look-ups: lower case, no marks, apostrophes alike. At most 200 characters are read:
 * `normalize` is quadratic on long runs of combining marks (UAX #15), and no name is longer.
 */
export function fold(text: string): string {
  const short = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  if (PLAIN.test(short)) return short.toLowerCase();
  return short.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’‘ʼ]/gu, "'");
}

const START = 0x811c9dc5;
const PRIME = 0x01000193;
const SPACE = 32;

const added = (hash: number, text: string): number => {
  let next = hash;
  for (let at = 0; at < text.length; at++) next = Math.imul(next ^ text.charCodeAt(at), PRIME);
  return next;
};

/** A 32-bit hash (FNV-1a, its bits mixed at the end). Not for secrets. */
export const hash32 = (text: string): number => mixed(added(START, text));

/** The hash of the words [from, to) with a space between two. */
export function hashOf(words: readonly string[], from: number, to: number): number {
  let hash = added(START, words[from] ?? '');
  for (let at = from + 1; at < to; at++) hash = added(Math.imul(hash ^ SPACE, PRIME), words[at] ?? '');
  return mixed(hash);
}

function mixed(before: number): number {
  let hash = before;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
