import { type Article, isBodyKept, withdraws } from '@newsmill/contracts';
import { hostOf } from '@newsmill/contracts/ids';
import { newRecord, readMany, type UrlRecord, type Versioned } from '../registry.ts';
import { dropRevisions, revisionWrite } from '../revisions.ts';
import { bulk, bulkOf, type ItemWrite, mustBulk, type Write, type WriteResult } from './bulk.ts';
import { firstArticle, mergeArticle, uniteFeeds } from './merge.ts';
import { articleOutcome } from './outcome.ts';
import type { RoundResult, WriteItem, WriterContext } from './writer.ts';

type Item = Extract<WriteItem, { article: unknown }>;
type Open = { item: Item; at: number; own: Versioned<UrlRecord>; canonical: Versioned<UrlRecord> };
type Merged = Open & { home: string; stored: Versioned<Article> | undefined; article: Article };

/**
 * Articles, in the order that survives a crash at any point: registry records first (`pending`; the canonical's fixes the home for good),
 * then the document, then the final outcome.
 */
export async function writeArticles(context: WriterContext, items: readonly Item[]): Promise<RoundResult[]> {
  const { client, names } = context;
  const results: RoundResult[] = items.map(() => 'again');
  const open = await openRecords(context, items, results);
  await Promise.all([...new Set(open.map(({ canonical }) => canonical.source.home ?? ''))].map(context.ensureHome));

  const index = ({ canonical }: Open): string => names.home(canonical.source.home ?? '');
  const stored = await readMany<Article>(
    client,
    open.map((entry) => ({ index: index(entry), id: entry.item.job.docId })),
  );
  const now = new Date().toISOString();
  const merged = open.map((entry): Merged => {
    const { item, own, canonical } = entry;
    const before = stored.get(`${index(entry)}/${item.job.docId}`);
    const [first_seen_at = item.article.first_seen_at] = [
      item.article.first_seen_at,
      own.source.first_seen_at,
      canonical.source.first_seen_at,
    ].sort();
    const incoming = {
      ...item.article,
      first_seen_at,
      feeds: uniteFeeds(item.article.feeds, uniteFeeds(own.source.feeds, canonical.source.feeds)),
    };
    const article = before === undefined ? firstArticle(incoming, now) : mergeArticle(before.source, incoming, now);
    return { ...entry, home: canonical.source.home ?? '', stored: before, article };
  });

  const changed = merged.filter(({ stored: before, article }) => article !== before?.source);
  // the old text is kept before the new one takes its place: after a crash both steps are made again
  await mustBulk(
    client,
    changed.flatMap(({ item, stored: before, article }) =>
      before !== undefined && article.revision > before.source.revision
        ? [revisionWrite(names, item.job.docId, before.source, article)]
        : [],
    ),
  );
  // the replaced texts of one whose text must not be kept any more
  await dropRevisions(
    client,
    names,
    changed.flatMap(({ item, article }) => (!isBodyKept(article) && article.revision > 1 ? [item.job.docId] : [])),
  );
  const written = await bulk(
    client,
    changed.map(
      (entry): Write => ({ index: index(entry), id: entry.item.job.docId, source: entry.article, version: entry.stored ?? 'create' }),
    ),
  );
  const answers = new Map<Merged, WriteResult>(changed.map((entry, i) => [entry, written[i] ?? 'conflict']));
  const through: Merged[] = [];
  for (const entry of merged) {
    const answer = answers.get(entry) ?? 'updated';
    if (answer === 'conflict') continue;
    if (typeof answer === 'string') through.push(entry);
    else results[entry.at] = answer;
  }
  const closed = await closeRecords(context, through);
  through.forEach((entry, i) => {
    results[entry.at] = closed[i] ?? (answers.has(entry) ? doneTo(entry) : 'same');
  });
  return results;
}

function doneTo({ stored, article }: Merged): 'created' | 'revised' | 'updated' {
  if (stored === undefined) return 'created';
  return article.revision > stored.source.revision ? 'revised' : 'updated';
}

