import type { Article } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import type { DeadLetter } from '../dead.ts';
import { newRecord, readMany, type UrlRecord } from '../registry.ts';
import { bulkOf, type ItemWrite, type Write } from './bulk.ts';
import { uniteFeeds } from './merge.ts';
import { withUrlJob } from './outcome.ts';
import { withdraw } from './withdraw.ts';
import type { RoundResult, WriteItem, WriterContext } from './writer.ts';

type Item = Extract<WriteItem, { feeds: unknown }>;

/** Outcomes that bring no article: the feed goes to the document (if there is one), a dead letter to its index, the outcome to the record, last. */
export async function writeUrls({ client, names }: WriterContext, items: readonly Item[]): Promise<RoundResult[]> {
  const found = await readMany<UrlRecord>(
    client,
    items.map(({ job }) => ({ index: names.urls, id: job.urlKey })),
  );
  const records = items.map(({ job, feeds }) => {
    const before = found.get(`${names.urls}/${job.urlKey}`);
    // a mention is no generation: an outcome that is on its way must not look older than it
    const n = job.outcome === null ? 0 : job.n;
    const first_seen_at = new Date(job.n).toISOString();
    const base = before?.source ?? newRecord({ url: job.url, host: hostOf(job.url), n, origin: job.origin, first_seen_at });
    return { job, feeds, before, after: withUrlJob(base, job, feeds) };
  });
  const results = await addFeeds({ client, names }, records);
  const write = async (writesOf: (record: (typeof records)[number]) => Write | undefined): Promise<void> => {
    const open = records.flatMap((record, at) => {
      const wanted = results[at] === undefined ? writesOf(record) : undefined;
      return wanted === undefined ? [] : [{ at, write: wanted }];
    });
    await bulkOf(client, open, results);
  };
  await write(({ job, before, after }) => {
    // a job of an older generation says nothing of the outcome
    if (job.outcome === null || job.n < after.n) return undefined;
    const letter = { index: names.dead, id: job.urlKey, version: 'any' } as const;
    if (after.outcome === 'dead') return { ...letter, source: letterOf(job) };
    return before?.source.outcome === 'dead' ? { ...letter, source: null } : undefined;
  });
  await write(({ job, before, after }) => ({ index: names.urls, id: job.urlKey, version: before ?? 'create', source: after }));
  await withdraw({ client, names }, records, results);
  return results.map((result, at) => result ?? (records[at]?.before === undefined ? 'created' : 'updated'));
}

/** Adds newly known feeds to the documents of known URLs. Answers a result only where the item cannot go on. */
async function addFeeds(
  { client, names }: Pick<WriterContext, 'client' | 'names'>,
  records: readonly { feeds: Item['feeds']; after: UrlRecord }[],
): Promise<(RoundResult | undefined)[]> {
  const results: (RoundResult | undefined)[] = records.map(() => undefined);
  const known = records.flatMap(({ feeds, after }, at) =>
    feeds.length > 0 && after.doc_id !== null ? [{ at, feeds, docId: after.doc_id }] : [],
  );
  const canonicals = await readMany<UrlRecord>(
    client,
    known.map(({ docId }) => ({ index: names.urls, id: docId })),
  );
  const placed = known.flatMap((entry) => {
    const home = canonicals.get(`${names.urls}/${entry.docId}`)?.source.home;
    return home ? [{ ...entry, index: names.home(home) }] : [];
  });
  const documents = await readMany<Article>(
    client,
    placed.map(({ index, docId }) => ({ index, id: docId })),
  );
  const writes = placed.flatMap(({ at, index, docId, feeds }): ItemWrite[] => {
    const stored = documents.get(`${index}/${docId}`);
    if (stored === undefined) return [];
    const united = uniteFeeds(stored.source.feeds, feeds);
    if (united.length === stored.source.feeds.length) return [];
    return [{ at, write: { index, id: docId, version: stored, source: { ...stored.source, feeds: united } } }];
  });
  await bulkOf(client, writes, results);
  return results;
}

function letterOf(job: Item['job']): DeadLetter {
  const { url, feedId, stage, code, detail, status, exchange, entryKey, jobId, n, at } = job;
  return {
    v: 1,
    url,
    host: hostOf(url),
    feed_id: feedId,
    stage,
    code,
    detail,
    status,
    exchange,
    entry_key: entryKey,
    job_id: jobId,
    n,
    at,
    replayed_at: null,
  };
}
