import { firstAddress } from '@newsmill/contracts/ids';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** An absolute URL for a reference, or undefined where there is none. White space inside (line breaks in feeds) is dropped at the ends only. */
export function absolute(reference: string | undefined, base: string): string | undefined {
  const text = reference?.trim() ?? '';
  if (text === '' || text.length > 8192) return undefined;
  const one = firstAddress(text);
  try {
    return new URL(one, SCHEME.test(base) ? base : undefined).href;
  } catch {
    return undefined;
  }
}

/** The same, for a link to read: http and https only. */
export function webLink(reference: string | undefined, base: string): string | undefined {
  const url = absolute(reference, base);
  return url !== undefined && /^https?:/.test(url) ? url : undefined;
}
