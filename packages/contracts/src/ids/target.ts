import { parseHttpUrl } from './parse.ts';

/** `http:` or `https:` in base64, also as Bing begins it. */
const BASE64 = /^(?:a1)?(aHR0c(?:DovL|HM6Ly)[A-Za-z0-9_+/-]+={0,2})$/;
const ENCODED_SCHEME = /^https?%(?:25)*3a/i;
const MAX_DECODED = 3;

/** UTF-8 percent-decoding; undefined for what is none. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What a wrapper names, decoded once, as an address: encoded again and again by careless wrappers, or in base64. Relative ones are none. */
export function target(text: string): string | undefined {
  const base64 = BASE64.exec(text.trim())?.[1];
  let whole: string | undefined = base64 === undefined ? text.trim() : Buffer.from(base64, 'base64url').toString();
  for (let times = 0; times < MAX_DECODED && whole !== undefined && ENCODED_SCHEME.test(whole); times += 1) whole = decoded(whole);
  // another charset than UTF-8: what the address was cannot be told
  if (whole === undefined || whole.includes('\ufffd')) return undefined;
  return parseHttpUrl(whole)?.href;
}
