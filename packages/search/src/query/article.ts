import type { Client } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { callOrMissing } from '../client.ts';
import type { IndexNames } from '../names.ts';

/** One stored article, from the home its registry record names. */
export async function readArticle(client: Client, names: IndexNames, home: string, docId: string): Promise<Article | undefined> {
  const found = await callOrMissing(client.get<Article>({ index: names.home(home), id: docId, realtime: true }));
  return found?._source;
}
