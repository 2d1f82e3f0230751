import type { Alert } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { beforeAll, expect, test } from 'vitest';
import { type Delivery, newSent } from '../src/index.ts';
import { roles } from '../src/kibana/access.ts';
import { article, articleItem, feed } from './articles.ts';
import { install } from './install.ts';

const { client, names, search, settled, refresh } = install();
const { alerts, deliveries } = search;
const key = (name: string): string => urlKey(`https://alerts.example/${name}`);

const alert = (name: string, more: Partial<Alert> = {}): Alert => ({
  v: 1,
  id: key(name),
  owner: 'ada',
  name,
  q: name,
  language: null,
  source: null,
  feed: null,
  webhook: null,
  email: null,
  enabled: true,
  created_at: '2026-01-01T00:00:00.000Z',
  since: '2026-01-01T00:00:00.000Z',
  ...more,
});
const delivery = (name: string, more: Partial<Delivery> = {}): Delivery => ({
  v: 1,
  id: key(name),
  alert_id: key('alert'),
  story: key('story'),
  doc_id: key('doc'),
  test: false,
  created_at: '2026-01-01T00:00:00.000Z',
  webhook: newSent(),
  email: null,
  ...more,
});

const HARBOUR = 'https://one.example/harbour';
const BRIDGE = 'https://two.example/bridge';
const OLD = 'https://one.example/old';
const ids = [HARBOUR, BRIDGE].map(urlKey);

beforeAll(async () => {
  await settled([
    articleItem(article(HARBOUR, { title: 'The harbours of Rotterdam', feeds: [feed('one')] })),
    articleItem(article(BRIDGE, { title: 'Eine Brücke', body: 'Die Brücken am Hafen', language: 'de' })),
    articleItem(article(OLD, { title: 'An older harbour' })),
  ]);
});

const ringing = async (...given: Alert[]): Promise<string[]> =>
  (await alerts.match(given, ids)).matches.map(({ alertId, docId }) => `${alertId} ${docId}`);
const rings = (one: Alert, url: string): string => `${one.id} ${urlKey(url)}`;

test('an alert rings for the fresh articles that its search finds, at once after they were written, and for no others', async () => {
  const harbour = alert('harbour');
  expect(await ringing(harbour)).toEqual([rings(harbour, HARBOUR)]);
  const all = alert('all', { q: '' });
  expect((await ringing(all)).sort()).toEqual([rings(all, HARBOUR), rings(all, BRIDGE)].sort());
});

test('it finds inflected words, each in its language, and obeys language, source, feed and the whole query language', async () => {
  const cases: [Alert, string[]][] = [
    [alert('brücken'), [BRIDGE]],
    [alert('german', { q: '', language: 'de' }), [BRIDGE]],
    [alert('french', { q: '', language: 'fr' }), []],
    [alert('outlet', { q: '', source: 'one.example' }), [HARBOUR]],
    [alert('feed', { q: '', feed: feed('one').id }), [HARBOUR]],
    [alert('phrase', { q: '"harbours of Rotterdam"' }), [HARBOUR]],
    [alert('not', { q: 'harbour -rotterdam' }), []],
    [alert('or', { q: 'rotterdam OR hafen' }), [HARBOUR, BRIDGE]],
    [alert('site', { q: 'site:two.example' }), [BRIDGE]],
  ];
  const matched = await ringing(...cases.map(([one]) => one));
  expect(matched.sort()).toEqual(cases.flatMap(([one, urls]) => urls.map((url) => rings(one, url))).sort());
});

test('what was indexed before the alert was made does not ring', async () => {
  expect(await ringing(alert('late', { q: 'harbour', since: new Date(Date.now() + 60_000).toISOString() }))).toEqual([]);
});

test.each(['title:', '"""', 'OR OR OR', '((((', '-', 'after:yesterday', '\u0000', 'x'.repeat(2_000), '\\', 'a*'.repeat(500), '\ud800'])(
  'the query %j is read and never refused, and does not hold up its neighbours',
  async (q) => {
    const good = alert('rotterdam');
    const { matches, refused } = await alerts.match([alert('odd', { q }), good], ids);
    expect(refused).toEqual([]);
    expect(matches.filter(({ alertId }) => alertId === good.id)).toHaveLength(1);
  },
);

test('more alerts than one request takes all ring', async () => {
  const many = Array.from({ length: 450 }, (_, at) => alert(`many-${at}`, { q: at % 2 === 0 ? 'harbour' : 'nothing' }));
  expect(await ringing(...many)).toHaveLength(225);
});

test('of articles that are not there nothing rings', async () => {
  expect(await alerts.match([alert('all', { q: '' })], [key('nowhere')])).toEqual({ matches: [], refused: [] });
});

