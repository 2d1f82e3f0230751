import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { offered, pending, testStage } from './stage.ts';

test('lines of the fetch log come into their index, once each, and say nothing of the outcome of their URL', async () => {
  const stage = await testStage();
  await stage.search.setUp();
  const url = 'https://news.example/a';
  const trail = await offered(stage, url, urlKey('https://news.example/feed'));
  const fetched = {
    at: '2026-11-25T11:00:00.000Z',
    ms: 12,
    status: 304,
    code: null,
    wire_bytes: 0,
    body_bytes: 0,
    redirects: 1,
    etag: '"1"',
    last_modified: null,
  };
  const line = { kind: 'fetch', ...trail, of: 'page', tries: 0, fetched, next_poll_at: '2026-11-25T12:00:00.000Z' } as const;
  await Promise.all([stage.index.handle(line), stage.index.handle(line), stage.index.handle({ ...line, tries: 1 })]);
  expect(await pending(stage, url)).toBe(true);
  const { ELASTICSEARCH_URL: server, NEWSMILL_PREFIX: prefix } = stage.env;
  await fetch(`${server}/${prefix}newsmill-fetches/_refresh`, { method: 'POST' });
  const answer = (await (await fetch(`${server}/${prefix}newsmill-fetches/_search?sort=tries`)).json()) as {
    hits: { hits: { _source: object }[] };
  };
  expect(answer.hits.hits.map(({ _source }) => _source)).toMatchObject([
    {
      url,
      host: 'news.example',
      kind: 'page',
      status: 304,
      tries: 0,
      etag: '"1"',
      '@timestamp': fetched.at,
      next_poll_at: line.next_poll_at,
    },
    { tries: 1 },
  ]);
});
