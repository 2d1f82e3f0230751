/** Length of the valid UTF-8 multi-byte sequence at `at`, or 0. Overlong forms, surrogates and values past U+10FFFF are not valid. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  if (lead >= 0xc2 && lead <= 0xdf) return tail(second) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (!tail(second) || !tail(bytes[at + 2] ?? 0)) return 0;
    return (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) ? 0 : 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    if (!tail(second) || !tail(bytes[at + 2] ?? 0) || !tail(bytes[at + 3] ?? 0)) return 0;
    return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : 4;
  }
  return 0;
}

const tail = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf;

/** Reports whether the bytes hold at least `ratio` valid UTF-8 multi-byte sequences for every byte that is not UTF-8. */
export function looksLikeUtf8(bytes: Uint8Array, ratio: number): boolean {
  let good = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] ?? 0) < 0x80) {
      at++;
      continue;
    }
    const length = sequenceLength(bytes, at);
    if (length > 0) good++;
    else bad++;
    at += length || 1;
  }
  return good > 0 && good >= ratio * bad;
}

/** UTF-8 with each byte that is not UTF-8 read as windows-1252 (a feed glued together from two sources). */
export function decodeMixed(bytes: Uint8Array): string {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  const legacy = new TextDecoder('windows-1252');
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : sequenceLength(bytes, at);
    if (length === 0) {
      if (at > from) parts.push(utf8.decode(bytes.subarray(from, at)));
      parts.push(legacy.decode(bytes.subarray(at, at + 1)));
      from = at + 1;
    }
    at += length || 1;
  }
  if (from < bytes.length) parts.push(utf8.decode(bytes.subarray(from)));
  return parts.join('');
}
