import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FeedStage, openFeedStage } from './feed-stage.ts';

let stage: FeedStage;
beforeAll(async () => {
  stage = await openFeedStage();
}, 60_000);
afterAll(() => stage.close());

const HOUR = 3_600_000;
let count = 0;
const submitted = async () => {
  const url = `https://p${++count}.example/feed`;
  return { url, id: await stage.submit(url) };
};
const rss = (items: number, head = '') =>
  `<rss version="2.0"><channel><title>T</title>${head}${Array.from(
    { length: items },
    (_, at) =>
      `<item><title>n${at}</title><link>/n${at}</link><pubDate>${new Date(Date.now() - (at + 1) * HOUR).toUTCString()}</pubDate></item>`,
  ).join('')}</channel></rss>`;
const waitMs = async (id: string) => Date.parse((await stage.state(id)).next_poll_at ?? '') - Date.now();

test('what is offered is what an entry wraps; two wrappers of one page are one URL; a wrapper of nothing is offered as it is', async () => {
  const { id, url } = await submitted();
  const links = [
    'https://www.google.com/url?q=https%3A%2F%2Fpaper.example%2Fa%3Fid%3D1&amp;sa=D',
    'https://l.facebook.com/l.php?u=https%3A%2F%2Fpaper.example%2Fa%3Fid%3D1%26fbclid%3Dx',
    'https://www.google.com/url?q=javascript%3Aalert(1)',
    'https://paper.example/b',
  ];
  const items = links.map((link, at) => `<item><title>w${at}</title><link>${link}</link></item>`).join('');
  const next = await stage.answer(id, url, { body: rss(0, items) });
  const offered = next.flatMap((one) => (one.to === 'frontier' ? [one.job.offer] : []));
  expect(offered.map((one) => one.url)).toEqual([
    'https://paper.example/a?id=1',
    'https://www.google.com/url?q=javascript%3Aalert(1)',
    'https://paper.example/b',
  ]);
});

test('a busy feed is polled sooner than a quiet one', async () => {
  const [busy, quiet] = [await submitted(), await submitted()];
  await stage.answer(busy.id, busy.url, { body: rss(200) });
  await stage.answer(quiet.id, quiet.url, {
    body: rss(1, '<item><title>old</title><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate></item>'),
  });
  expect(await waitMs(busy.id)).toBeLessThan(1.5 * HOUR);
  expect(await waitMs(quiet.id)).toBeGreaterThan(3 * HOUR);
});

test('what the last answer said of its version is what the feed is asked with, whether its body was new or not (fault 2)', async () => {
  const { id, url } = await submitted();
  const date = 'Wed, 09 Sep 2026 12:00:00 GMT';
  await stage.answer(id, url, { body: rss(1), headers: { etag: '"1"', 'last-modified': date } });
  await stage.answer(id, url, { status: 200, validators: { etag: '"2"', last_modified: date } });
  expect(await stage.state(id)).toMatchObject({ etag: '"2"', last_modified: date });
  await stage.answer(id, url, { status: 304, validators: { etag: null, last_modified: null } });
  expect(await stage.state(id)).toMatchObject({ etag: '"2"', last_modified: date });
  await stage.answer(id, url, { status: 304, validators: { etag: '"3"', last_modified: null } });
  expect(await stage.state(id)).toMatchObject({ etag: '"3"', last_modified: date });
  await stage.answer(id, url, { status: 200, validators: { etag: null, last_modified: null } });
  expect(await stage.state(id)).toMatchObject({ etag: null, last_modified: null });
});

test.each([
  ['ttl of the feed', { body: rss(200, '<ttl>600</ttl>') }, 10 * HOUR],
  ['sy:updatePeriod', { body: rss(200, '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>') }, 12 * HOUR],
  ['what the answer says', { body: rss(200), restMs: 7 * HOUR }, 7 * HOUR],
  ['a year, of which a day counts', { body: rss(200), restMs: 365 * 24 * HOUR }, 24 * HOUR],
  ['Retry-After of a refusal', { code: 'http_rate_limited' as const, status: 429, restMs: 5 * HOUR }, 5 * HOUR],
])('%s is respected where it is longer than the rule', async (_, answer, expected) => {
  const { id, url } = await submitted();
  await stage.answer(id, url, answer);
  expect(await waitMs(id)).toBeGreaterThan(expected - 60_000);
  expect(await waitMs(id)).toBeLessThanOrEqual(Math.min(24 * HOUR, expected * 1.3));
});

