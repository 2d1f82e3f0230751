import { expect, test } from 'vitest';
import { feed, leased, page, signal, testStage } from './stage.ts';

const url = 'https://news.example/feed';
const request = { user_agent: 'Reader/1', cookie: 'a=b', login: { user: 'me', password: 'é' }, headers: { 'X-Key': 'k' } };
const config = { v: 1, id: feed(url).urlKey, url, name: null, paused: false, created_at: '2026-01-01T00:00:00.000Z', request } as const;

test('what a person set for a feed goes with its polls to its own host; elsewhere only the user agent does', async () => {
  const stage = await testStage({ HOST_GAP_MS: '0' });
  await stage.store.feeds.putConfig(config, { wake: false });
  stage.web.site('news.example').page('/feed', '<rss/>').page('/a', 'x');
  stage.web.site('other.example').page('/feed', '<rss/>');
  const offers = [
    feed(url),
    { ...feed('https://other.example/feed'), feedId: config.id },
    page('https://news.example/a', { feedId: config.id }),
  ];
  for (const offer of offers) {
    const job = await leased(stage, offer);
    await stage.fetch.handle(job, signal);
    await stage.store.frontier.done(job, { gapMs: 0 });
  }
  const [own, other, article] = stage.web.requests.map(({ headers }) => headers);
  expect(own).toMatchObject({ 'user-agent': 'Reader/1', cookie: 'a=b', authorization: 'Basic bWU6w6k=', 'x-key': 'k' });
  expect(other).toMatchObject({ 'user-agent': 'Reader/1' });
  for (const headers of [other, article]) {
    expect([headers?.cookie, headers?.authorization, headers?.['x-key']]).toEqual([undefined, undefined, undefined]);
  }
});

test('nothing is fetched of a blocked domain, its subdomains included', async () => {
  const stage = await testStage({ HOST_GAP_MS: '0', BLOCK_HOSTS: 'Blocked.example, *.other.example' });
  for (const host of ['blocked.example', 'www.blocked.example', 'a.other.example']) {
    const job = await leased(stage, page(`https://${host}/a`));
    expect(await stage.fetch.handle(job, signal)).toMatchObject([{ to: 'parse', job: { code: 'host_blocked' } }]);
  }
  stage.web.site('notblocked.example').page('/a', 'x');
  expect(await stage.fetch.handle(await leased(stage, page('https://notblocked.example/a')), signal)).toMatchObject([
    { job: { status: 200 } },
  ]);
  expect(stage.web.requests).toHaveLength(1);
});
