import { type Code, Fault, type FetchJob, type IndexJobOf, MAX_URL, type Next, type ParseJob, shortText } from '@newsmill/contracts';
import { hostOf, urlKey } from '@newsmill/contracts/ids';
import { deadLetter, type Queues } from '@newsmill/queue';
import type { Settings } from '@newsmill/runtime';
import { type HostRest, type Store, sha256 } from '@newsmill/store';
import type { Egress } from './agent.ts';
import { type Answer, ExchangeFault, exchange } from './exchange.ts';
import type { Validators } from './headers.ts';
import { createRobotsGate } from './robots-gate.ts';

export const FETCH_SETTINGS = [
  'FETCH_CONNECT_TO',
  'FETCH_ALLOW_ADDRESSES',
  'FETCH_MAX_BYTES',
  'FETCH_TIMEOUT_MS',
  'FETCH_HEADERS_TIMEOUT_MS',
  'FETCH_MAX_REDIRECTS',
  'FETCH_TRIES',
  'HOST_GAP_MS',
  'USER_AGENT',
  'ROBOTS',
] as const;

export type FetchContext = {
  store: Store;
  queues: Queues;
  egress: Egress;
  settings: Settings<(typeof FETCH_SETTINGS)[number]>;
  leaseMs: number;
};

const MAX_VIA = 10;
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
  const robots = createRobotsGate(context);

  async function handle(job: FetchJob, signal: AbortSignal): Promise<Next<'fetch'>[]> {
    // a job that outlived its lease may find its host with another: then this fetch would break the gap
    if (!(await store.frontier.start(job, context.leaseMs))) return [];
    if (job.kind === 'page' && (await store.bodies.isBuried(job.urlKey, hostOf(job.url))))
      return [{ to: 'index', job: ended(job, 'removed') }];
    // an entry without a link: the feed's words are all there is, and the parser keeps them
    if (job.url.startsWith('feed:')) return [parse(job, { status: 200 })];
    let delayMs = 0;
    try {
      const verdict = await robots(job, signal);
      // the request for robots.txt was this host's turn: the page waits for another
      if (verdict.asked !== null) throw new Deferred({ gapMs, ...verdict.asked }, { tried: false });
      delayMs = verdict.delayMs;
      const askedAt = Date.now();
      const validators = await validatorsOf(store, job);
      const answer = await exchange(context.egress, job.url, { limits, userAgent, validators, allows: verdict.allows, signal });
      // every hop was a request; and a host that takes long to answer is given as long to rest
      rests.set(job, { gapMs, restMs: Math.max(gapMs * (answer.hops + 1), Date.now() - askedAt, delayMs) });
      return await answered(job, answer);
    } catch (error) {
      // another worker has the job now: what this one does with the URL would only be in its way
      if (signal.aborted || !(error instanceof ExchangeFault)) throw error;
      return failed(job, error, delayMs);
    }
  }

  async function answered(job: FetchJob, answer: Answer): Promise<Next<'fetch'>[]> {
    if (answer.kind === 'elsewhere') return elsewhere(job, answer.url);
    if (answer.kind === 'not_modified') return [parse(job, { status: 304 })];
    const { finalUrl, status, headers, body } = answer;
    // the same bytes again, from a server that does not say 304: nothing to keep, nothing to parse
    if (job.kind === 'feed' && (await lastBodySha(store, job)) === sha256(body)) return [parse(job, { status })];
    const key = await store.bodies.putExchange({ finalUrl, status, headers, body, fetchedAt: new Date().toISOString(), item: job });
    return [parse(job, { exchange: key, status })];
  }

  /** A redirect to another host goes through the frontier, so that its gate holds; it takes the place of the URL that led there. */
  function elsewhere(job: FetchJob, url: string): Next<'fetch'>[] {
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
    if (kind === 'page') return [...next, { to: 'index', job: ended(job, 'redirected') }];
    // a feed has no record of its own that says "redirected": its poll goes on under the new address
    settled.add(job);
    return next;
  }

  function failed(job: FetchJob, fault: ExchangeFault, delayMs = 0): Next<'fetch'>[] {
    const restMs = Math.max(rests.get(job)?.restMs ?? gapMs * (fault.hops + 1), fault.retryAfterMs ?? 0, delayMs);
    const rest = { gapMs, restMs, failed: HOST_FAULTS.has(fault.code) };
    rests.set(job, rest);
    if (!fault.permanent && job.tries + 1 < settings.FETCH_TRIES) throw new Deferred(rest);
    return [parse(job, { status: fault.status, code: fault.code, detail: shortText(fault.detail) })];
  }

  async function after(job: FetchJob): Promise<void> {
    await store.frontier.done(job, rests.get(job) ?? { gapMs });
    if (settled.has(job)) await store.frontier.settle(job);
  }

  return {
    handle: async (job: FetchJob, signal: AbortSignal): Promise<Next<'fetch'>[]> => {
      try {
        return await handle(job, signal);
      } catch (error) {
        if (!(error instanceof Deferred)) throw error;
        await store.frontier.defer(job, error.rest, error.options);
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

async function validatorsOf(store: Store, job: FetchJob): Promise<Validators> {
  if (job.kind !== 'feed' || job.feedId === null) return { etag: null, last_modified: null };
  return store.feeds.state(job.feedId);
}

async function lastBodySha(store: Store, job: FetchJob): Promise<string | null> {
  return job.feedId === null ? null : (await store.feeds.state(job.feedId)).body_sha;
}

function parse(job: FetchJob, result: Partial<ParseJob>): { to: 'parse'; job: ParseJob } {
  const none = { exchange: null, status: null, code: null, detail: null };
  return { to: 'parse', job: { ...job, ...none, fetchedAt: new Date().toISOString(), ...result } };
}

function ended(job: FetchJob, outcome: 'redirected' | 'removed'): IndexJobOf<'url'> {
  const { v, n, origin, url, urlKey: key, feedId } = job;
  return {
    kind: 'url',
    v,
    n,
    origin,
    url,
    urlKey: key,
    feedId,
    outcome,
    code: null,
    detail: null,
    stage: 'fetch',
    status: null,
    exchange: null,
    entryKey: null,
    jobId: null,
    at: new Date().toISOString(),
  };
}
