import { Fault, newFeedState } from '@newsmill/contracts';
import { entryUrl, urlKey } from '@newsmill/contracts/ids';
import { sha256 } from '@newsmill/store';
import { expect, test } from 'vitest';
import { feed, leased, page, signal, testStage, waiting } from './stage.ts';

const PAGE = 'https://news.example/a';
const SHORT = urlKey('https://short.example/1');

test('an answer is kept whole before its parse job says where, and the host rests once it is handed on', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { body: '<p>é</p>', headers: { 'x-note': 'kept' } });
  const job = await leased(stage, page(PAGE, { feedId: urlKey('https://news.example/feed') }));
  const [next, ...others] = await stage.fetch.handle(job, signal);
  expect(others).toEqual([]);
  if (next?.to !== 'parse') throw new Error('no parse job');
  expect(next.job).toMatchObject({ ...job, status: 200, code: null, exchange: expect.stringMatching(/^bodies\/\d{4}-\d\d-\d\d\//) });
  const kept = await stage.store.bodies.getExchange(next.job.exchange ?? '');
  expect(kept).toMatchObject({ finalUrl: PAGE, status: 200, item: job, headers: { 'x-note': 'kept' } });
  expect(Buffer.from(kept.body).toString()).toBe('<p>é</p>');

  expect((await stage.store.frontier.look(job)).leasedBy).toBe(job.urlKey);
  await stage.fetch.after(job);
  const view = await stage.store.frontier.look(job);
  expect(view).toMatchObject({ leasedBy: null, waiting: false, pendingSince: job.n });
  expect((view.hostNextAt ?? 0) - view.now).toBeGreaterThan(1_000);
});

test('a job that does not hold its host fetches nothing and frees nothing', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', 'x').page('/b', 'y');
  const job = await leased(stage, page(PAGE));
  await stage.store.frontier.offer([page('https://news.example/b')], 'new');
  const stale = { ...job, n: job.n - 1 };
  const other = { ...job, ...page('https://news.example/b') };
  for (const without of [stale, other]) {
    expect(await stage.fetch.handle(without, signal)).toEqual([]);
    await stage.fetch.after(without);
  }
  expect(stage.web.requests).toEqual([]);
  expect(await stage.store.frontier.look(job)).toMatchObject({ leasedBy: job.urlKey, waiting: true });
});

test('a fault that may pass sends the URL back with one more try, and its host rests longer each time', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { status: 503 });
  const job = await leased(stage, page(PAGE));
  expect(await stage.fetch.handle(job, signal)).toEqual([]);
  await stage.fetch.after(job);
  const view = await stage.store.frontier.look(job);
  expect(view).toMatchObject({ waiting: true, leasedBy: null, item: { tries: 1, n: job.n } });
  expect((view.hostNextAt ?? 0) - view.now).toBeGreaterThan(3_000);
  expect(await waiting(stage.queues, 'index')).toEqual([]);
});

test('the rest that a server asks for holds for its whole host', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', { status: 429, headers: { 'retry-after': '120' } });
  const job = await leased(stage, page(PAGE));
  await stage.store.frontier.offer([page('https://news.example/b')], 'new');
  await stage.fetch.handle(job, signal);
  await stage.fetch.after(job);
  const { hostNextAt, now } = await stage.store.frontier.look(page('https://news.example/b'));
  expect((hostNextAt ?? 0) - now).toBeGreaterThan(100_000);
  expect(await stage.store.frontier.dispatch(10, 1_000)).toEqual([]);
});

