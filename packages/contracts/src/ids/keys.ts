import { createHash } from 'node:crypto';
import { normalizeUrl } from './normalize.ts';

const KEY_BYTES = 20;

/** The id of a URL: 27 characters of base64url, the first 20 bytes of the SHA-256 of its normal form. Throws a `bad_url` Fault. */
export function urlKey(url: string): string {
  return createHash('sha256').update(normalizeUrl(url)).digest().subarray(0, KEY_BYTES).toString('base64url');
}

type Content = {
  readonly title?: string | null | undefined;
  readonly subtitle?: string | null | undefined;
  readonly body?: string | null | undefined;
};

/** Over 30 combining marks in a row are no writing: parted (UAX #15, stream-safe format), because NFC takes quadratic time over such a run. */
const streamSafe = (text: string): string => text.replace(/\p{M}{30}(?=\p{M})/gu, '$&\u034f');

/** Unicode NFC, every run of white space and control characters one space. */
const folded = (text: string | null | undefined): string =>
  streamSafe(text ?? '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();

/** The id of a text: the SHA-256 of its folded fields in base64url. Folding leaves no line break, so one can part the fields. */
export function contentHash({ title, subtitle, body }: Content): string {
  return createHash('sha256').update([title, subtitle, body].map(folded).join('\n')).digest('base64url');
}
