import type { Client, estypes } from '@elastic/elasticsearch';
import { type Alert, type Article, DependencyDown } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { buildQuery } from '../query/build.ts';

/** Searches of one request. */
const CHUNK = 200;

/** An article that an alert looks for. `story`: what it is told by; ten outlets of one story have the same. */
export type Match = { alertId: string; docId: string; story: string; inStory: boolean };
export type Matched = {
  matches: Match[];
  /** Alerts that Elasticsearch cannot read; no reason to hold up the others. */
  refused: { alertId: string; why: string }[];
};

type Fresh = { id: string; index: string; article: Pick<Article, 'language' | 'story_id' | 'duplicate_of'> };

/**
 * Which alerts look for which of these articles. The articles are made findable once, then every alert's own query runs over them alone and
 * in their indices alone, as many at a time as one request takes: the same query as the search runs, so an alert rings for what its preview shows.
 */
export async function matchAlerts(
  client: Client,
  names: IndexNames,
  alerts: readonly Alert[],
  docIds: readonly string[],
): Promise<Matched> {
  const found: Matched = { matches: [], refused: [] };
  if (alerts.length === 0 || docIds.length === 0) return found;
  const fresh = await readFresh(client, names, docIds);
  if (fresh.length === 0) return found;
  const byId = new Map(fresh.map((one) => [one.id, one]));
  const languages = new Set(fresh.map(({ article }) => article.language));
  const asked = alerts.filter(({ language }) => language === null || languages.has(language));
  const now = new Date();
  for (let at = 0; at < asked.length; at += CHUNK) {
    const some = asked.slice(at, at + CHUNK);
    const searches = some.flatMap((alert) => [{}, searchOf(alert, [...byId.keys()], now)]);
    const { responses } = await call(client.msearch({ index: [...new Set(fresh.map(({ index }) => index))], searches }));
    some.forEach((alert, i) => {
      const answer = responses[i];
      if (answer === undefined || 'error' in answer) found.refused.push({ alertId: alert.id, why: refusal(answer) });
      else found.matches.push(...answer.hits.hits.flatMap(({ _id }) => matchOf(alert.id, byId.get(_id ?? ''))));
    });
  }
  return found;
}

async function readFresh(client: Client, names: IndexNames, docIds: readonly string[]): Promise<Fresh[]> {
  const scope = { index: names.articles, ignore_unavailable: true, allow_no_indices: true };
  await call(client.indices.refresh(scope));
  const { hits } = await call(
    client.search<Fresh['article']>({
      ...scope,
      size: docIds.length,
      track_total_hits: false,
      _source: ['language', 'story_id', 'duplicate_of'],
      query: { ids: { values: [...docIds] } },
    }),
  );
  return hits.hits.flatMap(({ _id, _index, _source }) =>
    _id === undefined || _source === undefined ? [] : [{ id: _id, index: _index, article: _source }],
  );
}

function searchOf({ q, language, source, feed, since }: Alert, ids: string[], now: Date): estypes.MsearchRequestItem {
  const asked = { q, language: language ?? undefined, source: source ?? undefined, feedId: feed ?? undefined };
  const { query } = buildQuery({ ...asked, sort: 'date', from: 0, size: ids.length }, now);
  return {
    size: ids.length,
    track_total_hits: false,
    _source: false,
    sort: ['_doc'],
    query: { bool: { filter: [{ ids: { values: ids } }, { range: { indexed_at: { gte: since } } }, query] } },
  };
}

function matchOf(alertId: string, fresh: Fresh | undefined): Match[] {
  if (fresh === undefined) return [];
  const { story_id, duplicate_of } = fresh.article;
  return [{ alertId, docId: fresh.id, story: story_id ?? duplicate_of ?? fresh.id, inStory: story_id !== null }];
}

/** Why a search was refused. A cluster that asks for patience is no fault of the alert: throws DependencyDown. */
function refusal(answer: estypes.ErrorResponseBase | undefined): string {
  const { status = 503, error } = answer ?? {};
  if (status === 429 || status >= 500) throw new DependencyDown(`Elasticsearch (${error?.type ?? status})`);
  return `${error?.type}: ${error?.root_cause?.[0]?.reason ?? error?.reason ?? ''}`.slice(0, 300);
}
