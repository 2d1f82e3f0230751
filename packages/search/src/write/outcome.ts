import { type IndexJobOf, withdraws } from '@newsmill/contracts';
import type { UrlRecord } from '../registry.ts';
import { uniteFeeds } from './merge.ts';

/** What an article job makes of its URL. `fresh`: the document was not there before. */
export function articleOutcome(record: UrlRecord, fresh: boolean, isOwnUrl: boolean): 'indexed' | 'merged' | 'unchanged' {
  if (record.outcome === 'indexed' || record.outcome === 'merged') return record.outcome;
  return fresh || isOwnUrl ? 'indexed' : 'merged';
}

/**
 * The record after a `url` job. A page that was indexed once stays so: a later 404, or an unchanged body, is a note on the record. Only a
 * takedown, or its publisher, takes it out.
 * A job of an older generation than the record's says nothing but its feeds.
 */
export function withUrlJob(record: UrlRecord, job: IndexJobOf<'url'>, feeds: UrlRecord['feeds']): UrlRecord {
  const united = uniteFeeds(record.feeds, feeds);
  if (job.outcome === null || job.n < record.n || record.outcome === 'removed') return { ...record, feeds: united };
  const keeps = record.outcome === 'indexed' || record.outcome === 'merged';
  return {
    ...record,
    feeds: united,
    n: job.n,
    origin: job.origin,
    outcome: keeps && job.outcome !== 'removed' && !withdraws(job.code) ? record.outcome : job.outcome,
    code: job.code,
    detail: job.detail,
    stage: job.stage,
    status: job.status,
    exchange: job.exchange ?? record.exchange,
    updated_at: job.at,
  };
}