test('the story, else what the article copies, else the article itself is what an alert rings for', async () => {
  const urls = ['s', 'd', 'n'].map((name) => `https://facts.example/${name}`);
  await settled(urls.map((url) => articleItem(article(url))));
  const index = names.home('news-en-2026');
  await client.update({ index, id: urlKey(urls[0] ?? ''), doc: { story_id: 'story-1' } });
  await client.update({ index, id: urlKey(urls[1] ?? ''), doc: { duplicate_of: 'first' } });
  const { matches } = await alerts.match([alert('all', { q: '' })], urls.map(urlKey));
  const byDoc = new Map(matches.map(({ docId, story, inStory }) => [docId, `${story} ${inStory}`]));
  expect(urls.map((url) => byDoc.get(urlKey(url)))).toEqual(['story-1 true', 'first false', `${urlKey(urls[2] ?? '')} false`]);
  expect(await deliveries.membersOf(['story-1', 'no-story'])).toEqual(new Map([['story-1', [urlKey(urls[0] ?? '')]]]));
});

test('a delivery is made once: whoever comes second is told what is there', async () => {
  const [first, second] = [delivery('once'), delivery('once', { doc_id: key('other') })];
  expect((await deliveries.create([first])).get(first.id)).toEqual(first);
  expect((await deliveries.create([second, delivery('another')])).get(first.id)?.doc_id).toBe(first.doc_id);
  const race = await Promise.all([1, 2, 3].map((n) => deliveries.create([delivery('race', { story: `${n}` })])));
  expect(new Set(race.map((made) => made.get(key('race'))?.story)).size).toBe(1);
});

test('both ways of a delivery are marked at once and neither mark is lost; of a way it has not nothing is marked', async () => {
  await deliveries.create([delivery('ways', { email: newSent() }), delivery('one-way')]);
  const mark = (channel: 'webhook' | 'email') =>
    deliveries.mark(key('ways'), channel, (before) => ({ ...before, state: 'sent', attempts: before.attempts + 1 }));
  await Promise.all([mark('webhook'), mark('email'), mark('webhook')]);
  expect((await deliveries.get([key('ways')])).get(key('ways'))).toMatchObject({
    webhook: { state: 'sent', attempts: 2 },
    email: { state: 'sent', attempts: 1 },
  });
  expect(await deliveries.mark(key('one-way'), 'email', (before) => before)).toBeUndefined();
  expect(await deliveries.mark(key('nowhere'), 'webhook', (before) => before)).toBeUndefined();
});

test('an alert is made once, changed by two at the same time, listed, and goes with its deliveries', async () => {
  const one = alert('crud', {
    webhook: { url: 'https://r.example/', secret: `whsec_${Buffer.alloc(32).toString('base64')}`, off_since: null },
  });
  expect([await alerts.create(one), await alerts.create(one)]).toEqual([true, false]);
  await Promise.all([
    alerts.update(one.id, (before) => ({ ...before, name: 'other' })),
    alerts.update(one.id, (before) => ({ ...before, owner: 'bob' })),
  ]);
  expect(await alerts.get(one.id)).toEqual({ ...one, name: 'other', owner: 'bob' });
  expect((await alerts.list()).map(({ id }) => id)).toContain(one.id);
  await deliveries.create([delivery('of-crud', { alert_id: one.id }), delivery('of-another')]);
  await refresh();
  expect((await deliveries.list(one.id, 10)).map(({ id }) => id)).toEqual([key('of-crud')]);
  expect([await alerts.remove(one.id), await alerts.remove(one.id)]).toEqual([true, false]);
  expect((await deliveries.get([key('of-crud'), key('of-another')])).size).toBe(1);
});

test('deliveries are forgotten by age', async () => {
  await deliveries.create([delivery('aged', { created_at: '2020-01-01T00:00:00.000Z' })]);
  await refresh();
  expect(await search.expireDeliveries('2021-01-01T00:00:00.000Z', true)).toBe(1);
  expect(await search.expireDeliveries('2021-01-01T00:00:00.000Z', false)).toBe(1);
  expect((await deliveries.get([key('aged')])).size).toBe(0);
});

test('nobody who reads the news in Kibana reads the secrets of alerts and feeds', () => {
  for (const role of Object.values(roles('p-'))) {
    const patterns = (role['elasticsearch'] as { indices: { names: string[] }[] }).indices.flatMap((entry) => entry.names);
    const reads = (index: string): boolean =>
      patterns.some((pattern) => (pattern.endsWith('*') ? index.startsWith(pattern.slice(0, -1)) : index === pattern));
    expect(['p-news', 'p-news-en-2026-r1', 'p-newsmill-urls-r1', 'p-newsmill-deliveries'].map(reads)).toEqual([true, true, true, true]);
    expect(['p-newsmill-alerts', 'p-newsmill-alerts-r1', 'p-newsmill-feeds', 'p-newsmill-feeds-r1'].map(reads)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  }
});
