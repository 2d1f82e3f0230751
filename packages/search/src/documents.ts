import type { Client, estypes } from '@elastic/elasticsearch';
import { call, callOrMissing, statusOf } from './client.ts';
import type { Versioned } from './registry.ts';

const MOST_TRIES = 5;

/** What people type, one document each, under its own `id`: Elasticsearch is the truth. A write is seen by the next list. */
export function createDocuments<T extends { id: string }>(client: Client, index: string, pageSize = 1_000) {
  const get = async (id: string): Promise<Versioned<T> | undefined> => {
    const found = await callOrMissing(client.get<T>({ index, id, realtime: true }));
    if (found?._source === undefined) return undefined;
    return { source: found._source, seqNo: found._seq_no ?? 0, primaryTerm: found._primary_term ?? 0 };
  };
  return {
    get: async (id: string): Promise<T | undefined> => (await get(id))?.source,
    /** Creates a document unless it is there; answers whether it was new. */
    create: async (document: T): Promise<boolean> => {
      try {
        await call(client.index({ index, id: document.id, document, op_type: 'create', refresh: true, require_alias: true }));
        return true;
      } catch (error) {
        if (statusOf(error) === 409) return false;
        throw error;
      }
    },
    /** Changes a document; two changes at once both take effect. Undefined when there is none. */
    update: async (id: string, change: (document: T) => T): Promise<T | undefined> => {
      for (let attempt = 0; ; attempt++) {
        const found = await get(id);
        if (found === undefined) return undefined;
        const document = change(found.source);
        const guard = { if_seq_no: found.seqNo, if_primary_term: found.primaryTerm };
        try {
          await call(client.index({ index, id, document, ...guard, refresh: true, require_alias: true }));
          return document;
        } catch (error) {
          if (statusOf(error) !== 409 || attempt >= MOST_TRIES) throw error;
        }
      }
    },
    /** Answers whether it was there. */
    remove: async (id: string): Promise<boolean> => (await callOrMissing(client.delete({ index, id, refresh: true }))) !== undefined,
    list: (): Promise<T[]> => readAll<T>(client, index, pageSize),
  };
}

/** Every document of an index whose documents carry their `id`, by its order. */
export async function readAll<T>(client: Client, index: string, pageSize: number): Promise<T[]> {
  const found: T[] = [];
  for (let after: estypes.SortResults | undefined; ; ) {
    const page = await call(
      client.search<T>({ index, size: pageSize, sort: [{ id: 'asc' }], ...(after === undefined ? {} : { search_after: after }) }),
    );
    const { hits } = page.hits;
    found.push(...hits.flatMap(({ _source }) => _source ?? []));
    after = hits.at(-1)?.sort;
    if (hits.length < pageSize || after === undefined) return found;
  }
}
