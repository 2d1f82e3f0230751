const HIGH = 0x80808080 | 0;
const BELOW_SPACE = 0x20202020;

/**
 * Whether valid UTF-8 holds nothing that cleaning (cleanChars) would change: printable ASCII, tab and line ends, Latin letters and common punctuation.
 * Sixteen bytes at a time, since it is asked of every feed: a tenth of the time that the same question takes on the decoded text.
 */
export function isPlainUtf8(bytes: Uint8Array): boolean {
  const shift = Math.min((4 - (bytes.byteOffset % 4)) % 4, bytes.length);
  if (!arePlain(bytes, 0, shift)) return false;
  if (shift === bytes.length) return true;
  const fours = new Int32Array(bytes.buffer, bytes.byteOffset + shift, (bytes.length - shift) >> 2);
  let index = 0;
  for (const last = fours.length - 3; index < last; index += 4) {
    const eight = unprintable(fours[index] ?? 0) | unprintable(fours[index + 1] ?? 0);
    const odd = eight | unprintable(fours[index + 2] ?? 0) | unprintable(fours[index + 3] ?? 0);
    if (odd !== 0 && !arePlain(bytes, shift + index * 4, shift + index * 4 + 16)) return false;
  }
  return arePlain(bytes, shift + index * 4, bytes.length);
}

/** 0 where four bytes are all in 0x20..0x7e: taking 0x20 from a byte below it, or adding 1 to 0x7f, sets its high bit (Warren, Hacker's Delight). */
const unprintable = (four: number): number => (four | (four - BELOW_SPACE) | (four + 0x01010101)) & HIGH;

/** The bytes that begin or go on plain characters whatever follows: ASCII, U+00C0..U+02FF, and what comes after a first byte. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x80) return Number((byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09);
  return Number(byte < 0xc0 || (byte >= 0xc3 && byte <= 0xcb));
});

function arePlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (PLAIN[bytes[at] ?? 0] === 0 && !isPlainSequence(bytes, at)) return false;
  return true;
}

/** U+00A0..U+00BF without the soft hyphen, or U+2010..U+2027, begins here. */
function isPlainSequence(bytes: Uint8Array, at: number): boolean {
  const second = bytes[at + 1] ?? 0;
  if (bytes[at] === 0xc2) return second >= 0xa0 && second !== 0xad;
  const third = bytes[at + 2] ?? 0;
  return bytes[at] === 0xe2 && second === 0x80 && third >= 0x90 && third <= 0xa7;
}
