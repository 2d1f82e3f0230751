import type { Article } from '@newsmill/contracts';
import { createAlerts } from './alerts/alerts.ts';
import { createDeliveries } from './alerts/deliveries.ts';
import { type Akin, bereaveAll, storiesOf } from './bereave.ts';
import { createBreaker } from './breaker.ts';
import { call, createClient, type SearchSettings } from './client.ts';
import { createDeadLetters } from './dead.ts';
import { createFeedIndex } from './feeds.ts';
import { indexNames } from './names.ts';
import { readArticle } from './query/article.ts';
import { findOlder, type OlderArticle, type OlderQuery } from './query/older.ts';
import { searchArticles } from './query/run.ts';
import { findArticles, similarArticles } from './query/similar.ts';
import { readStory, type StoryView } from './query/story.ts';
import { suggestTitles } from './query/suggest.ts';
import type { Hit, SearchAnswer, SearchQuery } from './query/types.ts';
import { createRebuild } from './rebuild.ts';
import { createRegistry } from './registry.ts';
import { expireArticles, expireLines } from './retention.ts';
import { type Revision, readRevisions } from './revisions.ts';
import { setUp } from './setup.ts';
import { createTakedown } from './takedown.ts';
import { putWorkerKey } from './worker-key.ts';
import { createWriter } from './write/writer.ts';

export type Search = ReturnType<typeof openSearch>;

/** Opens Elasticsearch. Nothing is asked of it until the first call. */
export function openSearch(settings: SearchSettings) {
  const client = createClient(settings);
  const names = indexNames(settings.NEWSMILL_PREFIX, settings.INDEX_PERIOD);
  // what the stages ask; people's questions go through whatever was found before
  const guarded = createBreaker();
  const registry = createRegistry(client, names);
  return {
    /** Puts templates and indices; running it again changes nothing. */
    setUp: (): Promise<void> => setUp(client, names),
    /** Makes the API key of our processes, see putWorkerKey. */
    putWorkerKey: (file: string) => putWorkerKey(client, settings.NEWSMILL_PREFIX, file),
    /** Throws DependencyDown when the cluster cannot serve. */
    ping: async (): Promise<void> => {
      await call(client.cluster.health({ wait_for_status: 'yellow', timeout: '1s' }, { requestTimeout: 2_000 }));
    },
    registry: { ...registry, get: (keys: readonly string[]) => guarded(() => registry.get(keys)) },
    feeds: createFeedIndex(client, names),
    dead: createDeadLetters(client, names),
    takedown: {
      ...createTakedown(client, names),
      storiesOf: (ids: readonly string[]): Promise<Map<string, string>> => storiesOf(client, names, ids),
      bereave: (gone: readonly string[], stories: Map<string, string>, akin: Akin): Promise<void> =>
        bereaveAll(client, names, gone, stories, akin),
    },
    rebuild: createRebuild(client, names),
    expireArticles: (before: string, dryRun: boolean): Promise<number> => expireArticles(client, names, before, dryRun),
    expireFetches: (before: string, dryRun: boolean): Promise<number> => expireLines(client, names.fetches, '@timestamp', before, dryRun),
    expireDeliveries: (before: string, dryRun: boolean): Promise<number> =>
      expireLines(client, names.deliveries, 'created_at', before, dryRun),
    alerts: createAlerts(client, names),
    deliveries: createDeliveries(client, names),
    articles: {
      search: (query: SearchQuery): Promise<SearchAnswer> => searchArticles(client, names, query),
      find: (id: string): Promise<Hit | undefined> => findArticles(client, names, [id]).then(([hit]) => hit),
      findMany: (ids: readonly string[]): Promise<Hit[]> => findArticles(client, names, ids),
      similar: (id: string, size: number): Promise<Hit[] | undefined> => similarArticles(client, names, id, size),
      older: (queries: readonly OlderQuery[]): Promise<OlderArticle[][]> => guarded(() => findOlder(client, names, queries)),
      story: (id: string, size: number): Promise<StoryView | undefined> => readStory(client, names, id, size),
      titles: (beginning: string, size: number): Promise<string[]> => suggestTitles(client, names, beginning, size),
      revisions: (id: string): Promise<Revision[]> => readRevisions(client, names, id),
      read: (home: string, docId: string): Promise<Article | undefined> => readArticle(client, names, home, docId),
    },
    createWriter: () => {
      const write = createWriter(client, names);
      return (items: Parameters<typeof write>[0]) => guarded(() => write(items));
    },
    close: (): Promise<void> => client.close(),
  };
}
