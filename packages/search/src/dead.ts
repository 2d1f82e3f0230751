import type { Client } from '@elastic/elasticsearch';
import type { Code, Stage } from '@newsmill/contracts';
import { call } from './client.ts';
import type { IndexNames } from './names.ts';
import { readMany } from './registry.ts';
import { mustBulk } from './write/bulk.ts';

/** A URL that ended for a reason that a person may mend; its id is the urlKey. Gone when the URL comes through after all. */
export type DeadLetter = {
  v: 1;
  url: string;
  host: string;
  feed_id: string | null;
  stage: Stage;
  code: Code | null;
  detail: string | null;
  status: number | null;
  exchange: string | null;
  entry_key: string | null;
  /** The job in its stage's failed set, where one failed. */
  job_id: string | null;
  n: number;
  at: string;
  /** When it was replayed; null again when it dies again. */
  replayed_at: string | null;
};

export type DeadFilter = {
  code?: Code | undefined;
  host?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  replayed?: boolean | undefined;
};
export type DeadEntry = { urlKey: string; letter: DeadLetter };

/** Dead letters, for reading and settling. They are written by the indexer, together with the outcome. */
export function createDeadLetters(client: Client, names: IndexNames) {
  const read = async (keys: readonly string[]): Promise<DeadEntry[]> => {
    const found = await readMany<DeadLetter>(
      client,
      keys.map((id) => ({ index: names.dead, id })),
    );
    return keys.flatMap((urlKey) => {
      const letter = found.get(`${names.dead}/${urlKey}`)?.source;
      return letter === undefined ? [] : [{ urlKey, letter }];
    });
  };

  return {
    read,
    /** Oldest first. `after`: the `next` of the page before. */
    list: async (
      filter: DeadFilter,
      size: number,
      after?: [number, string],
    ): Promise<{ total: number; entries: DeadEntry[]; next: [number, string] | null }> => {
      const answer = await call(
        client.search<DeadLetter>({
          index: names.dead,
          size,
          track_total_hits: true,
          query: {
            bool: {
              filter: filterOf(filter),
              ...(filter.replayed === undefined ? { must_not: [{ exists: { field: 'replayed_at' } }] } : {}),
            },
          },
          sort: [{ at: 'asc' }, { url: 'asc' }],
          ...(after === undefined ? {} : { search_after: after }),
        }),
      );
      const { hits, total } = answer.hits;
      const last = hits.length === size ? hits.at(-1)?.sort : undefined;
      return {
        total: typeof total === 'number' ? total : (total?.value ?? 0),
        entries: hits.flatMap(({ _id, _source }) => (_id === undefined || _source === undefined ? [] : [{ urlKey: _id, letter: _source }])),
        next: last === undefined ? null : [Number(last[0]), String(last[1])],
      };
    },
    /** Notes that they were offered again; one that died anew meanwhile is left as it is. */
    markReplayed: async (entries: readonly DeadEntry[]): Promise<void> => {
      const found = await readMany<DeadLetter>(
        client,
        entries.map(({ urlKey }) => ({ index: names.dead, id: urlKey })),
      );
      const writes = entries.flatMap(({ urlKey, letter }) => {
        const stored = found.get(`${names.dead}/${urlKey}`);
        if (stored === undefined || stored.source.n !== letter.n) return [];
        return [{ index: names.dead, id: urlKey, version: stored, source: { ...stored.source, replayed_at: new Date().toISOString() } }];
      });
      await mustBulk(client, writes);
    },
    drop: async (urlKeys: readonly string[]): Promise<void> => {
      await mustBulk(
        client,
        urlKeys.map((id) => ({ index: names.dead, id, source: null, version: 'any' as const })),
      );
    },
    /** Counts by code, for a first look. */
    counts: async (): Promise<Record<string, number>> => {
      const answer = await call(client.search({ index: names.dead, size: 0, aggs: { codes: { terms: { field: 'code', size: 100 } } } }));
      const buckets = (answer.aggregations?.['codes'] as { buckets?: { key: string; doc_count: number }[] } | undefined)?.buckets ?? [];
      return Object.fromEntries(buckets.map(({ key, doc_count }) => [key, doc_count]));
    },
    /** Makes what was written findable by `list`. */
    refresh: async (): Promise<void> => {
      await call(client.indices.refresh({ index: names.dead }));
    },
  };
}

function filterOf({ code, host, since, until, replayed }: DeadFilter): object[] {
  return [
    ...(code === undefined ? [] : [{ term: { code } }]),
    ...(host === undefined ? [] : [{ term: { host } }]),
    ...(since === undefined && until === undefined
      ? []
      : [{ range: { at: { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lte: until }) } } }]),
    ...(replayed === true ? [{ exists: { field: 'replayed_at' } }] : []),
  ];
}
