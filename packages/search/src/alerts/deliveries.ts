import type { Client } from '@elastic/elasticsearch';
import { type Article, type Channel, type Code, DependencyDown } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { readMany, type Versioned } from '../registry.ts';
import { scan } from '../scan.ts';
import { bulk, mustBulk, type Write } from '../write/bulk.ts';

/** How one way of a delivery fares. `dropped`: the alert, the way or the article went before it was sent. */
export type Sent = {
  state: 'pending' | 'sent' | 'failed' | 'dropped';
  attempts: number;
  /** Of the receiver's last answer. */
  status: number | null;
  code: Code | null;
  detail: string | null;
  at: string | null;
};

/** A story that an alert rings once for. Its id is made of both, so whoever comes second finds it there. */
export type Delivery = {
  v: 1;
  id: string;
  alert_id: string;
  /** Story id of the article, else its own id. */
  story: string;
  /** The article that rang. */
  doc_id: string;
  /** Sent because somebody asked for a test. */
  test: boolean;
  created_at: string;
  /** null: the alert had no such way. */
  webhook: Sent | null;
  email: Sent | null;
};

export const newSent = (): Sent => ({ state: 'pending', attempts: 0, status: null, code: null, detail: null, at: null });

const MOST_IN_STORIES = 2_000;
const MOST_ROUNDS = 10;

/** Deliveries: made by the alert stage and by tests, marked by the deliver stage. */
export function createDeliveries(client: Client, names: IndexNames) {
  const index = names.deliveries;
  const versioned = (ids: readonly string[]): Promise<Map<string, Versioned<Delivery>>> =>
    readMany<Delivery>(
      client,
      ids.map((id) => ({ index, id })),
    );
  const get = async (ids: readonly string[]): Promise<Map<string, Delivery>> => {
    const found = await versioned(ids);
    return new Map([...found.values()].map(({ source }) => [source.id, source]));
  };
  return {
    get,
    /** Makes those that are not there; answers what is there now, whoever made it. */
    create: async (deliveries: readonly Delivery[]): Promise<Map<string, Delivery>> => {
      const writes = deliveries.map((one): Write => ({ index, id: one.id, source: one, version: 'create' }));
      const results = await bulk(client, writes);
      for (const result of results) if (typeof result === 'object') throw result;
      const lost = await get(deliveries.filter((_, at) => results[at] === 'conflict').map(({ id }) => id));
      return new Map([...deliveries.map((one) => [one.id, one] as const), ...lost]);
    },
    /** Changes one way of a delivery; undefined where there is no such delivery any more. */
    mark: async (id: string, channel: Channel, change: (sent: Sent) => Sent): Promise<Delivery | undefined> => {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const stored = (await versioned([id])).get(`${index}/${id}`);
        const before = stored?.source[channel];
        if (stored === undefined || before === undefined || before === null) return undefined;
        const source: Delivery = { ...stored.source, [channel]: change(before) };
        const [result] = await mustBulk(client, [{ index, id, source, version: stored }]);
        if (result !== 'conflict') return source;
      }
      throw new DependencyDown('Elasticsearch (the delivery changes too fast)');
    },
    /** Of one alert, the newest first. */
    list: async (alertId: string, size: number): Promise<Delivery[]> => {
      const { hits } = await call(
        client.search<Delivery>({
          index,
          size,
          track_total_hits: false,
          query: { term: { alert_id: alertId } },
          sort: [{ created_at: 'desc' }, { id: 'asc' }],
        }),
      );
      return hits.hits.flatMap(({ _source }) => _source ?? []);
    },
    /** The articles of each of these stories: one of them may have rung before its story was known. */
    membersOf: async (stories: readonly string[]): Promise<Map<string, string[]>> => {
      if (stories.length === 0) return new Map();
      const { hits } = await call(
        client.search<Pick<Article, 'story_id'>>({
          index: names.articles,
          ignore_unavailable: true,
          allow_no_indices: true,
          size: MOST_IN_STORIES,
          track_total_hits: false,
          _source: ['story_id'],
          query: { terms: { story_id: [...stories] } },
        }),
      );
      const members = hits.hits.flatMap(({ _id, _source }) => (_id && _source?.story_id ? [{ id: _id, story: _source.story_id }] : []));
      return new Map([...Map.groupBy(members, ({ story }) => story)].map(([story, some]) => [story, some.map(({ id }) => id)]));
    },
  };
}

/** Forgets the deliveries of an alert that is no more. */
export async function dropDeliveries(client: Client, names: IndexNames, alertId: string): Promise<void> {
  for await (const page of scan<Delivery>(client, names.deliveries, { term: { alert_id: alertId } })) {
    await mustBulk(
      client,
      page.map(({ id }): Write => ({ index: names.deliveries, id, source: null, version: 'any' })),
    );
  }
}
