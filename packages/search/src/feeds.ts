import type { Client } from '@elastic/elasticsearch';
import type { FeedConfig, FeedState } from '@newsmill/contracts';
import { call, callOrMissing } from './client.ts';
import { createDocuments, readAll } from './documents.ts';
import type { IndexNames } from './names.ts';
import { mustBulk } from './write/bulk.ts';

/** Feed configs, whose truth is here, and the copies of feed states. Written by the API alone. `pageSize`: how many are read at a time. */
export function createFeedIndex(client: Client, names: IndexNames, pageSize = 1_000) {
  const configs = createDocuments<FeedConfig>(client, names.feeds, pageSize);
  return {
    ...configs,
    /** Creates those that are not there; answers which were new. */
    createMany: async (given: readonly FeedConfig[]): Promise<FeedConfig[]> => {
      const created: FeedConfig[] = [];
      for (let at = 0; at < given.length; at += pageSize) {
        const some = given.slice(at, at + pageSize);
        const results = await mustBulk(
          client,
          some.map((config) => ({ index: names.feeds, id: config.id, source: config, version: 'create' })),
        );
        created.push(...some.filter((_, i) => results[i] === 'created'));
      }
      await call(client.indices.refresh({ index: names.feeds }));
      return created;
    },
    remove: async (id: string): Promise<boolean> => {
      const wasThere = await configs.remove(id);
      await callOrMissing(client.delete({ index: names.feedStates, id, refresh: true }));
      return wasThere;
    },
    states: (): Promise<FeedState[]> => readAll<FeedState>(client, names.feedStates, pageSize),
  };
}
