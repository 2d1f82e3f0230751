import type { Article } from '@newsmill/contracts';
import { call, createClient, type SearchSettings } from './client.ts';
import { createDeadLetters } from './dead.ts';
import { createFeedIndex } from './feeds.ts';
import { indexNames } from './names.ts';
import { readArticle, type SearchAnswer, type SearchQuery, searchArticles } from './query.ts';
import { createRebuild } from './rebuild.ts';
import { createRegistry } from './registry.ts';
import { expireArticles } from './retention.ts';
import { setUp } from './setup.ts';
import { createTakedown } from './takedown.ts';
import { createWriter } from './write/writer.ts';

export type Search = ReturnType<typeof openSearch>;

/** Opens Elasticsearch. Nothing is asked of it until the first call. */
export function openSearch(settings: SearchSettings) {
  const client = createClient(settings);
  const names = indexNames(settings.NEWSMILL_PREFIX);
  return {
    /** Puts templates and indices; running it again changes nothing. */
    setUp: (): Promise<void> => setUp(client, names),
    /** Throws DependencyDown when the cluster cannot serve. */
    ping: async (): Promise<void> => {
      await call(client.cluster.health({ wait_for_status: 'yellow', timeout: '1s' }, { requestTimeout: 2_000 }));
    },
    registry: createRegistry(client, names),
    feeds: createFeedIndex(client, names),
    dead: createDeadLetters(client, names),
    takedown: createTakedown(client, names),
    rebuild: createRebuild(client, names),
    expireArticles: (before: string, dryRun: boolean): Promise<number> => expireArticles(client, names, before, dryRun),
    articles: {
      search: (query: SearchQuery): Promise<SearchAnswer> => searchArticles(client, names, query),
      read: (home: string, docId: string): Promise<Article | undefined> => readArticle(client, names, home, docId),
    },
    createWriter: () => createWriter(client, names),
    close: (): Promise<void> => client.close(),
  };
}
