import { urlKey } from '@newsmill/contracts/ids';

/**
 * The id of the same feed with, or without, a slash at its end: people write both, and each would be polled. Of articles such addresses stay
 * apart; of feeds no site is known to have two that differ in it. undefined where the path is the root or names a file.
 */
export function twinId(url: string): string | undefined {
  const twin = new URL(url);
  if (twin.pathname === '/' || /\.[a-z0-9]{2,5}\/?$/i.test(twin.pathname)) return undefined;
  twin.pathname = twin.pathname.endsWith('/') ? twin.pathname.slice(0, -1) : `${twin.pathname}/`;
  return urlKey(twin.href);
}
