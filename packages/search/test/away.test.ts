import { DependencyDown } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, onTestFinished, test } from 'vitest';
import { newRecord, openSearch, type Search } from '../src/index.ts';
import { article, articleItem, urlItem } from './articles.ts';
import { settingsFor } from './install.ts';

const URL_ = 'https://a.example/1';
const record = newRecord({ url: URL_, host: 'a.example', n: 1, origin: 'live' });

test.each<[string, (search: Search) => Promise<unknown>]>([
  ['a ping', (search) => search.ping()],
  ['the set-up', (search) => search.setUp()],
  ['a search', (search) => search.articles.search({ q: 'x', sort: 'date', from: 0, size: 1 })],
  ['an article', (search) => search.articles.read('news-en-2026', urlKey(URL_))],
  ['the registry', (search) => search.registry.get([urlKey(URL_)])],
  ['a new record', (search) => search.registry.create(urlKey(URL_), record)],
  ['the feeds', (search) => search.feeds.list()],
  ['a feed', (search) => search.feeds.get('x')],
  ['a batch of articles', (search) => search.createWriter()([articleItem(article(URL_))])],
  ['a batch of outcomes', (search) => search.createWriter()([urlItem(URL_)])],
])('while Elasticsearch is away, %s is DependencyDown at once', async (_what, use) => {
  const search = openSearch(settingsFor('away-', 'http://127.0.0.1:1'));
  onTestFinished(search.close);
  await expect(use(search)).rejects.toBeInstanceOf(DependencyDown);
});

test('an empty batch asks nothing', async () => {
  const search = openSearch(settingsFor('away-', 'http://127.0.0.1:1'));
  onTestFinished(search.close);
  expect(await search.createWriter()([])).toEqual([]);
});
