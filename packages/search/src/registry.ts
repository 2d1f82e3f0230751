import type { Client } from '@elastic/elasticsearch';
import { type Code, DependencyDown, type FeedRef, type Origin, type Outcome } from '@newsmill/contracts';
import { call } from './client.ts';
import type { IndexNames } from './names.ts';
import { scan } from './scan.ts';
import { bulk } from './write/bulk.ts';

/** A record of the registry. As a requested URL: what became of it. As a canonical: `home`, `content_hash`, `revision`, `deleted`. */
export type UrlRecord = {
  v: 1;
  url: string;
  host: string;
  doc_id: string | null;
  feeds: FeedRef[];
  first_seen_at: string;
  updated_at: string;
  outcome: Outcome;
  code: Code | null;
  detail: string | null;
  stage: string | null;
  status: number | null;
  via: string[];
  n: number;
  origin: Origin;
  exchange: string | null;
  etag: string | null;
  last_modified: string | null;
  next_check_at: string | null;
  home: string | null;
  content_hash: string | null;
  revision: number | null;
  deleted: boolean;
};

/** A stored document with the version that a later write must still find. */
export type Versioned<T> = { source: T; seqNo: number; primaryTerm: number };

export const newRecord = (record: Pick<UrlRecord, 'url' | 'host' | 'n' | 'origin'> & Partial<UrlRecord>): UrlRecord => ({
  v: 1,
  doc_id: null,
  feeds: [],
  first_seen_at: new Date(record.n).toISOString(),
  updated_at: new Date().toISOString(),
  outcome: 'pending',
  code: null,
  detail: null,
  stage: null,
  status: null,
  via: [],
  exchange: null,
  etag: null,
  last_modified: null,
  next_check_at: null,
  home: null,
  content_hash: null,
  revision: null,
  deleted: false,
  ...record,
});

/** Reads documents by index and id, realtime (a write is seen before any refresh). What is missing is not in the map; keys are `index/id`. */
export async function readMany<T>(client: Client, wanted: readonly { index: string; id: string }[]): Promise<Map<string, Versioned<T>>> {
  const found = new Map<string, Versioned<T>>();
  if (wanted.length === 0) return found;
  const { docs } = await call(client.mget<T>({ docs: wanted.map(({ index, id }) => ({ _index: index, _id: id })), realtime: true }));
  docs.forEach((doc, at) => {
    const asked = wanted[at];
    // a shard that cannot answer is not a document that is not there
    if ('error' in doc && doc.error.type !== 'index_not_found_exception') throw new DependencyDown(`Elasticsearch (${doc.error.type})`);
    if (asked === undefined || !('found' in doc) || !doc.found || doc._source === undefined) return;
    found.set(`${asked.index}/${asked.id}`, { source: doc._source, seqNo: doc._seq_no ?? 0, primaryTerm: doc._primary_term ?? 0 });
  });
  return found;
}

/** The registry for reading, and for the records that are written before an offer. */
export function createRegistry(client: Client, names: IndexNames) {
  return {
    /** Records by urlKey; unknown keys are absent. */
    get: async (keys: readonly string[]): Promise<Map<string, UrlRecord>> => {
      const found = await readMany<UrlRecord>(
        client,
        keys.map((id) => ({ index: names.urls, id })),
      );
      return new Map([...found].map(([key, { source }]) => [key.slice(names.urls.length + 1), source]));
    },
    /** Some of the addresses that one article was met under, the first met first; those of the last second may lack. */
    addressesOf: async (docId: string, most: number): Promise<string[]> => {
      const { hits } = await call(
        client.search<UrlRecord>({
          index: names.urls,
          size: most,
          query: { term: { doc_id: docId } },
          sort: [{ first_seen_at: 'asc' }],
          _source: ['url'],
        }),
      );
      return hits.hits.flatMap(({ _source }) => _source?.url ?? []);
    },
    /** Records whose outcome is open, in pages: what a loss of Redis left behind. */
    pending: async function* (): AsyncGenerator<{ urlKey: string; record: UrlRecord }[]> {
      for await (const page of scan<UrlRecord>(client, names.urls, { term: { outcome: 'pending' } }))
        yield page.map(({ id, source }) => ({ urlKey: id, record: source }));
    },
    /** Writes a `pending` record unless the URL has one. */
    create: async (urlKey: string, record: UrlRecord): Promise<void> => {
      const [written] = await bulk(client, [{ index: names.urls, id: urlKey, version: 'create', source: record }]);
      if (typeof written === 'object') throw written;
    },
  };
}
