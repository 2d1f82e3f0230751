import type { Offer } from '@newsmill/contracts';
import { until } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { feed, leased, page, signal, testStage } from './stage.ts';

const HOST = 'news.example';
const at = (path: string) => page(`https://${HOST}${path}`);
const RULES = 'user-agent: newsmill\ndisallow: /private\ncrawl-delay: 7';

type Stage = Awaited<ReturnType<typeof testStage>>;
const obeying = (env: Record<string, string> = {}) => testStage({ ROBOTS: 'obey', ...env });
const paths = ({ web }: Stage) => web.requests.map(({ path }) => path);
const restMs = async ({ store }: Stage, offer = at('/a')) => {
  const { hostNextAt, now } = await store.frontier.look(offer);
  return (hostNextAt ?? 0) - now;
};

/** One turn of the host for an offer. */
async function turn(stage: Stage, offer: Offer) {
  const job = await leased(stage, offer);
  const next = await stage.fetch.handle(job, signal);
  await stage.fetch.after(job);
  return { job, next };
}

/** The first turn goes to robots.txt, the second to the page. */
async function bothTurns(stage: Stage, path: string) {
  expect((await turn(stage, at(path))).next).toEqual([]);
  const job = await until(async () => (await stage.store.frontier.dispatch(1, 60_000))[0], { what: 'the second turn' });
  const next = await stage.fetch.handle(job, signal);
  await stage.fetch.after(job);
  return next;
}

test('robots.txt takes a turn of its own: no page is fetched straight after it, and no try of the page is used up (fault 29)', async () => {
  const stage = await obeying();
  stage.web.site(HOST).page('/robots.txt', '').page('/a', 'x');
  const { job, next } = await turn(stage, at('/a'));
  expect(next).toEqual([]);
  expect(paths(stage)).toEqual(['/robots.txt']);
  expect(await restMs(stage)).toBeGreaterThan(1_500);
  expect(await stage.store.frontier.look(job)).toMatchObject({ waiting: true, leasedBy: null, item: { tries: 0, n: job.n } });
});

test('a page whose next turn comes before the job of the last one is through keeps it', async () => {
  const stage = await obeying({ HOST_GAP_MS: '0' });
  stage.web.site(HOST).page('/robots.txt', '').page('/a', '<p>x</p>');
  const first = await leased(stage, at('/a'));
  expect(await stage.fetch.handle(first, signal)).toEqual([]);
  const second = await until(async () => (await stage.store.frontier.dispatch(1, 60_000))[0], { what: 'the second turn' });
  await stage.fetch.after(first);
  expect(await stage.fetch.handle(second, signal)).toMatchObject([{ to: 'parse', job: { status: 200 } }]);
});

test('a page that the rules forbid is not asked for and goes on with its code; one that they allow is fetched; both from one robots.txt', async () => {
  const stage = await obeying({ HOST_GAP_MS: '0' });
  stage.web.site(HOST).page('/robots.txt', 'user-agent: *\ndisallow: /private').page('/private/x', 'x').page('/a', '<p>x</p>');
  expect(await bothTurns(stage, '/a')).toMatchObject([{ to: 'parse', job: { status: 200, code: null } }]);
  await until(async () => (await restMs(stage)) <= 0, { what: 'the gap' });
  expect((await turn(stage, at('/private/x'))).next).toMatchObject([{ to: 'parse', job: { code: 'robots_disallowed', exchange: null } }]);
  expect(paths(stage)).toEqual(['/robots.txt', '/a']);
});

test('a redirect within the host does not lead past the rules', async () => {
  const stage = await obeying({ HOST_GAP_MS: '0' });
  stage.web.site(HOST).page('/robots.txt', RULES.replace('crawl-delay: 7', '')).redirect('/a', '/private/x').page('/private/x', 'x');
  expect(await bothTurns(stage, '/a')).toMatchObject([{ to: 'parse', job: { code: 'robots_disallowed' } }]);
  expect(paths(stage)).not.toContain('/private/x');
});

test.each([
  ['7', 6_000, 7_000],
  ['86400', 59_000, 60_000],
])('Crawl-delay %s stretches the rest of its host, to a minute at most (fault 27)', async (delay, least, most) => {
  const stage = await obeying();
  stage.web.site(HOST).page('/robots.txt', `user-agent: *\ncrawl-delay: ${delay}`).page('/a', 'x');
  await turn(stage, at('/a'));
  const rest = await restMs(stage);
  expect([rest > least, rest <= most]).toEqual([true, true]);
});

test.each([404, 401, 403, 410])('a robots.txt that answers %i forbids nothing (fault 102)', async (status) => {
  const stage = await obeying({ HOST_GAP_MS: '0' });
  stage.web.site(HOST).page('/robots.txt', { status, body: '<html>user-agent: *\ndisallow: /</html>' }).page('/a', '<p>x</p>');
  expect(await bothTurns(stage, '/a')).toMatchObject([{ to: 'parse', job: { status: 200 } }]);
});

test.each([503, 429])('a robots.txt that answers %i forbids all for now: the page waits with its host (fault 101)', async (status) => {
  const stage = await obeying();
  stage.web.site(HOST).page('/robots.txt', { status, body: '<html>sorry</html>' }).page('/a', 'x');
  const { job, next } = await turn(stage, at('/a'));
  expect(next).toEqual([]);
  expect(await stage.store.frontier.look(job)).toMatchObject({ waiting: true, item: { tries: 1 } });
  expect(await restMs(stage)).toBeGreaterThan(3_000);
  expect(await stage.store.robots.get(`https://${HOST}`)).toBeNull();
});

test.each([
  [503, 'http_server_error'],
  [429, 'http_rate_limited'],
])('a page whose robots.txt still answers %i at its last try ends as %s', async (status, code) => {
  const stage = await obeying({ FETCH_TRIES: '1' });
  stage.web.site(HOST).page('/robots.txt', { status });
  expect((await turn(stage, at('/a'))).next).toMatchObject([{ to: 'parse', job: { code, exchange: null } }]);
});

test('a feed that a person submitted is fetched whatever robots.txt says, and asks for none', async () => {
  const stage = await obeying();
  stage.web.site(HOST).page('/robots.txt', 'user-agent: *\ndisallow: /').page('/feed', '<rss/>');
  const job = await leased(stage, feed(`https://${HOST}/feed`));
  expect(await stage.fetch.handle(job, signal)).toMatchObject([{ to: 'parse', job: { status: 200 } }]);
  expect(paths(stage)).toEqual(['/feed']);
});

test('ROBOTS=ignore asks for no robots.txt', async () => {
  const stage = await testStage();
  stage.web.site(HOST).page('/robots.txt', 'user-agent: *\ndisallow: /').page('/a', 'x');
  expect((await turn(stage, at('/a'))).next).toMatchObject([{ to: 'parse', job: { status: 200 } }]);
  expect(paths(stage)).toEqual(['/a']);
});
