import { type Code, Fault, type FetchJob, type IndexJobOf, MAX_POLL_URL, MAX_URL, type Next, shortText } from '@newsmill/contracts';
import { hostOf, unwrapUrl, urlKey } from '@newsmill/contracts/ids';
import { deadLetter, type Queues } from '@newsmill/queue';
import { EGRESS_SETTINGS, type Egress, freshFor, type Settings } from '@newsmill/runtime';
import { type HostRest, type KeptPage, type Store, sha256 } from '@newsmill/store';
import { type Answer, ExchangeFault, exchange } from './exchange.ts';
import { createFeedGaps } from './feed-gap.ts';
import { feedHeaders } from './feed-request.ts';
import { createFetchLog } from './fetch-log.ts';
import type { Validators } from './headers.ts';
import { ended, parse, versionOf } from './next.ts';
import { newsOf, recheckOf } from './rechecks.ts';
import { createRobotsGate } from './robots-gate.ts';

export const FETCH_SETTINGS = [
  ...EGRESS_SETTINGS,
  'FETCH_MAX_BYTES',
  'FETCH_TIMEOUT_MS',
  'FETCH_MAX_REDIRECTS',
  'FETCH_TRIES',
  'HOST_GAP_MS',
  'USER_AGENT',
  'ROBOTS',
  'FETCH_LOG',
  'BLOCK_HOSTS',
] as const;

export type FetchContext = {
  store: Store;
  queues: Queues;
  egress: Egress;
  settings: Settings<(typeof FETCH_SETTINGS)[number]>;
  leaseMs: number;
};

const MAX_VIA = 10;
/** What an outcome's detail may hold. */
const MAX_DETAIL = 500;
/** Faults that tell of the host, not of one URL: the whole host rests longer with each in a row. */
const HOST_FAULTS: ReadonlySet<Code> = new Set([
  'dns_failure',
  'connect_failure',
  'tls_failure',
  'timeout',
  'http_rate_limited',
  'http_server_error',
]);

