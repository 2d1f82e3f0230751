import type { Client } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from './client.ts';
import type { IndexNames } from './names.ts';
import { readMany, type UrlRecord } from './registry.ts';
import { dropRevisions } from './revisions.ts';
import { scan } from './scan.ts';
import { mustBulk, type Write } from './write/bulk.ts';

/**
 * Deletes articles first seen before a moment, their records marked so that no poll brings them back; answers how many there are.
 * `dryRun` only counts.
 */
export async function expireArticles(client: Client, names: IndexNames, before: string, dryRun: boolean): Promise<number> {
  let count = 0;
  for await (const page of scan<Article>(client, names.articles, { range: { first_seen_at: { lt: before } } })) {
    count += page.length;
    if (dryRun) continue;
    const records = await readMany<UrlRecord>(
      client,
      page.map(({ id }) => ({ index: names.urls, id })),
    );
    const marks = [...records].map(
      ([key, record]): Write => ({
        index: names.urls,
        id: key.slice(names.urls.length + 1),
        version: record,
        source: { ...record.source, outcome: 'skipped', code: 'expired', deleted: true, updated_at: new Date().toISOString() },
      }),
    );
    const marked = await mustBulk(client, marks);
    // an article that is being written at this moment keeps its mark for the next run: without one a poll would bring it back
    const contended = new Set(marks.filter((_, at) => marked[at] === 'conflict').map(({ id }) => id));
    const doomed = page.filter(({ id }) => !contended.has(id));
    await mustBulk(
      client,
      doomed.map(({ id, index }): Write => ({ index, id, source: null, version: 'any' })),
    );
    await dropRevisions(
      client,
      names,
      doomed.map(({ id }) => id),
    );
  }
  return count;
}

/** Deletes the documents of an index whose date is before a moment; answers how many there are. `dryRun` only counts. */
export async function expireLines(client: Client, index: string, field: string, before: string, dryRun: boolean): Promise<number> {
  const wanted = { index, query: { range: { [field]: { lt: before } } } };
  if (dryRun) return (await call(client.count(wanted))).count;
  // the bare core has no delete by query
  let count = 0;
  for await (const page of scan(client, wanted.index, wanted.query)) {
    await mustBulk(
      client,
      page.map(({ id, index: at }): Write => ({ index: at, id, source: null, version: 'any' })),
    );
    count += page.length;
  }
  // the next count must not see them any more
  await call(client.indices.refresh({ index: wanted.index }));
  return count;
}
