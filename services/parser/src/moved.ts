import { type IndexJobOf, MAX_URL, type Next, type ParseJob } from '@newsmill/contracts';
import { isHomePage, unwrapUrl, urlKey } from '@newsmill/contracts/ids';
import type { Search } from '@newsmill/search';

const MAX_VIA = 10;
const MAX_DETAIL = 500;

/**
 * A page that only sends its readers on, by a refresh in its markup, is a redirect: interstitials of shorteners, aggregators and networks are
 * such. The target takes its place, through the frontier. undefined where it leads in a circle, too far, or nowhere.
 */
export function movedOn(job: ParseJob, to: string, ended: IndexJobOf<'url'>): Next<'parse'>[] | undefined {
  const url = unwrapUrl(to);
  const key = urlKey(url);
  const via = [...job.via, job.urlKey];
  if (via.includes(key) || via.length > MAX_VIA || url.length > MAX_URL) return undefined;
  const { origin, feedId, entryKey, kind } = job;
  const offer = { origin, url, urlKey: key, feedId, entryKey, kind, via };
  const outcome = { ...ended, outcome: 'redirected', code: null, detail: url.length <= MAX_DETAIL ? url : null } as const;
  // a rebuild reads what is kept and asks no host: the target has a kept body of its own
  const offered: Next<'parse'>[] = origin === 'rebuild' ? [] : [{ to: 'frontier', job: { offer, mode: 'new' } }];
  return [...offered, { to: 'index', job: outcome }];
}

/** Whether what was announced as a page led to a front page, as publishers and shorteners do with what is gone. */
export async function ledHome(search: Search, { url, via }: ParseJob, finalUrl: string): Promise<boolean> {
  if (!isHomePage(finalUrl)) return false;
  const [first] = via;
  const from = first === undefined ? url : (await search.registry.get([first])).get(first)?.url;
  return from === undefined || !isHomePage(from);
}
