import type { FetchJob, IndexJobOf, ParseJob } from '@newsmill/contracts';

/** The page or feed goes on to be read, with what was answered. */
export function parse(job: FetchJob, result: Partial<ParseJob>): { to: 'parse'; job: ParseJob } {
  const none = { exchange: null, status: null, code: null, detail: null };
  return { to: 'parse', job: { ...job, ...none, fetchedAt: new Date().toISOString(), ...result } };
}

/** The URL ends here. */
export function ended(job: FetchJob, outcome: 'redirected' | 'removed' | 'unchanged'): IndexJobOf<'url'> {
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

/** What an answer calls its version; too long ones are none. */
export const versionOf = (headers: Record<string, string>): NonNullable<ParseJob['validators']> => ({
  etag: atMost(headers['etag'], 256),
  last_modified: atMost(headers['last-modified'], 64),
});
const atMost = (text: string | undefined, most: number): string | null => (text !== undefined && text.length <= most ? text : null);
