import { until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { openSearch } from '../src/index.ts';
import { article, articleItem } from './articles.ts';
import { install, settingsFor } from './install.ts';

const { prefix, search, client, names, settled, stored, record } = install();

async function everything(): Promise<unknown> {
  const { index_templates } = await client.indices.getIndexTemplate({ name: `${prefix}*` });
  return {
    indices: await client.indices.get({ index: `${prefix}*` }),
    templates: index_templates.map(({ name, index_template }) => ({
      name,
      patterns: index_template.index_patterns,
      template: index_template.template,
    })),
  };
}

test('setting up twice changes nothing, and loses nothing', async () => {
  const url = 'https://a.example/kept';
  expect(await settled([articleItem(article(url))])).toEqual(['created']);
  const before = await everything();
  await search.setUp();
  expect(await everything()).toEqual(before);
  expect(await stored(url)).toMatchObject({ url });
});

test('articles come to few segments, in indices of before too, though they have a field @timestamp', async () => {
  const url = 'https://a.example/segments';
  expect(await settled([articleItem(article(url))])).toEqual(['created']);
  const index = Object.keys(await client.indices.getAlias({ name: names.articles }));
  await client.indices.putSettings({
    index,
    settings: { 'merge.policy.type': null, 'merge.policy.segments_per_tier': null, 'merge.policy.floor_segment': null },
  });
  await search.setUp();
  const home = names.home((await record(url))?.home ?? '');
  // each refresh makes a segment
  for (let n = 0; n < 25; n++) await client.index({ index: home, id: `${n}`, document: await stored(url), refresh: true });
  const segments = async (): Promise<number> => {
    await client.indices.refresh({ index: home });
    const { _all } = await client.indices.stats({ index: home, metric: 'segments' });
    return _all.total?.segments?.count ?? Number.POSITIVE_INFINITY;
  };
  await until(async () => (await segments()) <= 10, { what: 'few segments', timeoutMs: 20_000 });
});

test('two processes that set up at once do not hinder each other', { timeout: 90_000 }, async () => {
  const other = openSearch(settingsFor(`${prefix}twice-`));
  await Promise.all([other.setUp(), other.setUp(), search.setUp()]);
  expect(await other.feeds.list()).toEqual([]);
  await other.close();
});

test('a cluster that can serve answers the ping', async () => {
  await expect(search.ping()).resolves.toBeUndefined();
});

test('unknown fields are refused everywhere: what is not in the mapping is a bug that must show', async () => {
  const mappings = await client.indices.getMapping({ index: `${prefix}*` });
  expect(Object.values(mappings).map(({ mappings: { dynamic } }) => dynamic)).toEqual(Object.keys(mappings).map(() => 'strict'));
});
