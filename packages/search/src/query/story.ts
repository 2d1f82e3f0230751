import type { Client } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { readHit, SHOWN, totalOf } from './hits.ts';
import type { Hit } from './types.ts';

export type StoryView = {
  id: string;
  /** Articles in all. */
  size: number;
  /** Title and publisher of the first article. */
  label: string;
  publisher: string;
  publishers: { value: string; count: number }[];
  /** The first published first. */
  articles: Hit[];
};

const PUBLISHERS = 100;

/** A story with its first articles; undefined when there is none of that id. */
export async function readStory(client: Client, names: IndexNames, id: string, size: number): Promise<StoryView | undefined> {
  const answer = await call(
    client.search<Article>({
      index: names.articles,
      ignore_unavailable: true,
      allow_no_indices: true,
      size,
      _source: SHOWN,
      track_total_hits: true,
      query: { term: { story_id: id } },
      sort: [{ '@timestamp': 'asc' }, { first_seen_at: 'asc' }],
      aggs: { publishers: { terms: { field: 'source.name', size: PUBLISHERS } } },
    }),
  );
  const articles = answer.hits.hits.flatMap(readHit);
  const [first] = articles;
  if (first === undefined) return undefined;
  const buckets = (answer.aggregations?.['publishers'] as { buckets?: { key: string; doc_count: number }[] } | undefined)?.buckets ?? [];
  const publishers = buckets.map(({ key, doc_count }) => ({ value: key, count: doc_count }));
  return { id, size: totalOf(answer), label: first.article.title, publisher: first.article.source.name, publishers, articles };
}
