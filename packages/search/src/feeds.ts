import type { Client, estypes } from '@elastic/elasticsearch';
import type { FeedConfig, FeedState } from '@newsmill/contracts';
import { call, callOrMissing, statusOf } from './client.ts';
import type { IndexNames } from './names.ts';
import type { Versioned } from './registry.ts';
import { mustBulk } from './write/bulk.ts';

/** Feed configs, whose truth is here, and the copies of feed states. Written by the API alone. `pageSize`: how many are read at a time. */
export function createFeedIndex(client: Client, names: IndexNames, pageSize = 1_000) {
  const get = async (id: string): Promise<Versioned<FeedConfig> | undefined> => {
    const found = await callOrMissing(client.get<FeedConfig>({ index: names.feeds, id, realtime: true }));
    if (found?._source === undefined) return undefined;
    return { source: found._source, seqNo: found._seq_no ?? 0, primaryTerm: found._primary_term ?? 0 };
  };
  const all = async <T>(index: string): Promise<T[]> => {
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
  };

  return {
    get: async (id: string): Promise<FeedConfig | undefined> => (await get(id))?.source,
    /** Creates a feed unless it is there; answers whether it was new. */
    create: async (config: FeedConfig): Promise<boolean> => {
      try {
        await call(
          client.index({ index: names.feeds, id: config.id, document: config, op_type: 'create', refresh: true, require_alias: true }),
        );
        return true;
      } catch (error) {
        if (statusOf(error) === 409) return false;
        throw error;
      }
    },
    /** Creates those that are not there; answers which were new. */
    createMany: async (configs: readonly FeedConfig[]): Promise<FeedConfig[]> => {
      const created: FeedConfig[] = [];
      for (let at = 0; at < configs.length; at += pageSize) {
        const some = configs.slice(at, at + pageSize);
        const results = await mustBulk(
          client,
          some.map((config) => ({ index: names.feeds, id: config.id, source: config, version: 'create' })),
        );
        created.push(...some.filter((_, i) => results[i] === 'created'));
      }
      await call(client.indices.refresh({ index: names.feeds }));
      return created;
    },
    /** Changes a config; two changes at once both take effect. Undefined when there is no such feed. */
    update: async (id: string, change: (config: FeedConfig) => FeedConfig): Promise<FeedConfig | undefined> => {
      for (let attempt = 0; ; attempt++) {
        const found = await get(id);
        if (found === undefined) return undefined;
        const document = change(found.source);
        try {
          await call(
            client.index({
              index: names.feeds,
              id,
              document,
              if_seq_no: found.seqNo,
              if_primary_term: found.primaryTerm,
              refresh: true,
              require_alias: true,
            }),
          );
          return document;
        } catch (error) {
          if (statusOf(error) !== 409 || attempt >= 5) throw error;
        }
      }
    },
    remove: async (id: string): Promise<boolean> => {
      const gone = await callOrMissing(client.delete({ index: names.feeds, id, refresh: true }));
      await callOrMissing(client.delete({ index: names.feedStates, id, refresh: true }));
      return gone !== undefined;
    },
    list: (): Promise<FeedConfig[]> => all<FeedConfig>(names.feeds),
    states: (): Promise<FeedState[]> => all<FeedState>(names.feedStates),
  };
}