test('the last try, and a fault that cannot pass, go to parse with their code and no body', async () => {
  const stage = await testStage({ FETCH_TRIES: '1', FETCH_MAX_BYTES: '1024' });
  const site = stage.web.site('news.example').page('/500', { status: 500 }).page('/404', { status: 404 }).page('/big', 'x'.repeat(2_000));
  site.redirect('/bad', 'ftp://x/').page('/empty', '');
  const ends = {
    '/500': 'http_server_error',
    '/404': 'http_not_found',
    '/big': 'too_large',
    '/bad': 'bad_redirect',
    '/empty': 'empty_body',
  };
  for (const [path, code] of Object.entries(ends)) {
    const job = await leased(stage, page(`https://news.example${path}`));
    const next = await stage.fetch.handle(job, signal);
    expect(next, path).toMatchObject([{ to: 'parse', job: { urlKey: job.urlKey, n: job.n, code, exchange: null } }]);
    await stage.store.frontier.done(job, { gapMs: 0 });
  }
});

test('every hop counts against the gap of its host, in a circle too', async () => {
  const stage = await testStage();
  stage.web.site('news.example').redirect('/a', '/b').redirect('/b', '/c').page('/c', 'x');
  stage.web.site('circle.example').redirect('/a', '/b').redirect('/b', '/a');
  for (const url of [PAGE, 'https://circle.example/a']) {
    const job = await leased(stage, page(url));
    await stage.fetch.handle(job, signal);
    await stage.fetch.after(job);
    const { hostNextAt, now } = await stage.store.frontier.look(job);
    expect((hostNextAt ?? 0) - now, url).toBeGreaterThan(4_000);
  }
});

test('a page that leads to another host is offered under that host, with the way it came, and ends as redirected', async () => {
  const stage = await testStage();
  stage.web.site('news.example').redirect('/a', 'https://other.example/x');
  const feedId = urlKey('https://news.example/feed');
  const job = await leased(stage, page(PAGE, { feedId, entryKey: 'feeds/x#1', via: [SHORT] }));
  const target = page('https://other.example/x', { feedId, entryKey: 'feeds/x#1', via: [SHORT, urlKey(PAGE)] });
  expect(await stage.fetch.handle(job, signal)).toEqual([
    { to: 'frontier', job: { offer: target, mode: 'new' } },
    {
      to: 'index',
      job: expect.objectContaining({ kind: 'url', outcome: 'redirected', urlKey: job.urlKey, n: job.n, feedId, stage: 'fetch' }),
    },
  ]);
  await stage.fetch.after(job);
  expect((await stage.store.frontier.look(job)).pendingSince).toBe(job.n);
  expect(stage.web.requests.map(({ host }) => host)).toEqual(['news.example']);
});

test('a page that leads to a wrapper is offered as what stands in it, and its record says where it led', async () => {
  const stage = await testStage();
  stage.web.site('short.example').redirect('/x', 'https://www.google.com/amp/s/other.example/x');
  const job = await leased(stage, page('https://short.example/x'));
  const [offered, ended] = await stage.fetch.handle(job, signal);
  expect(offered?.job).toMatchObject({ offer: { url: 'https://other.example/x', via: [job.urlKey] }, mode: 'new' });
  expect(ended?.job).toMatchObject({ outcome: 'redirected', detail: 'https://other.example/x' });
});

test('a feed that leads to another host goes on being polled there as the same feed', async () => {
  const stage = await testStage();
  stage.web.site('news.example').redirect('/feed', 'https://feeds.example/news');
  const offer = feed('https://news.example/feed');
  const job = await leased(stage, offer);
  expect(await stage.fetch.handle(job, signal)).toEqual([
    {
      to: 'frontier',
      job: { mode: 'again', offer: { ...feed('https://feeds.example/news'), feedId: offer.feedId, via: [offer.urlKey] } },
    },
  ]);
  await stage.fetch.after(job);
  expect((await stage.store.frontier.look(job)).pendingSince).toBeNull();
});

test('a redirect to an address too long to travel is refused', async () => {
  const stage = await testStage();
  stage.web.site('news.example').redirect('/a', `https://other.example/${'a'.repeat(2_100)}`);
  const next = await stage.fetch.handle(await leased(stage, page(PAGE)), signal);
  expect(next).toMatchObject([{ to: 'parse', job: { code: 'bad_redirect' } }]);
});

