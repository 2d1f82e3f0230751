import { newFeedState } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { article, articleItem, feed, N, urlItem } from './articles.ts';
import { install } from './install.ts';

const { client, names, search, settled, record, stored } = install();
let count = 0;
const newUrl = (): string => `https://u.example/${++count}`;
const letter = async (url: string): Promise<unknown> =>
  client.get({ index: names.dead, id: urlKey(url) }).then(
    ({ _source }) => _source,
    () => undefined,
  );

test.each(['skipped', 'redirected', 'unchanged', 'dead'] as const)('the outcome %s of a new URL is on its record', async (outcome) => {
  const url = newUrl();
  const code = outcome === 'skipped' ? 'no_article' : outcome === 'dead' ? 'http_gone' : null;
  const result = await settled([urlItem(url, { outcome, code, detail: 'why', status: 410, stage: 'fetch' }, [feed('one')])]);
  expect(result).toEqual(['created']);
  expect(await record(url)).toMatchObject({
    url,
    host: 'u.example',
    outcome,
    code,
    detail: 'why',
    status: 410,
    stage: 'fetch',
    n: N,
    doc_id: null,
    home: null,
    feeds: [feed('one')],
  });
});

test('a mention adds its feed to the record and to the document, and says nothing of the outcome', async () => {
  const url = newUrl();
  await settled([articleItem(article(url, { feeds: [feed('one')] }))]);
  const before = await record(url);
  expect(await settled([urlItem(url, { outcome: null, n: N + 9 }, [feed('two')])])).toEqual(['updated']);
  expect(await record(url)).toEqual({ ...before, feeds: [feed('one'), feed('two')] });
  expect(await stored(url)).toMatchObject({ feeds: [feed('one'), feed('two')], revision: 1 });
});

test('a mention of a variant adds its feed to the document of the canonical URL', async () => {
  const [canonical, variant] = [newUrl(), newUrl()];
  await settled([articleItem(article(variant, { canonical_url: canonical }))]);
  await settled([urlItem(variant, { outcome: null, n: N + 9 }, [feed('two')])]);
  expect(await stored(canonical)).toMatchObject({ feeds: [feed('two')] });
});

test('a page that was indexed and is gone later stays, with the code on its record', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  await settled([urlItem(url, { outcome: 'dead', code: 'http_not_found', status: 404, n: N + 1 })]);
  expect(await record(url)).toMatchObject({ outcome: 'indexed', code: 'http_not_found', status: 404, n: N + 1, home: 'news-en-2026' });
  expect(await stored(url)).toMatchObject({ url });
  expect(await letter(url)).toBeUndefined();
});

test('the code goes when the page is indexed anew', async () => {
  const url = newUrl();
  await settled([articleItem(article(url))]);
  await settled([urlItem(url, { outcome: 'dead', code: 'http_not_found', n: N + 1 })]);
  await settled([articleItem(article(url), { n: N + 2 })]);
  expect(await record(url)).toMatchObject({ outcome: 'indexed', code: null, n: N + 2 });
});

test('a job of an older generation changes no outcome', async () => {
  const url = newUrl();
  await settled([urlItem(url, { outcome: 'skipped', code: 'no_article', n: N + 1 })]);
  await settled([urlItem(url, { outcome: 'dead', code: 'timeout', n: N }, [feed('late')])]);
  expect(await record(url)).toMatchObject({ outcome: 'skipped', code: 'no_article', n: N + 1, feeds: [feed('late')] });
  expect(await letter(url)).toBeUndefined();
});

test('what was taken down stays so, whatever comes', async () => {
  const url = newUrl();
  await settled([urlItem(url, { outcome: 'removed' })]);
  await settled([urlItem(url, { outcome: 'dead', code: 'timeout', n: N + 1 })]);
  expect(await record(url)).toMatchObject({ outcome: 'removed' });
  expect(await letter(url)).toBeUndefined();
});

test('a dead letter is written with the outcome, replaced by the next, and goes when the URL is indexed', async () => {
  const url = newUrl();
  await settled([urlItem(url, { outcome: 'dead', code: 'timeout', detail: 'slow', stage: 'fetch', status: null }, [feed('one')])]);
  expect(await letter(url)).toMatchObject({
    url,
    host: 'u.example',
    feed_id: feed('one').id,
    stage: 'fetch',
    code: 'timeout',
    detail: 'slow',
    n: N,
  });
  await settled([urlItem(url, { outcome: 'dead', code: 'http_server_error', n: N + 1 })]);
  expect(await letter(url)).toMatchObject({ code: 'http_server_error', n: N + 1 });
  await settled([articleItem(article(url), { n: N + 2 })]);
  expect(await record(url)).toMatchObject({ outcome: 'indexed', code: null });
  expect(await letter(url)).toBeUndefined();
});

test('a late job of an older generation does not overwrite the dead letter of a newer one', async () => {
  const url = newUrl();
  await settled([urlItem(url, { outcome: 'dead', code: 'http_gone', n: N + 1 })]);
  await settled([urlItem(url, { outcome: 'dead', code: 'timeout', n: N })]);
  expect(await letter(url)).toMatchObject({ code: 'http_gone', n: N + 1 });
});

test('a dead letter goes too when its URL ends well in another way', async () => {
  const url = newUrl();
  await settled([urlItem(url, { outcome: 'dead', code: 'timeout' })]);
  await settled([urlItem(url, { outcome: 'skipped', code: 'no_article', n: N + 1 })]);
  expect(await record(url)).toMatchObject({ outcome: 'skipped' });
  expect(await letter(url)).toBeUndefined();
});

test('a feed state is copied whole, and replaced by the next', async () => {
  const url = 'https://feed.example/rss';
  const state = { ...newFeedState(urlKey(url)), title: 'A feed', errors_in_a_row: 1, code: 'timeout' as const };
  const { feeds: _feeds, job } = urlItem(url) as Extract<ReturnType<typeof urlItem>, { feeds: unknown }>;
  const { v, n, origin, urlKey: key, feedId } = job;
  const item = (errors_in_a_row: number) => ({
    job: { kind: 'feed' as const, v, n, origin, url, urlKey: key, feedId, state: { ...state, errors_in_a_row } },
  });
  expect(await settled([item(1), item(2)])).toEqual(['created', 'updated']);
  const { _source } = await client.get({ index: names.feedStates, id: key });
  expect(_source).toEqual({ ...state, errors_in_a_row: 2 });
  await client.indices.refresh({ index: names.feedStates });
  expect(await search.feeds.states()).toEqual([{ ...state, errors_in_a_row: 2 }]);
  const polled = (last_polled_at: string) => ({ job: { ...item(0).job, state: { ...state, last_polled_at } } });
  await settled([polled('2026-11-25T12:00:00.000Z')]);
  expect(await settled([polled('2026-11-25T11:00:00.000Z')])).toEqual(['same']);
});

test('the outcome of a URL counts, though another feed has mentioned it since its offer', async () => {
  for (const [name, outcome, code] of [
    ['gone', 'dead', 'http_not_found'],
    ['left', 'skipped', 'no_article'],
  ] as const) {
    const url = `https://mentioned.example/${name}`;
    await settled([urlItem(url, { outcome: null, n: N + 50 }, [feed('b')])]);
    expect(await record(url)).toMatchObject({ outcome: 'pending' });
    await settled([urlItem(url, { outcome, code, n: N }, [feed('a')])]);
    expect(await record(url)).toMatchObject({ outcome, code, feeds: [feed('b'), feed('a')] });
  }
});
