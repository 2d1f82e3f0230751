import { Fault, MAX_URL } from '@newsmill/contracts';
import { parseHttpUrl, unwrapUrl } from '@newsmill/contracts/ids';
import { addressGuard, literalAddress } from '@newsmill/runtime';
import type { ApiSettings } from './context.ts';

/** Reads a URL that a person submits, the target in the place of its wrapper: its syntax and a literal address alone. What lies behind a name is found out by the fetch. */
export function submittedUrl(text: string, settings: ApiSettings): string {
  const url = parseHttpUrl(unwrapUrl(text));
  if (url === undefined) throw new Fault('bad_url', text.slice(0, 200));
  if (url.href.length > MAX_URL) throw new Fault('bad_url', `longer than ${MAX_URL} characters`);
  const literal = literalAddress(url);
  if (settings.FETCH_CONNECT_TO === '' && literal !== undefined && !addressGuard(settings.FETCH_ALLOW_ADDRESSES)(literal)) {
    throw new Fault('forbidden_address', literal);
  }
  return url.href;
}
