import type { Article, Facts, IndexJobOf } from '@newsmill/contracts';
import { readMany, type UrlRecord, type Versioned } from '../registry.ts';
import { bulkOf, type ItemWrite } from './bulk.ts';
import { mergeAgain, mergeFacts, mergeVector } from './merge.ts';
import type { RoundResult, WriteItem, WriterContext } from './writer.ts';

type FactsItem = Extract<WriteItem, { facts: Facts }>;
type ArticleItem = Extract<WriteItem, { article: unknown }>;
export type Amendment = { docId: string; amend: (stored: Article) => Article };

/** Facts of stored articles. A document that is not there (yet) gets them with its own job. */
export const writeFacts = (context: WriterContext, items: readonly FactsItem[]): Promise<RoundResult[]> =>
  amend(
    context,
    items.map(({ docId, facts }) => ({ docId, amend: (stored) => mergeFacts(stored, facts, docId) })),
  );

/** What enrichers found in articles that came from the index: never a revision, and nothing of their URLs changes. */
export const writeAgain = (
  context: WriterContext,
  items: readonly (ArticleItem & { job: IndexJobOf<'article'> })[],
): Promise<RoundResult[]> =>
  amend(
    context,
    items.map(({ job: { docId }, article }) => ({ docId, amend: (stored) => mergeAgain(stored, article, docId) })),
  );

/** Vectors of stored articles. */
export const writeVectors = (context: WriterContext, items: readonly { job: IndexJobOf<'vector'> }[]): Promise<RoundResult[]> =>
  amend(
    context,
    items.map(({ job }) => ({ docId: job.docId, amend: (stored) => mergeVector(stored, job) })),
  );

/** Changes documents where they live. What stays as it is, or was taken away, is `same`; what was never there `absent`. */
export async function amend(
  { client, names }: Pick<WriterContext, 'client' | 'names'>,
  wanted: readonly Amendment[],
): Promise<RoundResult[]> {
  const records = await readMany<UrlRecord>(
    client,
    wanted.map(({ docId }) => ({ index: names.urls, id: docId })),
  );
  const placed = wanted.map(({ docId }) => {
    const { home = null, deleted = false } = records.get(`${names.urls}/${docId}`)?.source ?? {};
    return home === null || deleted ? { place: undefined, deleted } : { place: { index: names.home(home), id: docId }, deleted };
  });
  const stored = await readMany<Article>(
    client,
    placed.flatMap(({ place }) => place ?? []),
  );
  const results: RoundResult[] = placed.map(({ place, deleted }) => (place === undefined && !deleted ? 'absent' : 'same'));
  const now = new Date().toISOString();
  const writes = wanted.flatMap(({ amend: change }, at): ItemWrite[] => {
    const place = placed[at]?.place;
    const before: Versioned<Article> | undefined = place && stored.get(`${place.index}/${place.id}`);
    if (place === undefined || before === undefined) return [];
    const after = change(before.source);
    if (after === before.source) return [];
    results[at] = 'updated';
    return [{ at, write: { ...place, source: { ...after, indexed_at: now }, version: before } }];
  });
  await bulkOf(client, writes, results);
  return results;
}
