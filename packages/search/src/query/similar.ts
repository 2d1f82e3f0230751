import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import type { IndexNames } from '../names.ts';
import { readHit, SHOWN } from './hits.ts';
import type { Hit } from './types.ts';

const FIELDS = ['title', 'body'];
// measured on the Lee stories (bench/search.ts): the more of the text is asked, each word by its weight in it, the nearer
// the order comes to that of people
const TERMS = 200;

/** Articles by their ids, wherever they live, in the order asked for; what is not there is left out. */
export async function findArticles(client: Client, names: IndexNames, ids: readonly string[]): Promise<Hit[]> {
  if (ids.length === 0) return [];
  const scope = { index: names.articles, ignore_unavailable: true, allow_no_indices: true };
  const { hits } = await call(client.search<Article>({ ...scope, size: ids.length, _source: SHOWN, query: { ids: { values: [...ids] } } }));
  const byId = new Map(hits.hits.flatMap(readHit).map((hit) => [hit.id, hit]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Articles in the same language that are like it, the most alike first, without its own copies; undefined when there is no such article. */
export async function similarArticles(client: Client, names: IndexNames, id: string, size: number): Promise<Hit[] | undefined> {
  const [found] = await findArticles(client, names, [id]);
  if (found === undefined) return undefined;
  const { article, index } = found;
  const query: estypes.QueryDslQueryContainer = {
    bool: {
      must: [
        {
          more_like_this: {
            fields: FIELDS,
            like: [{ _index: index, _id: id }],
            max_query_terms: TERMS,
            boost_terms: 1,
            min_term_freq: 1,
            min_doc_freq: 1,
            minimum_should_match: '1',
          },
        },
      ],
      filter: [{ term: { language: article.language } }],
      must_not: [{ term: { duplicate_of: id } }, ...(article.duplicate_of === null ? [] : [{ ids: { values: [article.duplicate_of] } }])],
    },
  };
  const scope = { index: names.articles, ignore_unavailable: true, allow_no_indices: true };
  const { hits } = await call(client.search<Article>({ ...scope, size, _source: SHOWN, track_total_hits: false, query }));
  return hits.hits.flatMap(readHit);
}
