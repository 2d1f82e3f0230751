import type { Code, FetchJob } from '@newsmill/contracts';
import { z } from 'zod';
import { ExchangeFault, exchange } from './exchange.ts';
import type { FetchContext } from './handler.ts';
import { allows, MAX_ROBOTS_BYTES, productToken, type Robots, readRobots } from './robots.ts';

const TTL_MS = 24 * 3_600_000;
/** A file that was not there may come soon, and one that leads to another host is looked at again. */
const ABSENT_TTL_MS = 3_600_000;
/** The longest Crawl-delay that is kept: some files ask for a day between two pages. */
const MAX_DELAY_SECONDS = 60;
const NONE: Robots = { rules: [], crawlDelaySeconds: null };
const zRobots = z.object({ rules: z.array(z.tuple([z.string(), z.boolean()])), crawlDelaySeconds: z.number().nullable() });

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

/** `asked`: the rules were not known and are now; the request for them was the host's turn. */
type Verdict = 'asked' | { allowed: boolean; delayMs: number };

/**
 * What robots.txt says of a URL. Throws ExchangeFault where the file cannot be had for a reason that may pass (5xx, 429, no connection: RFC 9309
 * section 2.3.1.4): the page fails with it and is tried later. A feed that a person submitted is always fetched, as feed readers do;
 * its host's Crawl-delay holds where it is known, and nobody asks for it.
 */
export function createRobotsGate({ store, egress, settings }: Pick<FetchContext, 'store' | 'egress' | 'settings'>) {
  const agent = productToken(settings.USER_AGENT);
  const limits = { maxBytes: settings.FETCH_MAX_BYTES, timeoutMs: settings.FETCH_TIMEOUT_MS, maxRedirects: settings.FETCH_MAX_REDIRECTS };

  async function load(origin: string, signal: AbortSignal): Promise<void> {
    const validators = { etag: null, last_modified: null };
    try {
      const answer = await exchange(egress, `${origin}/robots.txt`, { userAgent: settings.USER_AGENT, validators, limits, signal });
      // the pages of a host that sends its robots.txt elsewhere mostly go there too, and are asked for again there
      if (answer.kind !== 'body') return await store.robots.put(origin, JSON.stringify(NONE), ABSENT_TTL_MS);
      const text = Buffer.from(answer.body.subarray(0, MAX_ROBOTS_BYTES)).toString('utf8');
      await store.robots.put(origin, JSON.stringify(readRobots(text, agent)), TTL_MS);
    } catch (error) {
      if (!(error instanceof ExchangeFault) || !ABSENT.has(error.code)) throw error;
      await store.robots.put(origin, JSON.stringify(NONE), error.code === 'http_not_found' ? TTL_MS : ABSENT_TTL_MS);
    }
  }

  async function known(origin: string): Promise<Robots | undefined> {
    const text = await store.robots.get(origin);
    return text === null ? undefined : zRobots.parse(JSON.parse(text));
  }

  return async (job: FetchJob, signal: AbortSignal): Promise<Verdict> => {
    if (settings.ROBOTS === 'ignore' || !URL.canParse(job.url)) return { allowed: true, delayMs: 0 };
    const { origin, href } = new URL(job.url);
    const robots = await known(origin);
    if (robots === undefined && job.kind === 'page') {
      await load(origin, signal);
      return 'asked';
    }
    const { rules, crawlDelaySeconds } = robots ?? NONE;
    const delayMs = Math.min(crawlDelaySeconds ?? 0, MAX_DELAY_SECONDS) * 1_000;
    return { allowed: job.kind === 'feed' || allows({ rules, crawlDelaySeconds }, href), delayMs };
  };
}