test('a circle over hosts, and a chain of more than ten, end there', async () => {
  const stage = await testStage();
  stage.web.site('news.example').redirect('/a', 'https://other.example/x');
  const circle = await leased(stage, page(PAGE, { via: [urlKey('http://other.example/x?utm_source=rss')] }));
  expect(await stage.fetch.handle(circle, signal)).toMatchObject([{ to: 'parse', job: { code: 'redirect_loop' } }]);
  await stage.store.frontier.done(circle, { gapMs: 0 });
  stage.web.site('news.example').redirect('/long', 'https://other.example/x');
  const via = Array.from({ length: 10 }, (_, at) => urlKey(`https://h${at}.example/`));
  const chain = await leased(stage, page('https://news.example/long', { via }));
  expect(await stage.fetch.handle(chain, signal)).toMatchObject([{ to: 'parse', job: { code: 'too_many_redirects' } }]);
});

test('an entry without a link is asked of no host: the parser has the words of the feed', async () => {
  const stage = await testStage();
  const feedId = urlKey('https://news.example/feed');
  const job = await leased(stage, page(entryUrl(feedId, 'seven'), { feedId, entryKey: 'feeds/x#7' }));
  expect(await stage.fetch.handle(job, signal)).toMatchObject([{ to: 'parse', job: { status: 200, code: null, exchange: null } }]);
  expect(stage.web.requests).toEqual([]);
});

test('a feed is asked with the validators of its last answer, and one that did not change brings no body', async () => {
  const stage = await testStage();
  const offer = feed('https://news.example/feed');
  const id = offer.urlKey;
  stage.web.site('news.example').page('/feed', { body: '<rss/>', headers: { etag: '"1"' } });
  await stage.store.feeds.restoreState({ ...newFeedState(id), etag: '"1"', body_sha: sha256(Buffer.from('<rss/>')) });
  const job = await leased(stage, offer);
  expect(await stage.fetch.handle(job, signal)).toMatchObject([{ to: 'parse', job: { status: 304, exchange: null, code: null } }]);
  stage.web.site('news.example').page('/feed', { body: '<rss/>', conditional: false });
  expect(await stage.fetch.handle(job, signal)).toMatchObject([{ to: 'parse', job: { status: 200, exchange: null, code: null } }]);
  stage.web.site('news.example').page('/feed', { body: '<rss> </rss>', conditional: false });
  expect(await stage.fetch.handle(job, signal)).toMatchObject([
    { to: 'parse', job: { status: 200, exchange: expect.stringMatching(/^feeds\//) } },
  ]);
  expect(stage.web.requests.map(({ headers }) => headers['if-none-match'])).toEqual(['"1"', '"1"', '"1"']);
});

test('a page is never asked conditionally', async () => {
  const stage = await testStage();
  stage.web.site('news.example').page('/a', 'x');
  await stage.fetch.handle(await leased(stage, page(PAGE, { feedId: urlKey('https://news.example/feed') })), signal);
  expect(stage.web.requests[0]?.headers).not.toHaveProperty('if-none-match');
});

test('a run that was cancelled, because another worker has the job, changes nothing', async () => {
  const stage = await testStage();
  const cancelled = new AbortController();
  stage.web.site('news.example').handle('/a', () => cancelled.abort());
  const job = await leased(stage, page(PAGE));
  await expect(stage.fetch.handle(job, cancelled.signal)).rejects.toThrow();
  expect(await stage.store.frontier.look(job)).toMatchObject({ leasedBy: job.urlKey, item: { tries: 0 } });
});

test('a job that will not be run again tells its reason and gives its host free', async () => {
  const stage = await testStage();
  const job = await leased(stage, page(PAGE));
  await stage.fetch.onDead(job, new Fault('poison', '5 crashes'));
  expect(await waiting(stage.queues, 'index')).toMatchObject([
    { kind: 'url', outcome: 'dead', code: 'poison', stage: 'fetch', urlKey: job.urlKey, n: job.n },
  ]);
  expect((await stage.store.frontier.look(job)).leasedBy).toBeNull();
});
