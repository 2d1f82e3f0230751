import type { Client } from '@elastic/elasticsearch';
import { homeOf } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { IndexNames } from '../src/names.ts';
import { homeKeeper } from '../src/setup.ts';
import { firstArticle } from '../src/write/merge.ts';
import type { Synthetic } from './synthetic.ts';

const BATCH = 500;

/** Writes articles straight into their homes and into the naive index; answers some of their titles. Ends when both have come to rest. */
export async function fill(client: Client, names: IndexNames, naive: string, articles: Iterable<Synthetic>): Promise<string[]> {
  const ensureHome = homeKeeper(client, names);
  const now = new Date().toISOString();
  const titles: string[] = [];
  let batch: { index: string; id: string; source: object }[] = [];
  const flush = async (): Promise<void> => {
    const to = (indexOf: (index: string) => string) =>
      client.bulk({
        operations: batch.flatMap(({ index, id, source }) => [{ index: { _index: indexOf(index), _id: id } }, source]),
      });
    const answers = await Promise.all([to((index) => index), to(() => naive)]);
    const refused = answers.flatMap(({ items }) => items).find(({ index }) => index?.error);
    if (refused !== undefined) throw new Error(JSON.stringify(refused));
    batch = [];
  };
  for (const { article, story } of articles) {
    const source = { ...firstArticle(article, now), ...story };
    await ensureHome(homeOf(source));
    batch.push({ index: names.home(homeOf(source)), id: urlKey(article.url), source });
    if (titles.length < 5_000) titles.push(article.title);
    if (batch.length >= BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  await client.indices.refresh({ index: [names.articles, naive] });
  await atRest(client);
  return titles;
}

/** Until no segments are merged any more: a merge takes the processor that a search is measured on. */
async function atRest(client: Client): Promise<void> {
  for (;;) {
    const { _all } = await client.indices.stats({ metric: 'merge' });
    if ((_all.total?.merges?.current ?? 0) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