/** Reads the two records of each item, creating what is missing. Items that a takedown forbids, or that lost a race, get their result here. */
async function openRecords({ client, names }: WriterContext, items: readonly Item[], results: RoundResult[]): Promise<Open[]> {
  const ids = new Set(items.flatMap(({ job }) => [job.urlKey, job.docId]));
  const found = await readMany<UrlRecord>(
    client,
    [...ids].map((id) => ({ index: names.urls, id })),
  );
  const record = (id: string): Versioned<UrlRecord> | undefined => found.get(`${names.urls}/${id}`);
  const missing: ItemWrite[] = [];
  const taken: ItemWrite[] = [];
  const open: Open[] = [];
  items.forEach((item, at) => {
    const { job, article } = item;
    const own = record(job.urlKey);
    const canonical = record(job.docId);
    if (own?.source.outcome === 'removed' || canonical?.source.deleted === true) {
      results[at] = 'removed';
      // a takedown may have come between our reading and our writing: what was written then goes again
      const home = canonical?.source.home;
      const goes = canonical?.source.deleted === true || job.urlKey === job.docId;
      if (home && goes) taken.push({ at, write: { index: names.home(home), id: job.docId, source: null, version: 'any' } });
      return;
    }
    // an older fetch says nothing against the publisher who has withdrawn it since
    if (own !== undefined && withdraws(own.source.code) && job.n < own.source.n) {
      results[at] = 'same';
      return;
    }
    if (own !== undefined && canonical?.source.home) open.push({ item, at, own, canonical });
    const home = names.homeOf(article);
    const base = { host: hostOf(job.url), n: job.n, origin: job.origin };
    if (own === undefined) {
      const both = job.urlKey === job.docId ? { home } : {};
      const source = newRecord({ ...base, first_seen_at: article.first_seen_at, url: job.url, feeds: article.feeds, ...both });
      missing.push({ at, write: { index: names.urls, id: job.urlKey, version: 'create', source } });
    }
    if (job.urlKey !== job.docId && canonical === undefined) {
      const source = newRecord({
        ...base,
        url: article.canonical_url,
        host: hostOf(article.canonical_url),
        home,
        outcome: 'redirected',
        doc_id: job.docId,
      });
      missing.push({ at, write: { index: names.urls, id: job.docId, version: 'create', source } });
    } else if (canonical !== undefined && canonical.source.home === null) {
      missing.push({ at, write: { index: names.urls, id: job.docId, version: canonical, source: { ...canonical.source, home } } });
    }
  });
  await bulkOf(client, [...missing, ...taken], results);
  return open;
}

/** The final outcome of each URL, written last. Answers a result only where it does not stand. */
async function closeRecords({ client, names }: WriterContext, entries: readonly Merged[]): Promise<(RoundResult | undefined)[]> {
  const results: (RoundResult | undefined)[] = entries.map(() => undefined);
  // what failed before has come through: its dead letter goes before the outcome that remembers it does
  const letters = entries.flatMap(({ item, own }, at): ItemWrite[] =>
    own.source.outcome === 'dead' ? [{ at, write: { index: names.dead, id: item.job.urlKey, source: null, version: 'any' } }] : [],
  );
  await bulkOf(client, letters, results);
  const writes = entries.flatMap((entry, at) =>
    results[at] === undefined ? recordWrites(entry).map((write) => ({ at, write: { ...write, index: names.urls } })) : [],
  );
  await bulkOf(client, writes, results);
  return results;
}

function recordWrites({ item, own, canonical, article, home, stored }: Merged): Omit<Write, 'index'>[] {
  const { job } = item;
  const sameRecord = job.urlKey === job.docId;
  const asCanonical = { home, content_hash: article.content_hash, revision: article.revision };
  const newer = job.n >= own.source.n;
  const asUrl: Partial<UrlRecord> = {
    doc_id: job.docId,
    feeds: uniteFeeds(own.source.feeds, item.article.feeds),
    outcome: articleOutcome(own.source, stored === undefined, sameRecord),
    updated_at: new Date().toISOString(),
    ...(newer
      ? {
          n: job.n,
          origin: job.origin,
          code: null,
          detail: null,
          stage: 'index',
          exchange: isBodyKept(item.article) ? job.exchange : null,
          ...item.validators,
        }
      : {}),
  };
  const writes: Omit<Write, 'index'>[] = [
    { id: job.urlKey, version: own, source: { ...own.source, ...asUrl, ...(sameRecord ? asCanonical : {}) } },
  ];
  const stale = canonical.source.content_hash !== article.content_hash || canonical.source.revision !== article.revision;
  if (!sameRecord && stale) writes.push({ id: job.docId, version: canonical, source: { ...canonical.source, ...asCanonical } });
  return writes;
}
