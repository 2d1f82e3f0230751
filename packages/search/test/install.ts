import type { Client } from '@elastic/elasticsearch';
import type { Article } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { randomPrefix, testServers } from '@newsmill/testkit';
import { afterAll, beforeAll, vi } from 'vitest';
import { createClient } from '../src/client.ts';
import { openSearch, type UrlRecord, type WriteItem, type Written } from '../src/index.ts';
import { indexNames } from '../src/names.ts';

// an index takes its time to be made when other suites share the machine
vi.setConfig({ testTimeout: 30_000 });

export function settingsFor(prefix: string, url = testServers().elasticsearchUrl) {
  return { ELASTICSEARCH_URL: url, ELASTICSEARCH_USERNAME: undefined, ELASTICSEARCH_PASSWORD: undefined, NEWSMILL_PREFIX: prefix };
}

/** An installation of its own for the tests of one file, taken away after them. */
export function install() {
  const prefix = randomPrefix();
  const settings = settingsFor(prefix);
  const search = openSearch(settings);
  const client = createClient(settings);
  const names = indexNames(prefix);
  beforeAll(search.setUp, 60_000);
  afterAll(async () => {
    await takeAway(client, prefix);
    await search.close();
    await client.close();
  }, 60_000);

  const write = search.createWriter();
  const settled = async (items: WriteItem[]): Promise<(Written | unknown)[]> =>
    (await write(items)).map((result) => (result.status === 'fulfilled' ? result.value : result.reason));
  const record = async (url: string): Promise<UrlRecord | undefined> => (await search.registry.get([urlKey(url)])).get(urlKey(url));
  const stored = async (url: string): Promise<Article | undefined> => {
    const home = (await record(url))?.home;
    return home ? search.articles.read(home, urlKey(url)) : undefined;
  };
  /** Makes what was written visible to searches. */
  const refresh = async (): Promise<void> => {
    await client.indices.refresh({ index: `${prefix}*` });
  };
  return { prefix, search, client, names, settled, record, stored, refresh };
}

async function takeAway(client: Client, prefix: string): Promise<void> {
  const indices = Object.keys(await client.indices.get({ index: `${prefix}*` }));
  if (indices.length > 0) await client.indices.delete({ index: indices });
  await client.indices.deleteIndexTemplate({ name: `${prefix}*` });
  await client.cluster.deleteComponentTemplate({ name: `${prefix}*` });
}
