import type { Client, estypes } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { call } from '../client.ts';
import { WITHOUT_BODY } from './hits.ts';
import type { Query } from './terms.ts';
import type { Outlet } from './types.ts';

/** Most outlets of one story that are told. */
const MOST = 10;
/** So many of the best articles of all stories together are looked at for them. */
const LOOKED_AT = 200;

/** The other articles of each story, the best first. `narrowed`: what was asked, and this filter besides. */
export async function outletsOf(
  client: Client,
  search: estypes.SearchRequest,
  narrowed: (filter: Query) => Query,
  hits: readonly { id: string; story: string | null }[],
): Promise<Map<string, Outlet[]>> {
  const stories = hits.flatMap(({ story }) => story ?? []);
  if (stories.length === 0) return new Map();
  const others = narrowed({
    bool: { filter: [{ terms: { story_id: stories } }], must_not: [{ ids: { values: hits.map(({ id }) => id) } }] },
  });
  const found = await call(client.search({ ...search, size: LOOKED_AT, query: others, docvalue_fields: ['story_id'] }));
  const chosen = new Map<string, { _id: string; _index: string }[]>(stories.map((story) => [story, []]));
  for (const { _id, _index, fields } of found.hits.hits) {
    const [story = ''] = (fields?.['story_id'] ?? []) as string[];
    const list = chosen.get(story);
    if (_id !== undefined && list !== undefined && list.length < MOST) list.push({ _id, _index });
  }
  const wanted = [...chosen.values()].flat();
  if (wanted.length === 0) return new Map();
  const { docs } = await call(client.mget<Article>({ docs: wanted, _source_excludes: WITHOUT_BODY.excludes, realtime: false }));
  const read = new Map(docs.flatMap((doc) => ('_source' in doc && doc._source !== undefined ? [[doc._id, doc._source] as const] : [])));
  return new Map(
    [...chosen].map(([story, list]) => [
      story,
      list.flatMap(({ _id: id }): Outlet[] => {
        const article = read.get(id);
        return article === undefined ? [] : [{ id, article }];
      }),
    ]),
  );
}
