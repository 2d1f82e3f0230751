import type { Article } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import { newRecord, readMany, type UrlRecord } from '../registry.ts';
import { bulk, type Write } from './bulk.ts';
import { uniteFeeds } from './merge.ts';
import { withUrlJob } from './outcome.ts';
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
    const base = before?.source ?? newRecord({ url: job.url, host: hostOf(job.url), n: job.n, origin: job.origin });
    return { job, feeds, before, after: withUrlJob(base, job, feeds) };
  });
  const results = await addFeeds({ client, names }, records);

  const dead = records.filter(({ job, after }) => after.outcome === 'dead' && job.outcome === 'dead');
  await bulk(
    client,
    dead.map(({ job }): Write => ({ index: names.dead, id: job.urlKey, version: 'any', source: deadLetter(job) })),
  );

  const open = records.map((_, at) => at).filter((at) => results[at] === undefined);
  const written = await bulk(
    client,
    open.map((at) => {
      const { job, before, after } = records[at] as (typeof records)[number];
      return { index: names.urls, id: job.urlKey, version: before ?? 'create', source: after } satisfies Write;
    }),
  );
  open.forEach((at, i) => {
    const answer = written[i] ?? 'conflict';
    results[at] = answer === 'conflict' ? 'again' : answer;
  });
  return results.map((result) => result ?? 'again');
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
  const writes = placed.flatMap(({ at, index, docId, feeds }) => {
    const stored = documents.get(`${index}/${docId}`);
    if (stored === undefined) return [];
    const united = uniteFeeds(stored.source.feeds, feeds);
    if (united.length === stored.source.feeds.length) return [];
    return [{ at, write: { index, id: docId, version: stored, source: { ...stored.source, feeds: united } } satisfies Write }];
  });
  const answers = await bulk(
    client,
    writes.map(({ write }) => write),
  );
  answers.forEach((answer, i) => {
    const at = writes[i]?.at ?? -1;
    if (answer === 'conflict') results[at] = 'again';
    else if (typeof answer !== 'string') results[at] = answer;
  });
  return results;
}

function deadLetter(job: Item['job']): object {
  const { url, feedId, stage, code, detail, status, exchange, n, at } = job;
  return { v: 1, url, host: hostOf(url), feed_id: feedId, stage, code, detail, status, exchange, n, at };
}
