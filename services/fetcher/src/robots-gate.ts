import type { Code, FetchJob } from '@newsmill/contracts';
import { productToken } from '@newsmill/runtime';
import { ExchangeFault, exchange } from './exchange.ts';
import type { FetchLog } from './fetch-log.ts';
import type { FetchContext } from './handler.ts';
import { allows, MAX_ROBOTS_BYTES, type Robots, readRobots } from './robots.ts';

const TTL_MS = 24 * 3_600_000;
/** A file that was not there may come soon, and one that leads to another host is looked at again. */
const ABSENT_TTL_MS = 3_600_000;
/** The longest Crawl-delay that is kept: some files ask for a day between two pages. */
const MAX_DELAY_SECONDS = 60;
const NO_VALIDATORS = { etag: null, last_modified: null };
const NONE: Robots = { rules: [], crawlDelaySeconds: null };

/** RFC 9309 section 2.3.1.3: what says that there is no such file, or that it cannot be read at all, forbids nothing. */
const ABSENT: ReadonlySet<Code> = new Set([
  'http_not_found',
  'http_gone',
  'http_refused',
  'http_client_error',
  'empty_body',
  'too_large',
  'bad_encoding',
  'redirect_loop',
  'too_many_redirects',
  'bad_redirect',
]);

/** `asked`: the rules were not known and are now; the request for them was the host's turn, which rests so long. */
type Verdict = { asked: { restMs: number } } | { asked: null; delayMs: number; allows: (url: URL) => boolean };
const FREE: Verdict = { asked: null, delayMs: 0, allows: () => true };
const delayOf = ({ crawlDelaySeconds }: Robots): number => Math.min(crawlDelaySeconds ?? 0, MAX_DELAY_SECONDS) * 1_000;

/**
 * What robots.txt says of a URL. Throws ExchangeFault where the file cannot be had for a reason that may pass (5xx, 429, no connection: RFC 9309
 * section 2.3.1.4): the page fails with it and is tried later. A feed that a person submitted is always fetched, as feed readers do;
 * its host's Crawl-delay holds where it is known, and nobody asks for it.
 */
export function createRobotsGate({ store, egress, settings }: Pick<FetchContext, 'store' | 'egress' | 'settings'>, log: FetchLog) {
  const agent = productToken(settings.USER_AGENT);
  const limits = { maxBytes: settings.FETCH_MAX_BYTES, timeoutMs: settings.FETCH_TIMEOUT_MS, maxRedirects: settings.FETCH_MAX_REDIRECTS };

  const keep = (origin: string, robots: Robots, ttlMs: number): Promise<void> => store.robots.put(origin, JSON.stringify(robots), ttlMs);

  /** Asks for the file and keeps what it says; answers the rest its host needs, ms. */
  async function load(job: FetchJob, origin: string, signal: AbortSignal): Promise<number> {
    const askedAt = Date.now();
    const url = `${origin}/robots.txt`;
    try {
      const answer = await exchange(egress, url, { userAgent: settings.USER_AGENT, validators: NO_VALIDATORS, limits, signal });
      await log.tellRobots(job, url, askedAt, answer);
      // the pages of a host that sends its robots.txt elsewhere mostly go there too, and are asked for again there
      const isHere = answer.kind === 'body';
      const robots = isHere ? readRobots(Buffer.from(answer.body.subarray(0, MAX_ROBOTS_BYTES)).toString('utf8'), agent) : NONE;
      await keep(origin, robots, isHere ? TTL_MS : ABSENT_TTL_MS);
      return Math.max((answer.hops + 1) * settings.HOST_GAP_MS, Date.now() - askedAt, delayOf(robots));
    } catch (error) {
      if (error instanceof ExchangeFault) await log.tellRobots(job, url, askedAt, error);
      if (!(error instanceof ExchangeFault) || !ABSENT.has(error.code)) throw error;
      await keep(origin, NONE, error.code === 'http_not_found' ? TTL_MS : ABSENT_TTL_MS);
      return Math.max((error.hops + 1) * settings.HOST_GAP_MS, Date.now() - askedAt);
    }
  }

  return async (job: FetchJob, signal: AbortSignal): Promise<Verdict> => {
    if (settings.ROBOTS === 'ignore' || !URL.canParse(job.url)) return FREE;
    const { origin } = new URL(job.url);
    const text = await store.robots.get(origin);
    if (text === null) return job.kind === 'feed' ? FREE : { asked: { restMs: await load(job, origin, signal) } };
    const robots = JSON.parse(text) as Robots;
    const allowed = (url: URL): boolean => job.kind === 'feed' || url.origin !== origin || allows(robots, url.href);
    return { asked: null, delayMs: delayOf(robots), allows: allowed };
  };
}
