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

/** Two independent 32-bit hashes in one pass (FNV-1a; a multiplicative one). Not for secrets. */
export function hashes(text: string): [number, number] {
  let one = 0x811c9dc5;
  let other = 0x2545f491;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
    other ^= other >>> 13;
  }
  one = Math.imul(one ^ (one >>> 16), 0x7feb352d);
  one = Math.imul(one ^ (one >>> 15), 0x846ca68b);
  return [(one ^ (one >>> 16)) >>> 0, (Math.imul(other, 0x9e3779b1) ^ (other >>> 15)) >>> 0];
}

/** A 32-bit hash. */
export const hash32 = (text: string): number => hashes(text)[0];
