import { entryUrl, urlKey } from '@newsmill/contracts/ids';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { indexArticle } from './article.ts';
import { type Door, openDoor } from './door.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await door.search.setUp();
});
afterAll(() => door.close());

const trace = async (url: string) => {
  const answer = await door.ask('GET', `/trace?${new URLSearchParams({ url })}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const offer = (url: string, feedId: string | null = null) =>
  door.store.frontier.offer([{ origin: 'live', url, urlKey: urlKey(url), feedId, entryKey: null, kind: 'page', via: [] }], 'new');

test('a URL that nobody has met is unknown, and its normal form is shown to compare', async () => {
  expect(await trace('HTTP://Unknown.example:80/a/../b?utm_source=x')).toMatchObject({
    status: 'unknown',
    normalized: 'https://unknown.example/b',
    url_key: urlKey('https://unknown.example/b'),
    document: null,
    answer: expect.stringMatching(/^Unknown: no feed has announced it/),
  });
});

test('a URL on its way is waiting, being fetched, then in the stages behind', async () => {
  const url = 'https://way.example/a';
  await offer(url);
  expect(await trace(url)).toMatchObject({ status: 'waiting', answer: expect.stringContaining('way.example') });
  const [job] = await door.store.frontier.dispatch(10, 60_000);
  if (job === undefined) throw new Error('not dispatched');
  expect(await trace('http://way.example/a#top')).toMatchObject({ status: 'fetching' });
  await door.store.frontier.defer(job, { gapMs: 60_000 });
  expect(await trace(url)).toMatchObject({ status: 'waiting', answer: expect.stringMatching(/not before \d{4}-.* after 1 failed tries/) });
});

test('a fetched URL is in the pipeline until its outcome is written', async () => {
  const url = 'https://fetched.example/a';
  await offer(url);
  const job = (await door.store.frontier.dispatch(10, 60_000)).find((one) => one.url === url);
  if (job === undefined) throw new Error('not dispatched');
  await door.store.frontier.done(job, { gapMs: 0 });
  expect(await trace(url)).toMatchObject({ status: 'in_pipeline', steps: [{ step: 'offered' }] });
});

test('an indexed article is found in any spelling of its URL, with the document', async () => {
  const url = 'https://indexed.example/caf%C3%A9?a=1&b=2';
  await indexArticle(door, url, { title: 'Found' });
  for (const spelling of [
    url,
    'http://INDEXED.example:80/café?b=2&a=1&utm_source=rss#top',
    'https://indexed.example./x/../caf%c3%a9?a=1&b=2',
    ` ${url} `,
  ]) {
    expect(await trace(spelling), spelling).toMatchObject({
      status: 'indexed',
      document: { id: urlKey(url), title: 'Found', url, revision: 1, index: expect.stringMatching(/^news-en-\d{4}$/) },
      answer: expect.stringContaining('"Found"'),
    });
  }
});

test('a dead letter says why, and in which stage', async () => {
  const url = 'https://dead.example/a';
  const nothing = { feedId: null, exchange: null, entryKey: null, jobId: null };
  const job = { kind: 'url', v: 1, n: Date.now(), origin: 'live', url, urlKey: urlKey(url), ...nothing } as const;
  const end = {
    outcome: 'dead',
    code: 'http_gone',
    detail: 'status 410',
    stage: 'fetch',
    status: 410,
    at: new Date().toISOString(),
  } as const;
  await door.search.createWriter()([{ job: { ...job, ...end }, feeds: [] }]);
  expect(await trace(url)).toMatchObject({
    status: 'dead',
    code: 'http_gone',
    answer: 'Parked as a dead letter in fetch: The server says that it was taken away for good (410). (status 410)',
    steps: expect.arrayContaining([expect.objectContaining({ step: 'dead' })]),
  });
});

test('a URL that redirected elsewhere, and one that wraps another, are followed to where they led', async () => {
  const [short, wrapper, url] = ['https://short.example/x', 'https://www.google.com/url?q=https://led.example/a', 'https://led.example/a'];
  const nothing = { feedId: null, exchange: null, entryKey: null, jobId: null, code: null, status: null };
  const job = { kind: 'url', v: 1, n: Date.now(), origin: 'live', url: short, urlKey: urlKey(short), ...nothing } as const;
  const end = { outcome: 'redirected', detail: wrapper, stage: 'fetch', at: new Date().toISOString() } as const;
  await door.search.createWriter()([{ job: { ...job, ...end }, feeds: [] }]);
  expect(await trace(wrapper)).toMatchObject({
    status: 'unknown',
    url_key: urlKey(wrapper),
    answer: expect.stringMatching(/^It leads to https:\/\/led\.example\/a: Unknown/),
  });
  await indexArticle(door, url, { title: 'Led' });
  const document = { id: urlKey(url), title: 'Led', url };
  expect(await trace(wrapper)).toMatchObject({
    status: 'indexed',
    document,
    steps: [{ step: 'unwrapped' }, { step: 'met' }, { step: 'parsed' }, {}, {}],
  });
  expect(await trace(short)).toMatchObject({ status: 'redirected', document, url: short, answer: expect.stringContaining('"Led"') });
});

test('URLs that redirect in a circle are traced to an end', async () => {
  const circle = ['https://circle.example/a', 'https://circle2.example/b'];
  for (const [at, url] of circle.entries()) {
    const nothing = { feedId: null, exchange: null, entryKey: null, jobId: null, code: null, status: null };
    const job = { kind: 'url', v: 1, n: Date.now(), origin: 'live', url, urlKey: urlKey(url), ...nothing } as const;
    const end = { outcome: 'redirected', detail: circle[1 - at] ?? null, stage: 'fetch', at: new Date().toISOString() } as const;
    await door.search.createWriter()([{ job: { ...job, ...end }, feeds: [] }]);
  }
  expect(await trace('https://circle.example/a')).toMatchObject({ status: 'redirected', document: null });
});

test('a feed says how its last poll went', async () => {
  const url = 'https://feed.example/rss';
  await door.ask('POST', '/feeds', { payload: { url } });
  expect(await trace(url)).toMatchObject({ status: 'feed', answer: expect.stringContaining('last polled never') });
  const state = await door.store.feeds.state(urlKey(url));
  const polled = { last_polled_at: '2026-11-25T11:00:00.000Z', last_status: 200, code: 'not_a_feed', detail: 'html' } as const;
  await door.store.feeds.saveState({ state: { ...state, ...polled }, known: null });
  expect(await trace(url)).toMatchObject({
    status: 'feed',
    code: 'not_a_feed',
    answer: 'A feed whose last poll failed: There is no RSS, Atom or JSON feed at this address. (html)',
    steps: [{ step: 'polled', at: '2026-11-25T11:00:00.000Z' }],
  });
});

test('an entry without a link is traced by the address that stands for it', async () => {
  const feedId = urlKey('https://news.example/feed');
  const url = entryUrl(feedId, 'tag:news.example,2026:1');
  expect(await trace(url)).toMatchObject({ status: 'unknown', url_key: urlKey(url) });
  await offer(url, feedId);
  expect(await trace(url)).toMatchObject({ status: 'waiting' });
});

test('what is submitted by hand is traced from the first moment', async () => {
  await door.ask('POST', '/articles', { payload: { url: 'https://hand.example/a' } });
  expect(await trace('https://hand.example/a')).toMatchObject({ status: 'waiting', steps: [{ step: 'met' }, { step: 'offered' }] });
});

test('what is no address is 400', async () => {
  for (const query of ['', 'url=', 'url=nonsense', 'url=ftp://x/', 'url=a&url=b', `url=https://a.example/${'x'.repeat(9_000)}`]) {
    const { status, body } = await door.ask('GET', `/trace?${query}`);
    expect({ status, message: body.error.message }, query).toEqual({ status: 400, message: expect.stringMatching(/\w/) });
  }
});
