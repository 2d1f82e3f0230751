import { Fault, type FetchJob, type IndexJobOf, type Next, type ParseJob } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { deadLetter, type Queues } from '@newsmill/queue';
import type { Settings } from '@newsmill/runtime';
import { type Store, scratchKey, sha256 } from '@newsmill/store';
import type { Egress } from './agent.ts';
import { type Answer, ExchangeFault, exchange, type Validators } from './exchange.ts';

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
] as const;

export type FetchContext = {
  store: Store;
  queues: Queues;
  egress: Egress;
  settings: Settings<(typeof FETCH_SETTINGS)[number]>;
  leaseMs: number;
};

const RETRY_FIRST_MS = 5_000;
const RETRY_MOST_MS = 3_600_000;
const MAX_VIA = 10;

/** The fetch stage: `handle` makes one exchange and keeps it; `after`, when its next job is added, gives the host free. */
export function createFetchHandler(context: FetchContext) {
  const { store, settings } = context;
  const gapMs = settings.HOST_GAP_MS;
  const limits = { maxBytes: settings.FETCH_MAX_BYTES, timeoutMs: settings.FETCH_TIMEOUT_MS, maxRedirects: settings.FETCH_MAX_REDIRECTS };
  const userAgent = settings.USER_AGENT;
  const rests = new WeakMap<FetchJob, number>();
  const settled = new WeakSet<FetchJob>();

  async function handle(job: FetchJob, signal: AbortSignal): Promise<Next<'fetch'>[]> {
    // a job that outlived its lease may find its host with another: then this fetch would break the gap
    if (!(await store.frontier.start(job, context.leaseMs))) return [];
    if (job.url.startsWith('feed:')) return [parse(job, { exchange: await keepEntry(store, job), finalUrl: job.url, status: 200 })];
    try {
      const answer = await exchange(context.egress, job.url, { limits, userAgent, validators: await validatorsOf(store, job), signal });
      rests.set(job, gapMs * (answer.hops + 1));
      return await answered(job, answer);
    } catch (error) {
      if (!(error instanceof ExchangeFault)) throw error;
      return failed(job, error);
    }
  }

  async function answered(job: FetchJob, answer: Answer): Promise<Next<'fetch'>[]> {
    if (answer.kind === 'elsewhere') return elsewhere(job, answer.url);
    if (answer.kind === 'not_modified') return [parse(job, { finalUrl: answer.finalUrl, status: 304 })];
    const { finalUrl, status, headers, body } = answer;
    // the same bytes again, from a server that does not say 304: nothing to keep, nothing to parse
    if (job.kind === 'feed' && (await lastBodySha(store, job)) === sha256(body)) return [parse(job, { finalUrl, status })];
    const key = await store.bodies.putExchange({ finalUrl, status, headers, body, fetchedAt: new Date().toISOString(), item: job });
    return [parse(job, { exchange: key, finalUrl, status })];
  }

  /** A redirect to another host goes through the frontier, so that its gate holds; it takes the place of the URL that led there. */
  function elsewhere(job: FetchJob, url: string): Next<'fetch'>[] {
    const via = [...job.via, job.url];
    const key = urlKey(url);
    if (via.some((passed) => urlKey(passed) === key))
      return failed(job, new ExchangeFault(new Fault('redirect_loop', url.slice(0, 300)), null, null));
    if (via.length > MAX_VIA) return failed(job, new ExchangeFault(new Fault('too_many_redirects', url.slice(0, 300)), null, null));
    const { origin, feedId, entryKey, kind } = job;
    const next: Next<'fetch'>[] = [
      {
        to: 'frontier',
        job: { offer: { origin, url, urlKey: key, feedId, entryKey, kind, via }, mode: kind === 'feed' ? 'again' : 'new' },
      },
    ];
    if (kind === 'page') return [...next, { to: 'index', job: redirected(job) }];
    // a feed has no record of its own that says "redirected": its poll goes on under the new address
    settled.add(job);
    return next;
  }

  function failed(job: FetchJob, fault: ExchangeFault): Next<'fetch'>[] {
    const backOff = Math.min(RETRY_FIRST_MS * 2 ** job.tries, RETRY_MOST_MS);
    const rest = Math.max(fault.retryAfterMs ?? 0, fault.permanent ? gapMs : backOff);
    rests.set(job, rest);
    if (!fault.permanent && job.tries + 1 < settings.FETCH_TRIES) throw new Deferred(rest);
    return [parse(job, { status: fault.status, code: fault.code, detail: fault.detail.slice(0, 500) })];
  }

  async function after(job: FetchJob): Promise<void> {
    await store.frontier.done(job, rests.get(job) ?? gapMs);
    if (settled.has(job)) await store.frontier.settle(job);
  }

  return {
    handle: async (job: FetchJob, signal: AbortSignal): Promise<Next<'fetch'>[]> => {
      try {
        return await handle(job, signal);
      } catch (error) {
        if (!(error instanceof Deferred)) throw error;
        await store.frontier.defer(job, error.restMs);
        return [];
      }
    },
    after,
    onDead: async (job: FetchJob, fault: Fault): Promise<void> => {
      await context.queues.add('index', deadLetter('fetch', job, fault));
      await after(job);
    },
  };
}

/** The URL goes back to its host's list. */
class Deferred extends Error {
  override readonly name = 'Deferred';
  readonly restMs: number;

  constructor(restMs: number) {
    super('tried again later');
    this.restMs = restMs;
  }
}

async function validatorsOf(store: Store, job: FetchJob): Promise<Validators> {
  if (job.kind !== 'feed' || job.feedId === null) return { etag: null, last_modified: null };
  return store.feeds.state(job.feedId);
}

async function lastBodySha(store: Store, job: FetchJob): Promise<string | null> {
  return job.feedId === null ? null : (await store.feeds.state(job.feedId)).body_sha;
}

/** An entry without a link is an article of its own: the feed's words on it become its exchange. */
async function keepEntry(store: Store, job: FetchJob): Promise<string> {
  const entry = await store.bodies.getScratch(scratchKey(job.entryKey ?? ''));
  const body = Buffer.from(JSON.stringify(entry));
  const headers = { 'content-type': 'application/json' };
  return store.bodies.putExchange({ finalUrl: job.url, status: 200, headers, body, fetchedAt: new Date().toISOString(), item: job });
}

function parse(job: FetchJob, result: Partial<ParseJob>): { to: 'parse'; job: ParseJob } {
  const none = { exchange: null, finalUrl: null, status: null, code: null, detail: null };
  return { to: 'parse', job: { ...job, ...none, fetchedAt: new Date().toISOString(), ...result } };
}

function redirected(job: FetchJob): IndexJobOf<'url'> {
  const { v, n, origin, url, urlKey: key, feedId } = job;
  return {
    kind: 'url',
    v,
    n,
    origin,
    url,
    urlKey: key,
    feedId,
    outcome: 'redirected',
    code: null,
    detail: null,
    stage: 'fetch',
    status: null,
    exchange: null,
    at: new Date().toISOString(),
  };
}
