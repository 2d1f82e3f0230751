import { type Article, type IndexJobOf, withdraws } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { readMany, type UrlRecord, type Versioned } from '../registry.ts';
import { dropRevisions } from '../revisions.ts';
import { bulkOf } from './bulk.ts';
import type { RoundResult, WriterContext } from './writer.ts';

type Ended = { job: IndexJobOf<'url'>; before: Versioned<UrlRecord> | undefined; after: UrlRecord };

/**
 * Deletes the documents of pages whose publisher withdraws them, after their records say so: repeating it changes nothing. A document that was
 * read from another page stays, whatever a variant of it wishes.
 */
export async function withdraw(
  { client, names }: Pick<WriterContext, 'client' | 'names'>,
  records: readonly Ended[],
  results: (RoundResult | undefined)[],
): Promise<void> {
  const wanted = records.flatMap(({ job, before, after }, at) =>
    results[at] === undefined && withdraws(job.code) && job.n >= after.n && after.doc_id !== null
      ? [{ at, docId: after.doc_id, key: job.urlKey, exchange: before?.source.exchange ?? null }]
      : [],
  );
  if (wanted.length === 0) return;
  const canonicals = await readMany<UrlRecord>(
    client,
    wanted.map(({ docId }) => ({ index: names.urls, id: docId })),
  );
  const placed = wanted.flatMap((one) => {
    const home = canonicals.get(`${names.urls}/${one.docId}`)?.source.home;
    return home ? [{ ...one, index: names.home(home) }] : [];
  });
  const stored = await readMany<Article>(
    client,
    placed.map(({ index, docId }) => ({ index, id: docId })),
  );
  const doomed = placed.filter(({ index, docId, key, exchange }) => {
    const article = stored.get(`${index}/${docId}`)?.source;
    return article !== undefined && isReadFrom(article, key, exchange);
  });
  await bulkOf(
    client,
    doomed.map(({ at, index, docId }) => ({ at, write: { index, id: docId, source: null, version: 'any' } })),
    results,
  );
  await dropRevisions(
    client,
    names,
    doomed.map(({ docId }) => docId),
  );
}

/** By its address, or where that redirects, by the body that was kept of it last. */
function isReadFrom({ url, body_sha }: Article, key: string, exchange: string | null): boolean {
  return urlKey(url) === key || (body_sha !== null && exchange?.includes(`-${body_sha.slice(0, 12)}.`) === true);
}
