import { type FetchJob, wordedWishes } from '@newsmill/contracts';
import { type KeptPage, type Store, sha256 } from '@newsmill/store';
import type { Answer } from './exchange.ts';
import type { LoopContext } from './loops.ts';

const AT_ONCE = 200;
/** What has become of a URL whose page is worth a second look. */
const ARTICLE: ReadonlySet<string> = new Set(['indexed', 'merged', 'unchanged']);

/** Offers the pages whose time has come, behind everything that is new. Only articles that are indexed: anything else is on its way yet, or over. */
export async function offerRechecks({ store, search, recheckAfterMs = [] }: LoopContext): Promise<boolean> {
  if (recheckAfterMs.length === 0) return false;
  const found = await store.lease('rechecks', 60_000, async () => {
    const pages = await store.rechecks.takeDue(AT_ONCE, recheckAfterMs);
    const records = await search.registry.get(pages.map(({ offer }) => offer.urlKey));
    const worth = pages.filter(({ offer }) => ARTICLE.has(records.get(offer.urlKey)?.outcome ?? ''));
    await store.rechecks.ask(worth);
    await store.frontier.offer(
      worth.map(({ offer }) => offer),
      'again',
    );
    return pages.length === AT_ONCE;
  });
  return found ?? false;
}

/** What the page was at its last reading, where this job is a re-check of it. A changed feed entry is none: its words are to be read with the page. */
export async function recheckOf(store: Store, job: FetchJob): Promise<KeptPage | undefined> {
  if (job.kind !== 'page' || job.origin !== 'live') return undefined;
  const page = await store.rechecks.get(job.urlKey);
  return page?.asked === true && page.offer.entryKey === job.entryKey && page.offer.url === job.url ? page : undefined;
}

/**
 * What is new in an answer to a re-check. `page`: it is to be read. `wishes`: a 304, but its publisher wishes something else of the page now: it is to
 * be asked for whole. A 304 that does not say the wishes again changes none.
 */
export function newsOf(before: KeptPage, answer: Exclude<Answer, { kind: 'elsewhere' }>): 'none' | 'wishes' | 'page' {
  if (answer.kind === 'body' && before.sha !== sha256(answer.body)) return 'page';
  const wishes = wordedWishes(answer.headers);
  const isSame = before.wishes === undefined || wishes === before.wishes || (answer.kind === 'not_modified' && wishes === '');
  if (isSame) return 'none';
  return answer.kind === 'body' ? 'page' : 'wishes';
}
