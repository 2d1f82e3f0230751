import { createHash } from 'node:crypto';

const ENTRY = /^feed:[A-Za-z0-9_-]{27}:/;
const HTTP = /^http:(?=\/\/)/i;

/** Bytes. A longer guid is stood for by its hash, so that the address fits every place a URL fits. */
const MAX_GUID = 1024;

export const isEntryUrl = (url: string): boolean => ENTRY.test(url);

/**
 * The address that stands for an entry without a link: `feed:<feedId>:<guid>`, hashed as it is. A guid that is a URL often flips between
 * http and https (reported fault 71), so both are one; nothing else of it is touched, a fragment may be all that tells two entries apart.
 */
export function entryUrl(feedId: string, guid: string): string {
  const text = guid.toWellFormed().trim().replace(HTTP, 'https:');
  const id = Buffer.byteLength(text) <= MAX_GUID ? text : `sha256:${createHash('sha256').update(text).digest('base64url')}`;
  return `feed:${feedId}:${id}`;
}
