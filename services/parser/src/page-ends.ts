import { CODES, type Code, type IndexJobOf, type Next, type ParseJob } from '@newsmill/contracts';

/** The kept body is missing or damaged. */
export function fetchAgain(job: ParseJob): Next<'parse'> {
  const { origin, url, urlKey: key, feedId, entryKey, kind, via, tries } = job;
  return { to: 'frontier', job: { offer: { origin, url, urlKey: key, feedId, entryKey, kind, via, tries: tries + 1 }, mode: 'force' } };
}

/** A page that brings no article ends with its reason. */
export function outcomeJob(job: ParseJob, code: Code): IndexJobOf<'url'> {
  const { v, n, origin, url, urlKey: key, feedId, detail, status, exchange, entryKey } = job;
  const stage = exchange === null ? 'fetch' : 'parse';
  const outcome = CODES[code].ends;
  return {
    kind: 'url',
    v,
    n,
    origin,
    url,
    urlKey: key,
    feedId,
    outcome,
    code,
    detail,
    stage,
    status,
    exchange,
    entryKey,
    jobId: null,
    at: job.fetchedAt,
  };
}
