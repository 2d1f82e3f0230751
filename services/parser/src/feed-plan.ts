import {
  type Fault,
  type FeedMemory,
  type FeedState,
  type FeedUpdate,
  type IndexJobOf,
  MAX_JOB_BYTES,
  MAX_POLL_URL,
  type Next,
  type ParseJob,
  shortText,
} from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { Move, Store, Subscription } from '@newsmill/store';
import { netMs } from './feed-hub.ts';
import { nextRhythm, pollInterval, strainOf } from './schedule.ts';

/** The settings POLL_COST and POLL_INTERVAL_MS. */
export type PollSettings = { cost: number; fixedMs: number | undefined };
/** One poll: what was known before it, and the job that says how it went. */
export type Poll = {
  job: ParseJob;
  before: FeedState;
  memory: FeedMemory;
  move: Move | undefined;
  subscription: Subscription | undefined;
  settings: PollSettings;
};

/** A permanent redirect is believed after so many polls in a row: some last an afternoon. */
const BELIEVED_AFTER = 3;
/** A poll that moved elsewhere and fails so much there begins again where the feed was submitted. */
const MOVE_BACK_AT = 3;

export async function openPoll(store: Store, job: ParseJob, settings: PollSettings): Promise<Poll> {
  const feedId = job.feedId ?? job.urlKey;
  const { feeds, subscriptions } = store;
  const [before, memory, move, subscription] = await Promise.all([
    feeds.state(feedId),
    feeds.memory(feedId),
    feeds.move(feedId),
    subscriptions.get(feedId),
  ]);
  return { job, before, memory, move, subscription, settings };
}

/** Whether this job is the answer of that address, which may have led it to another host. */
export const answersFor = ({ urlKey: key, via }: ParseJob, url: string): boolean => key === urlKey(url) || via.includes(urlKey(url));

/** State and memory after a poll that went well. `times`: of the new items (ms), or null where the body brought none; `wishMs`: what the feed itself asks for. */
export function wellPolled(
  { job, before, memory, move, subscription, settings }: Poll,
  { times, wishMs, ...more }: { times: number[] | null; wishMs: number } & Partial<FeedState>,
): { state: FeedState; memory: FeedMemory } {
  const now = Date.parse(job.fetchedAt);
  const rhythm = times === null && memory.rhythm === null ? null : nextRhythm(memory.rhythm, times ?? [], now);
  const wait = pollInterval({
    rhythm,
    ...settings,
    wishMs: Math.max(wishMs, job.restMs ?? 0, netMs(subscription)),
    strain: 0,
    now,
    random: Math.random(),
  });
  const found = memory.search !== null && answersFor(job, memory.search.at) ? memory.search.at : undefined;
  const moved = move !== undefined && move.seen >= BELIEVED_AFTER ? move.url : undefined;
  const pollUrl = found ?? moved ?? before.poll_url;
  const state: FeedState = {
    ...before,
    last_status: job.status,
    last_polled_at: job.fetchedAt,
    last_success_at: job.fetchedAt,
    code: null,
    detail: null,
    errors_in_a_row: 0,
    ...more,
    // the submitted address itself needs no other
    poll_url: pollUrl === null || urlKey(pollUrl) === before.id || pollUrl.length > MAX_POLL_URL ? null : pollUrl,
    next_poll_at: new Date(Date.now() + wait).toISOString(),
  };
  return {
    state,
    memory: {
      ...memory,
      found: found === undefined ? memory.found : [...new Set([...memory.found, found])],
      search: null,
      straight_304: job.status === 304 ? memory.straight_304 + 1 : 0,
      strain: 0,
      rhythm,
    },
  };
}

/** State and memory after a poll that failed. What is gone (410) is not asked for again, unless only the address that its poll had moved to is. */
export function badlyPolled({ job, before, memory, settings }: Poll, fault: Fault): { state: FeedState; memory: FeedMemory } {
  const strain = memory.strain + strainOf(fault.code);
  const wait = pollInterval({
    rhythm: memory.rhythm,
    ...settings,
    wishMs: job.restMs ?? 0,
    strain,
    now: Date.now(),
    random: Math.random(),
  });
  const goesBack = before.poll_url !== null && (strain >= MOVE_BACK_AT || fault.code === 'http_gone');
  const gone = fault.code === 'http_gone' && before.poll_url === null;
  const state: FeedState = {
    ...before,
    last_status: job.status,
    last_polled_at: job.fetchedAt,
    code: fault.code,
    detail: shortText(fault.detail),
    errors_in_a_row: before.errors_in_a_row + 1,
    // another address: what the last one said of its versions must not be sent there
    ...(goesBack && { poll_url: null, etag: null, last_modified: null, body_sha: null }),
    next_poll_at: gone ? null : new Date(Date.now() + wait).toISOString(),
  };
  return { state, memory: { ...memory, search: null, straight_304: 0, strain } };
}

/**
 * The state is saved after all that the body promised is handed on, and told to Elasticsearch last. An older body that is read again
 * after a loss offers its entries and says nothing of the feed.
 */
export function finish(job: ParseJob, update: FeedUpdate): Next<'parse'>[] {
  const { v, n, origin, url, urlKey: key, feedId } = job;
  if (origin === 'rebuild') return [];
  const line = logLine(job, update.state.next_poll_at);
  const told: IndexJobOf<'feed'> = { kind: 'feed', v, n, origin, url, urlKey: key, feedId, state: update.state };
  return [
    { to: 'feed', job: update },
    { to: 'index', job: fits(told) ? told : { ...told, state: shortened(update.state) } },
    ...(line === undefined ? [] : [{ to: 'index' as const, job: line }]),
  ];
}

/** The fetch log's line on this poll, now that the next one is set. */
function logLine(job: ParseJob, next_poll_at: string | null): IndexJobOf<'fetch'> | undefined {
  const { v, n, origin, url, urlKey: key, feedId, kind: of, tries, fetched } = job;
  return fetched && { kind: 'fetch', v, n, origin, url, urlKey: key, feedId, of, tries, fetched, next_poll_at };
}

const fits = (job: IndexJobOf<'feed'>): boolean => Buffer.byteLength(JSON.stringify(job)) <= MAX_JOB_BYTES;

/** Long addresses leave little room in a job: Redis has the whole state. */
const shortened = (state: FeedState): FeedState => ({
  ...state,
  title: state.title && shortText(state.title, 60),
  link: null,
  detail: null,
});
