import type { IndexJobOf } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import { bulk } from './bulk.ts';
import type { RoundResult, WriterContext } from './writer.ts';

/** Lines of the fetch log. The id names one try of one offer, so that a repeat of the job is the same line. */
export async function writeFetches(
  { client, names }: WriterContext,
  items: readonly { job: IndexJobOf<'fetch'> }[],
): Promise<RoundResult[]> {
  const results = await bulk(
    client,
    items.map(({ job }) => ({ index: names.fetches, id: `${job.urlKey}-${job.n}-${job.tries}`, source: lineOf(job), version: 'any' })),
  );
  return results.map((result) => (result === 'conflict' ? 'again' : result));
}

function lineOf({ v, n, url, feedId, of: kind, tries, fetched, next_poll_at }: IndexJobOf<'fetch'>): object {
  const { at, ...rest } = fetched;
  return { v, '@timestamp': at, url, host: hostOf(url), feed_id: feedId, kind, tries, ...rest, next_poll_at, n };
}
