/**
 * UTF-16 and UTF-32 text, told by its byte order mark or by the NUL bytes around a leading `<` or `{`; undefined for anything else.
 * Repeated marks are dropped. TextDecoder has no UTF-32, so that is decoded here.
 */
export function decodeWide(bytes: Uint8Array): string | undefined {
  const [a = -1, b = -1, c = -1, d = -1] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return utf32(bytes, true);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32(bytes, false);
  if (a === 0xff && b === 0xfe) return utf16(bytes, 'utf-16le');
  if (a === 0xfe && b === 0xff) return utf16(bytes, 'utf-16be');
  const first = bytes.findIndex((byte) => byte !== 0 && byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  const start = bytes[first];
  if (first < 0 || first > 64 || (start !== 0x3c && start !== 0x7b)) return undefined;
  const after = bytes[first + 1] === 0;
  if (after && bytes[first + 2] === 0 && bytes[first + 3] === 0) return utf32(bytes, true);
  if (bytes[first - 1] === 0 && bytes[first - 2] === 0 && bytes[first - 3] === 0) return utf32(bytes, false);
  if (after && first % 2 === 0) return utf16(bytes, 'utf-16le');
  if (bytes[first - 1] === 0 && first % 2 === 1) return utf16(bytes, 'utf-16be');
  return undefined;
}

function utf16(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label).decode(bytes).replace(/^\ufeff+/, '');
}

function utf32(bytes: Uint8Array, little: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    const code = view.getUint32(at, little);
    parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code));
  }
  return parts.join('').replace(/^\ufeff+/, '');
}
