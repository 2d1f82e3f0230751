import { Fault, type FeedMemory, type Next, type Offer } from '@newsmill/contracts';
import { parseHttpUrl, unwrapUrl, urlKey } from '@newsmill/contracts/ids';
import type { Store } from '@newsmill/store';
import { guessedFeeds, headerFeeds } from './feed/discover.ts';
import { answersFor, badlyPolled, finish, type Poll } from './feed-plan.ts';
import type { ParsePool } from './pool.ts';

type Context = { store: Store; pool: ParsePool };

const MAX_TRIED = 15;
/** A search that has said nothing for so long is begun again by the next poll. */
const SEARCH_LOST_MS = 10 * 60_000;
const MAX_CANDIDATE = 512;

/**
 * A page, or an index of sitemaps, was submitted in the place of its feed: the feeds that it names are tried one by one, each through the frontier, and the poll goes on
 * under the first that is one. undefined where this failure is no matter of a search. The state is saved before the next address is offered;
 * run twice, the same address is offered twice, which the frontier refuses.
 */
export async function searchOn(context: Context, poll: Poll, fault: Fault): Promise<Next<'parse'>[] | undefined> {
  const { job, memory } = poll;
  if (job.origin === 'rebuild') return undefined;
  if (memory.search !== null) {
    // a poll that began anew, or a repeat of one that is over
    if (!answersFor(job, memory.search.at)) return step(poll, memory);
    const [at, ...rest] = memory.search.rest;
    return at === undefined ? givenUp(poll) : step(poll, { ...memory, search: { at, rest } });
  }
  if (fault.code !== 'not_a_feed' || job.exchange === null || !mayBegin(poll)) return undefined;
  const found = await candidatesOf(context, poll, job.exchange);
  if (found === undefined) return undefined;
  const [at, ...rest] = found.tried;
  if (at === undefined) return undefined;
  return step(poll, { ...memory, found: found.declared, search: { at, rest } });
}

/** A feed that was read at its own address before only has a bad day when it answers with a page. */
const mayBegin = ({ before, memory }: Poll): boolean =>
  before.poll_url === null && (before.last_success_at === null || memory.found.length > 0);

async function candidatesOf(
  { store, pool }: Context,
  { job, before }: Poll,
  exchange: string,
): Promise<{ declared: string[]; tried: string[] } | undefined> {
  const { body, headers, finalUrl } = await store.bodies.getExchange(exchange);
  const links = await pool.run({ kind: 'links', bytes: body, contentType: headers['content-type'], url: finalUrl });
  if (!links.isHtml && links.declared.length === 0) return undefined;
  const own = new Set([job.urlKey, urlKey(finalUrl), ...job.via]);
  const usable = (urls: string[]): string[] => {
    const read = urls
      .flatMap((url) => parseHttpUrl(unwrapUrl(url))?.href ?? [])
      .filter((url) => url.length <= MAX_CANDIDATE && !own.has(urlKey(url)));
    // the feed of comments is what nobody means
    return [...new Set([...read.filter((url) => !/comment/i.test(url)), ...read])].slice(0, MAX_TRIED);
  };
  const declared = usable([...links.declared, ...headerFeeds(headers['link'] ?? '', finalUrl)]);
  if (declared.length > 0) return { declared, tried: declared };
  // the usual addresses are tried once, not at each poll
  const isFirst = before.last_polled_at === null;
  return { declared, tried: isFirst ? usable([...links.linked.slice(0, 5), ...guessedFeeds(finalUrl)]) : [] };
}

function step(poll: Poll, memory: FeedMemory): Next<'parse'>[] {
  const { job, before } = poll;
  if (memory.search === null) return [];
  const { at } = memory.search;
  const offer: Offer = { origin: job.origin, url: at, urlKey: urlKey(at), feedId: before.id, entryKey: null, kind: 'feed', via: [] };
  const state = { ...before, last_status: job.status, next_poll_at: new Date(Date.now() + SEARCH_LOST_MS).toISOString() };
  const [saved, ...told] = finish(job, { state, known: null, memory });
  return [...(saved === undefined ? [] : [saved]), { to: 'frontier', job: { offer, mode: 'again' } }, ...told];
}

/** None of them is a feed. */
function givenUp(poll: Poll): Next<'parse'>[] {
  const fault = new Fault('not_a_feed', 'the page is no feed, and neither is any address that it names or that is usual');
  return finish(poll.job, { ...badlyPolled(poll, fault), known: null });
}