test('failures are waited out longer and longer, a good poll ends that; 304 in a row are counted', async () => {
  const { id, url } = await submitted();
  const waits: number[] = [];
  for (const _ of [1, 2, 3]) {
    await stage.answer(id, url, { code: 'http_server_error', status: 500 });
    waits.push(await waitMs(id));
  }
  expect(waits).toEqual([...waits].sort((one, other) => one - other));
  expect(await stage.memory(id)).toMatchObject({ strain: 1.5 });
  await stage.answer(id, url, { body: rss(3) });
  for (const _ of [1, 2]) await stage.answer(id, url, { status: 304 });
  expect(await stage.memory(id)).toMatchObject({ strain: 0, straight_304: 2 });
  await stage.answer(id, url, { status: 200 });
  expect(await stage.memory(id)).toMatchObject({ straight_304: 0 });
});

test('410 ends the polls of a feed until a person resumes it', async () => {
  const { id, url } = await submitted();
  await stage.answer(id, url, { code: 'http_gone', status: 410 });
  expect(await stage.state(id)).toMatchObject({ code: 'http_gone', next_poll_at: null });
  const due = async () => (await stage.store.feeds.takeDue(1_000, 0)).includes(id);
  expect(await due()).toBe(false);
  const config = await stage.store.feeds.config(id);
  if (config === undefined) throw new Error('no config');
  await stage.store.feeds.putConfig(config, { wake: false });
  expect(await due()).toBe(false);
  await stage.store.feeds.putConfig(config, { wake: true });
  expect(await due()).toBe(true);
});

test('a permanent redirect is believed after three polls in a row, and not before; the submitted address stays', async () => {
  const { id, url } = await submitted();
  const target = 'https://moved.example/feed';
  for (const expected of [null, null, target]) {
    await stage.store.feeds.noteMove(id, target);
    await stage.answer(id, target, { body: rss(2), via: [id] });
    expect((await stage.state(id)).poll_url).toBe(expected);
  }
  expect((await stage.store.feeds.config(id))?.url).toBe(url);
});

test('another target, or none, begins the count anew', async () => {
  const { id, url } = await submitted();
  for (const target of [
    'https://x.example/1',
    'https://x.example/1',
    null,
    'https://x.example/1',
    'https://x.example/2',
    'https://x.example/2',
  ]) {
    await stage.store.feeds.noteMove(id, target);
    await stage.answer(id, url, { body: rss(2) });
    expect((await stage.state(id)).poll_url).toBeNull();
  }
});

test('addresses and texts as long as they may be still fit into a job', async () => {
  const url = `https://long.example/${'a'.repeat(2_000)}`;
  const id = await stage.submit(url);
  const next = await stage.answer(id, url, {
    body: rss(1, `<link>https://x.example/${'b'.repeat(990)}</link>`).replace('<title>T', `<title>${'新'.repeat(400)}`),
  });
  const told = next.find((one) => one.to === 'index');
  expect(Buffer.byteLength(JSON.stringify(told?.job))).toBeLessThanOrEqual(4_096);
});

const item = (guid: string | null, link: string | null, title: string, more = '') =>
  `<item>${guid === null ? '' : `<guid isPermaLink="false">${guid}</guid>`}${link === null ? '' : `<link>${link}</link>`}<title>${title}</title>${more}</item>`;
const feedOf = (...items: string[]) => `<rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`;
/** What a poll hands on about entries: offers by mode, and mentions of known URLs. */
const told = (next: Awaited<ReturnType<FeedStage['answer']>>) =>
  next.flatMap((one) => {
    if (one.to === 'frontier') return [`${one.job.mode} ${one.job.offer.url.replace(/^feed:[^:]+:/, 'feed:')}`];
    return one.to === 'index' && one.job.kind === 'url' ? [`mention ${one.job.url}`] : [];
  });
const stories = (guid: (at: number) => string | null, withLinks: boolean, text = 'Story') =>
  feedOf(...[1, 2, 3].map((at) => item(guid(at), withLinks ? `https://paper.example/${count}/${at}` : null, `${text} ${at}`)));

