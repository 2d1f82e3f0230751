import type { Client } from '@elastic/elasticsearch';
import { DependencyDown } from '@newsmill/contracts';
import type { IndexNames } from './names.ts';
import { readMany, type UrlRecord } from './registry.ts';
import { dropRevisions } from './revisions.ts';
import { scan } from './scan.ts';
import { mustBulk, type Write } from './write/bulk.ts';

export type Condemned = { urlKey: string; url: string };

const MAX_ROUNDS = 5;

/** Takes documents and their URLs out of the index for good. */
export function createTakedown(client: Client, names: IndexNames) {
  /** Records that a query finds, and every record of the documents they belong to. */
  async function withSiblings(query: { term: Record<string, string> }): Promise<Map<string, UrlRecord>> {
    const found = new Map<string, UrlRecord>();
    for await (const page of scan<UrlRecord>(client, names.urls, query)) for (const { id, source } of page) found.set(id, source);
    const documents = new Set([...found.values()].flatMap(({ doc_id }) => doc_id ?? []));
    for (const id of documents) {
      for await (const page of scan<UrlRecord>(client, names.urls, { term: { doc_id: id } }))
        for (const one of page) found.set(one.id, one.source);
      const canonical = (await readMany<UrlRecord>(client, [{ index: names.urls, id }])).get(`${names.urls}/${id}`);
      if (canonical !== undefined) found.set(id, canonical.source);
    }
    return found;
  }
  const condemned = (found: Map<string, UrlRecord>): Condemned[] => [...found].map(([urlKey, { url }]) => ({ urlKey, url }));

  return {
    /** Every URL of the document that this URL belongs to. Empty for a URL that is not known. */
    ofUrl: async (urlKey: string): Promise<Condemned[]> => {
      const own = (await readMany<UrlRecord>(client, [{ index: names.urls, id: urlKey }])).get(`${names.urls}/${urlKey}`);
      if (own === undefined) return [];
      const found = own.source.doc_id === null ? new Map<string, UrlRecord>() : await withSiblings({ term: { doc_id: own.source.doc_id } });
      return condemned(found.set(urlKey, own.source));
    },
    /** Every URL of a host, and of the documents that they belong to. */
    ofHost: async (host: string): Promise<Condemned[]> => condemned(await withSiblings({ term: { host } })),
    /** Marks the records as removed, then deletes the documents: a job that comes late finds the mark. Repeating it changes nothing. */
    remove: async (urlKeys: readonly string[]): Promise<void> => {
      let open = [...urlKeys];
      for (let round = 0; open.length > 0; round++) {
        if (round >= MAX_ROUNDS) throw new DependencyDown('Elasticsearch (the records change too fast)');
        open = await removeOnce(client, names, open);
      }
    },
  };
}

/** Answers the keys whose record changed meanwhile. */
async function removeOnce(client: Client, names: IndexNames, urlKeys: readonly string[]): Promise<string[]> {
  const found = await readMany<UrlRecord>(
    client,
    urlKeys.map((id) => ({ index: names.urls, id })),
  );
  const records = urlKeys.flatMap((urlKey) => {
    const record = found.get(`${names.urls}/${urlKey}`);
    return record === undefined ? [] : [{ urlKey, record }];
  });
  const marks = await mustBulk(
    client,
    records.map(
      ({ urlKey, record }): Write => ({
        index: names.urls,
        id: urlKey,
        version: record,
        source: {
          ...record.source,
          outcome: 'removed',
          deleted: record.source.home !== null,
          code: null,
          detail: null,
          updated_at: new Date().toISOString(),
        },
      }),
    ),
  );
  const documents = records.flatMap(({ urlKey, record }): Write[] =>
    record.source.home === null ? [] : [{ index: names.home(record.source.home), id: urlKey, source: null, version: 'any' }],
  );
  const letters = records.map(({ urlKey }): Write => ({ index: names.dead, id: urlKey, source: null, version: 'any' }));
  await mustBulk(client, [...documents, ...letters]);
  await dropRevisions(
    client,
    names,
    documents.map(({ id }) => id),
  );
  return records.filter((_, at) => marks[at] === 'conflict').map(({ urlKey }) => urlKey);
}
