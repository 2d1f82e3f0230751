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

const known = (seconds: number): string => JSON.stringify({ rules: [], crawlDelaySeconds: seconds });

const GAPS = [
  ['longer than that of the host', 30, '2000', 0, 30_000],
  ['shorter than that of the host', 1, '20000', 0, 20_000],
  ['longer than the Crawl-delay', 30, '0', 10, 30_000],
  ['shorter than the Crawl-delay', 3, '0', 10, 10_000],
] as const;
// a page, one that is not there, one that leads elsewhere, and the turn that robots.txt takes
const TURNS = ['/a', '/missing', '/moved', '/robots.txt'];

test.each(GAPS.flatMap((gap) => TURNS.map((path) => [path, ...gap] as const)))(
  'after %s a gap of the feed that is %s makes its host rest as long as the longer asks',
  async (path, _name, gap_seconds, hostGap, delay, wanted) => {
    const stage = await testStage({ HOST_GAP_MS: hostGap, ROBOTS: 'obey' });
    await stage.store.feeds.putConfig({ ...config, gap_seconds }, { wake: false });
    if (path !== '/robots.txt') await stage.store.robots.put('https://news.example', known(delay), 60_000);
    const site = stage.web.site('news.example').page('/a', 'x').redirect('/moved', 'https://other.example/');
    site.page('/robots.txt', `user-agent: *\ncrawl-delay: ${delay}`);
    const job = await leased(stage, page(`https://news.example${path === '/robots.txt' ? '/a' : path}`, { feedId: config.id }));
    await stage.fetch.handle(job, signal);
    await stage.fetch.after(job);
    expect(stage.web.requests.map(({ path: asked }) => asked)).toEqual([path]);
    const { hostNextAt, now } = await stage.store.frontier.look(job);
    const restMs = (hostNextAt ?? 0) - now;
    // the host rests from the answer on, which was a moment ago
    expect([restMs > wanted - 1_500, restMs <= wanted]).toEqual([true, true]);
  },
);

test('a gap of the feed is its own: other URLs of the host are asked after the gap of the host', async () => {
  const stage = await testStage({ HOST_GAP_MS: '5000' });
  await stage.store.feeds.putConfig({ ...config, gap_seconds: 60 }, { wake: false });
  stage.web.site('news.example').page('/b', 'x');
  const job = await leased(stage, page('https://news.example/b'));
  await stage.fetch.handle(job, signal);
  await stage.fetch.after(job);
  const { hostNextAt, now } = await stage.store.frontier.look(job);
  expect((hostNextAt ?? 0) - now).toBeLessThanOrEqual(5_000);
});