test.each([
  ['are the same for all, then unique (fault 69)', () => 'same', (at: number) => `g${at}`],
  ['are missing, then there', () => null, (at: number) => `g${at}`],
  ['are unique, then missing', (at: number) => `g${at}`, () => null],
  ['are made anew by each poll', (at: number) => `poll1-${at}`, (at: number) => `poll2-${at}`],
  ['flip between http and https (fault 71)', (at: number) => `http://e.example/${at}`, (at: number) => `https://e.example/${at}`],
])('entries whose guids %s are the entries of before, with links and without', async (_name, first, second) => {
  for (const withLinks of [true, false]) {
    const { id, url } = await submitted();
    const [one, two] = [stories(first, withLinks), stories(second, withLinks)];
    expect(told(await stage.answer(id, url, { body: one }))).toHaveLength(3);
    expect(told(await stage.answer(id, url, { body: two }))).toEqual([]);
    expect(told(await stage.answer(id, url, { body: one }))).toEqual([]);
    expect((await stage.state(id)).entries_offered).toBe(3);
  }
});

test('a guid that rotates when its article is edited is an edit: the page is fetched again, under the same URL (fault 72)', async () => {
  const { id, url } = await submitted();
  const link = `https://paper.example/edited/${count}`;
  const entry = (guid: string, text: string) =>
    feedOf(item(guid, link, 'Plan', `<description>${text}</description>`), item('other', `${link}/2`, 'Other'));
  expect(told(await stage.answer(id, url, { body: entry('?p=1', 'as it was') }))).toEqual([`new ${link}`, `new ${link}/2`]);
  expect(told(await stage.answer(id, url, { body: entry('?p=2', 'as corrected') }))).toEqual([`again ${link}`]);
  expect(told(await stage.answer(id, url, { body: entry('?p=3', 'as corrected') }))).toEqual([]);
});

test('entries that share a link are one page, offered once; an entry told word for word again is one (fault 68)', async () => {
  const { id, url } = await submitted();
  const link = `https://paper.example/shared/${count}`;
  const body = feedOf(
    item('a', link, 'One'),
    item('b', link, 'Two'),
    ...Array.from({ length: 500 }, () => item(null, `${link}/same`, 'Same')),
  );
  expect(told(await stage.answer(id, url, { body }))).toEqual([`new ${link}`, `new ${link}/same`]);
  expect(told(await stage.answer(id, url, { body }))).toEqual([]);
});

const dated = (guid: string, text: string, hour: number) =>
  item(
    guid,
    `https://paper.example/dated/${count}/${guid}`,
    text,
    `<pubDate>${new Date(Date.UTC(2026, 10, 20, hour)).toUTCString()}</pubDate>`,
  );

test('a feed that dates all its entries by the poll has changed nothing; an entry whose words change too is fetched again', async () => {
  const { id, url } = await submitted();
  const body = (hour: number, ...texts: string[]) => feedOf(...texts.map((text, at) => dated(`${at}`, text, hour)));
  await stage.answer(id, url, { body: body(1, 'a', 'b', 'c', 'd') });
  expect(told(await stage.answer(id, url, { body: body(2, 'a', 'b', 'c', 'd') }))).toEqual([]);
  expect(told(await stage.answer(id, url, { body: body(3, 'a', 'b', 'c', 'corrected') }))).toEqual([
    `again https://paper.example/dated/${count}/3`,
  ]);
});

test('a new date of one entry among many is an update of its page', async () => {
  const { id, url } = await submitted();
  const body = (hour: number) => feedOf(dated('0', 'a', hour), ...[1, 2, 3, 4].map((at) => dated(`${at}`, 'same', 1)));
  await stage.answer(id, url, { body: body(1) });
  expect(told(await stage.answer(id, url, { body: body(2) }))).toEqual([`again https://paper.example/dated/${count}/0`]);
});

test('what an older version remembered of entries is understood', async () => {
  const { id, url } = await submitted();
  const body = feedOf(...[1, 2, 3].map((at) => dated(`${at}`, 'same', at)));
  await stage.answer(id, url, { body });
  const state = await stage.state(id);
  const known = Object.fromEntries(
    [...(await stage.store.feeds.known(id))].map(([one, [key, hash]]) => [one, [key, hash.slice(0, 16)] as [string, string]]),
  );
  await stage.store.feeds.saveState({ state, known, memory: await stage.memory(id) });
  expect(told(await stage.answer(id, url, { body }))).toEqual([]);
});
