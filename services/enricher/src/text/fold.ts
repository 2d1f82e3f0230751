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

/** A 32-bit hash (FNV-1a, its bits mixed at the end). Not for secrets. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