/** The fetch stage: `handle` makes one exchange and keeps it; `after`, when its next job is added, gives the host free. */
export function createFetchHandler(context: FetchContext) {
  const { store, settings } = context;
  const gapMs = settings.HOST_GAP_MS;
  const limits = { maxBytes: settings.FETCH_MAX_BYTES, timeoutMs: settings.FETCH_TIMEOUT_MS, maxRedirects: settings.FETCH_MAX_REDIRECTS };
  const userAgent = settings.USER_AGENT;
  const rests = new WeakMap<FetchJob, HostRest>();
  const settled = new WeakSet<FetchJob>();
  const deferred = new WeakSet<FetchJob>();
  const kept = new WeakMap<FetchJob, KeptPage>();
  const log = createFetchLog(context.queues, settings.FETCH_LOG);
  const robots = createRobotsGate(context, log);
  const gapOfFeed = createFeedGaps(store);

  async function handle(job: FetchJob, signal: AbortSignal): Promise<Next<'fetch'>[]> {
    // a job that outlived its lease may find its host with another: then this fetch would break the gap
    if (!(await store.frontier.start(job, context.leaseMs))) return [];
    if (job.kind === 'page' && (await store.bodies.isBuried(job.urlKey, hostOf(job.url))))
      return [{ to: 'index', job: ended(job, 'removed') }];
    // an entry without a link: the feed's words are all there is, and the parser keeps them
    if (job.url.startsWith('feed:')) return [parse(job, { status: 200 })];
    if (isBlocked(hostOf(job.url))) return unasked(job, 'host_blocked');
    // what asks for a longer rest than the host's own has its way
    let delayMs = await gapOfFeed(job);
    let asked: Parameters<typeof log.note>[1] | undefined;
    try {
      const verdict = await robots(job, signal);
      // the request for robots.txt was this host's turn: the page waits for another
      if (verdict.asked !== null) throw new Deferred({ gapMs, restMs: Math.max(verdict.asked.restMs, delayMs) }, { tried: false });
      delayMs = Math.max(delayMs, verdict.delayMs);
      const [page, more] = await Promise.all([recheckOf(store, job), feedHeaders(store, job)]);
      if (page !== undefined) kept.set(job, page);
      const validators = page ?? (await validatorsOf(store, job));
      const askedAt = Date.now();
      asked = { at: askedAt, validators };
      const answer = await exchange(context.egress, job.url, { limits, userAgent, validators, more, allows: verdict.allows, signal });
      // every hop was a request; and a host that takes long to answer is given as long to rest
      rests.set(job, { gapMs, restMs: Math.max(gapMs * (answer.hops + 1), Date.now() - askedAt, delayMs), requests: answer.hops + 1 });
      log.note(job, asked, answer);
      return await answered(job, answer);
    } catch (error) {
      // another worker has the job now: what this one does with the URL would only be in its way
      if (signal.aborted || !(error instanceof ExchangeFault)) throw error;
      if (asked !== undefined) log.note(job, asked, error);
      return failed(job, error, delayMs);
    }
  }

  const blocked = settings.BLOCK_HOSTS.map((host) => host.toLowerCase().replace(/^\*?\./, ''));
  const isBlocked = (host: string): boolean => blocked.some((one) => host === one || host.endsWith(`.${one}`));
  /** No request was made: the host needs no rest. */
  function unasked(job: FetchJob, code: Code): Next<'fetch'>[] {
    rests.set(job, { gapMs: 0, requests: 0 });
    return [parse(job, { code })];
  }

  async function answered(job: FetchJob, answer: Answer): Promise<Next<'fetch'>[]> {
    if (job.kind === 'feed' && job.feedId !== null && job.via.length === 0)
      await store.feeds.noteMove(job.feedId, believable(answer.movedTo));
    if (answer.kind === 'elsewhere') return elsewhere(job, answer.url);
    const before = kept.get(job);
    const news = before === undefined ? 'page' : newsOf(before, answer);
    if (news === 'none') return unchanged(job, {});
    if (news === 'wishes') {
      await store.rechecks.forgetVersion(job.urlKey);
      throw new Deferred(rests.get(job) ?? { gapMs }, { tried: false });
    }
    const rest = job.kind === 'feed' ? { restMs: freshFor(answer.headers) } : {};
    const again = job.kind === 'feed' ? { ...rest, validators: versionOf(answer.headers) } : rest;
    if (answer.kind === 'not_modified') return [parse(job, { status: 304, ...again })];
    const { finalUrl, status, headers, body } = answer;
    // the same bytes again, from a server that does not say 304: nothing to keep, nothing to parse
    if (job.kind === 'feed' && (await lastBodySha(store, job)) === sha256(body)) return [parse(job, { status, ...again })];
    const key = await store.bodies.putExchange({ finalUrl, status, headers, body, fetchedAt: new Date().toISOString(), item: job });
    return [parse(job, { exchange: key, status, ...rest })];
  }

  /** A re-check that brings nothing new: the article stays, and its record notes what was answered. */
  async function unchanged(job: FetchJob, note: Partial<IndexJobOf<'url'>>): Promise<Next<'fetch'>[]> {
    await store.rechecks.answered(job.urlKey);
    return [{ to: 'index', job: { ...ended(job, 'unchanged'), ...note } }];
  }

  /** A redirect to another host goes through the frontier, so that its gate holds; it takes the place of the URL that led there. */
  async function elsewhere(job: FetchJob, led: string): Promise<Next<'fetch'>[]> {
    const url = job.kind === 'page' ? unwrapUrl(led) : led;
    const key = urlKey(url);
    const via = [...job.via, job.urlKey];
    if (via.includes(key)) return failed(job, new ExchangeFault(new Fault('redirect_loop', url.slice(0, 300))));
    if (url.length > MAX_URL) return failed(job, new ExchangeFault(new Fault('bad_redirect', `to an address of ${url.length} characters`)));
    if (via.length > MAX_VIA) return failed(job, new ExchangeFault(new Fault('too_many_redirects', url.slice(0, 300))));
    const { origin, feedId, entryKey, kind } = job;
    const next: Next<'fetch'>[] = [
      {
        to: 'frontier',
        job: { offer: { origin, url, urlKey: key, feedId, entryKey, kind, via }, mode: kind === 'feed' ? 'again' : 'new' },
      },
    ];
    // where it led stands on its record, for those who ask what became of it
    if (kind === 'page')
      return [...next, { to: 'index', job: { ...ended(job, 'redirected'), detail: url.length <= MAX_DETAIL ? url : null } }];
    // a feed has no record of its own that says "redirected": its poll goes on under the new address
    settled.add(job);
    return next;
  }

  async function failed(job: FetchJob, fault: ExchangeFault, delayMs = 0): Promise<Next<'fetch'>[]> {
    const restMs = Math.max(rests.get(job)?.restMs ?? gapMs * (fault.hops + 1), fault.retryAfterMs ?? 0, delayMs);
    const rest = { gapMs, restMs, failed: HOST_FAULTS.has(fault.code), requests: rests.get(job)?.requests ?? fault.hops + 1 };
    rests.set(job, rest);
    // the next re-check is soon enough, and the feed's words must not take the place of the page
    if (kept.has(job)) return unchanged(job, { code: fault.code, status: fault.status, detail: shortText(fault.detail) });
    if (!fault.permanent && job.tries + 1 < settings.FETCH_TRIES) throw new Deferred(rest);
    const asked = fault.retryAfterMs === null ? {} : { restMs: Math.floor(fault.retryAfterMs) };
    return [parse(job, { status: fault.status, code: fault.code, detail: shortText(fault.detail), ...asked })];
  }

  async function after(job: FetchJob): Promise<void> {
    // one that was deferred has ended its turn: what holds the host under its name by now is its next one
    if (!deferred.has(job)) await store.frontier.done(job, rests.get(job) ?? { gapMs });
    await log.tell(job);
    if (settled.has(job)) await store.frontier.settle(job);
  }

  return {
    handle: async (job: FetchJob, signal: AbortSignal): Promise<Next<'fetch'>[]> => {
      try {
        return log.attach(job, await handle(job, signal));
      } catch (error) {
        if (!(error instanceof Deferred)) throw error;
        await store.frontier.defer(job, error.rest, error.options);
        deferred.add(job);
        return [];
      }
    },
    after,
    onDead: async (job: FetchJob, fault: Fault, jobId: string | null = null): Promise<void> => {
      await context.queues.add('index', deadLetter('fetch', job, fault, jobId));
      await after(job);
    },
  };
}

/** The URL goes back to its host's list. */
class Deferred extends Error {
  override readonly name = 'Deferred';
  readonly rest: HostRest;
  readonly options: { tried: boolean };

  constructor(rest: HostRest, options = { tried: true }) {
    super('tried again later');
    this.rest = rest;
    this.options = options;
  }
}

/** After so many 304 in a row a feed is asked for whole: some servers say so for ever (fault 3). */
const MAX_STRAIGHT_304 = 20;

async function validatorsOf(store: Store, job: FetchJob): Promise<Validators> {
  const none = { etag: null, last_modified: null };
  if (job.kind !== 'feed' || job.feedId === null) return none;
  const [state, { straight_304 }] = await Promise.all([store.feeds.state(job.feedId), store.feeds.memory(job.feedId)]);
  return straight_304 >= MAX_STRAIGHT_304 ? none : state;
}

const believable = (url: string | null): string | null => (url !== null && url.length <= MAX_POLL_URL ? url : null);

async function lastBodySha(store: Store, job: FetchJob): Promise<string | null> {
  return job.feedId === null ? null : (await store.feeds.state(job.feedId)).body_sha;
}
