import type { Fetched, FetchJob, IndexJobOf, Next } from '@newsmill/contracts';
import type { Queues } from '@newsmill/queue';
import type { Answer, ExchangeFault } from './exchange.ts';
import type { Validators } from './headers.ts';

type Asked = { at: number; validators: Validators };

/** The lines of the fetch log: those of feeds travel with the parse job, since the parser sets the next poll; the others go when the host is free again. */
export function createFetchLog(queues: Queues, setting: 'on' | 'off') {
  const lines = new WeakMap<FetchJob, Fetched>();

  function note(job: FetchJob, { at, validators }: Asked, result: Partial<Fetched>): void {
    if (setting === 'off') return;
    const nothing = { status: null, code: null, wire_bytes: 0, body_bytes: 0, redirects: 0 };
    const { etag, last_modified } = validators;
    lines.set(job, { at: new Date(at).toISOString(), ms: Date.now() - at, etag, last_modified, ...nothing, ...result });
  }

  return {
    answered: (job: FetchJob, asked: Asked, answer: Answer): void => {
      const sizes = answer.kind === 'body' ? { wire_bytes: answer.wireBytes, body_bytes: answer.body.length } : {};
      note(job, asked, { status: answer.kind === 'not_modified' ? 304 : answer.status, redirects: answer.hops, ...sizes });
    },
    failed: (job: FetchJob, asked: Asked, { status, code, hops }: ExchangeFault): void =>
      note(job, asked, { status, code, redirects: hops }),
    /** Gives a feed's line to its parse job. */
    attach: (job: FetchJob, next: Next<'fetch'>[]): Next<'fetch'>[] => {
      const fetched = lines.get(job);
      if (fetched === undefined || job.kind !== 'feed' || !next.some(({ to }) => to === 'parse')) return next;
      lines.delete(job);
      return next.map((one) => (one.to === 'parse' ? { ...one, job: { ...one.job, fetched } } : one));
    },
    /** Tells what is left to tell. A line that cannot be told is no reason to fetch again. */
    tell: async (job: FetchJob): Promise<void> => {
      const fetched = lines.get(job);
      if (fetched === undefined) return;
      lines.delete(job);
      const { v, n, origin, url, urlKey, feedId, kind: of, tries } = job;
      const line: IndexJobOf<'fetch'> = { kind: 'fetch', v, n, origin, url, urlKey, feedId, of, tries, fetched, next_poll_at: null };
      await queues.add('index', line).catch(() => undefined);
    },
  };
}
