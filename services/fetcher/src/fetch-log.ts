import type { Fetched, FetchJob, IndexJobOf, Next } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { Queues } from '@newsmill/queue';
import { type Answer, ExchangeFault } from './exchange.ts';
import type { Validators } from './headers.ts';

type Asked = { at: number; validators: Validators };
type Line = IndexJobOf<'fetch'>;
export type FetchLog = ReturnType<typeof createFetchLog>;

const NO_VALIDATORS: Validators = { etag: null, last_modified: null };

function lineOf({ at, validators }: Asked, result: Answer | ExchangeFault): Fetched {
  const { etag, last_modified } = validators;
  const asked = { at: new Date(at).toISOString(), ms: Date.now() - at, etag, last_modified, redirects: result.hops };
  const nothing = { code: null, wire_bytes: 0, body_bytes: 0 };
  if (result instanceof ExchangeFault) return { ...asked, ...nothing, status: result.status, code: result.code };
  if (result.kind === 'not_modified') return { ...asked, ...nothing, status: 304 };
  if (result.kind === 'elsewhere') return { ...asked, ...nothing, status: result.status };
  return { ...asked, code: null, status: result.status, wire_bytes: result.wireBytes, body_bytes: result.body.length };
}

/** The lines of the fetch log: those of feeds travel with the parse job, since the parser sets the next poll; the others go when the host is free again. */
export function createFetchLog(queues: Queues, setting: 'on' | 'off') {
  const lines = new WeakMap<FetchJob, Fetched>();

  // a line that cannot be told is no reason to fetch again
  const send = async (line: Line): Promise<void> => void (await queues.add('index', line).catch(() => undefined));

  return {
    note: (job: FetchJob, asked: Asked, result: Answer | ExchangeFault): void => {
      if (setting === 'on') lines.set(job, lineOf(asked, result));
    },
    /** The request for a robots.txt, told at once. It is no offer: its moment stands for the generation. */
    tellRobots: async ({ v, origin, feedId, tries }: FetchJob, url: string, at: number, result: Answer | ExchangeFault): Promise<void> => {
      const fetched = lineOf({ at, validators: NO_VALIDATORS }, result);
      if (setting === 'on')
        await send({ kind: 'fetch', v, n: at, origin, url, urlKey: urlKey(url), feedId, of: 'robots', tries, fetched, next_poll_at: null });
    },
    /** Gives a feed's line to its parse job. */
    attach: (job: FetchJob, next: Next<'fetch'>[]): Next<'fetch'>[] => {
      const fetched = lines.get(job);
      if (fetched === undefined || job.kind !== 'feed' || !next.some(({ to }) => to === 'parse')) return next;
      lines.delete(job);
      return next.map((one) => (one.to === 'parse' ? { ...one, job: { ...one.job, fetched } } : one));
    },
    /** Tells what is left to tell. */
    tell: async (job: FetchJob): Promise<void> => {
      const fetched = lines.get(job);
      if (fetched === undefined) return;
      lines.delete(job);
      const { v, n, origin, url, urlKey: key, feedId, kind: of, tries } = job;
      await send({ kind: 'fetch', v, n, origin, url, urlKey: key, feedId, of, tries, fetched, next_poll_at: null });
    },
  };
}
