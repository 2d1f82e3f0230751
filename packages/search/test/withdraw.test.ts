import { BODY_NOT_KEPT } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import { expect, test } from 'vitest';
import { article, articleItem, N, urlItem } from './articles.ts';
import { install } from './install.ts';

const { search, settled, record, stored, refresh } = install();
const NOINDEX = { outcome: 'skipped', code: 'noindex', n: N + 5 } as const;
const later = (n: number): string => `2026-02-0${n}T00:00:00.000Z`;

test('a page that asks not to be indexed takes its article out, with its replaced texts; twice changes nothing more', async () => {
  const url = 'https://w.example/1';
  await settled([articleItem(article(url))]);
  await settled([articleItem(article(url, { body: 'A text that tells something quite different.', fetched_at: later(1) }), { n: N + 1 })]);
  await refresh();
  expect(await search.articles.revisions(urlKey(url))).toHaveLength(1);
  for (let round = 0; round < 2; round++) {
    expect(await settled([urlItem(url, NOINDEX)])).toEqual(['updated']);
    expect(await stored(url)).toBeUndefined();
    expect(await record(url)).toMatchObject({ outcome: 'skipped', code: 'noindex', deleted: false });
  }
  await refresh();
  expect(await search.articles.revisions(urlKey(url))).toEqual([]);
});

test('an older fetch that comes late does not bring it back, a later one does', async () => {
  const url = 'https://w.example/2';
  await settled([articleItem(article(url)), urlItem(url, NOINDEX)]);
  expect(await settled([articleItem(article(url), { n: N + 4 })])).toEqual(['same']);
  expect(await stored(url)).toBeUndefined();
  await settled([articleItem(article(url, { fetched_at: later(2) }), { n: N + 6 })]);
  expect(await stored(url)).toMatchObject({ url, revision: 1 });
  expect(await record(url)).toMatchObject({ outcome: 'indexed', code: null });
});

test('a job of before the page allowed it again takes nothing out', async () => {
  const url = 'https://w.example/3';
  await settled([articleItem(article(url), { n: N + 9 })]);
  await settled([urlItem(url, NOINDEX)]);
  expect(await record(url)).toMatchObject({ outcome: 'indexed' });
  expect(await stored(url)).toMatchObject({ url });
});

test('a variant that asks not to be indexed says nothing of an article that was read from another page', async () => {
  const [canonical, variant] = ['https://w.example/4', 'https://print.w.example/4'];
  await settled([articleItem(article(canonical)), articleItem(article(variant, { canonical_url: canonical }))]);
  await settled([urlItem(variant, NOINDEX)]);
  expect(await record(variant)).toMatchObject({ outcome: 'skipped', code: 'noindex' });
  expect(await stored(canonical)).toMatchObject({ url: canonical });
});

test('a page that redirects within its host is known by the body that was kept of it', async () => {
  const [asked, final] = ['https://w.example/old', 'https://w.example/new'];
  await settled([articleItem(article(final, { canonical_url: asked, body_sha: `0123456789ab${'0'.repeat(52)}` }), { url: asked })]);
  expect(await stored(asked)).toMatchObject({ url: final });
  await settled([urlItem(asked, NOINDEX)]);
  expect(await stored(asked)).toBeUndefined();
});

const withheld = (url: string, at: string) =>
  article(url, { body: '', fetched_at: at, body_sha: 'same', quality: { score: 0.9, flags: ['noarchive', BODY_NOT_KEPT] } });

test('a text that must not be kept any more goes with those before it, is no revision, and comes back when that is allowed again', async () => {
  const url = 'https://w.example/5';
  await settled([articleItem(article(url, { body_sha: 'first' }))]);
  await settled([articleItem(article(url, { body: 'A text that tells something quite different.', fetched_at: later(1) }), { n: N + 1 })]);
  await refresh();
  await settled([articleItem(withheld(url, later(2)), { n: N + 2 })]);
  expect(await stored(url)).toMatchObject({ body: '', revision: 2 });
  expect(await record(url)).toMatchObject({ outcome: 'indexed', exchange: null });
  await refresh();
  expect(await search.articles.revisions(urlKey(url))).toEqual([]);
  await settled([articleItem(article(url, { body: 'Text', body_sha: 'same', fetched_at: later(3) }), { n: N + 3 })]);
  expect(await stored(url)).toMatchObject({ body: 'Text', revision: 2 });
  // a fetch of before, that comes late
  await settled([articleItem(withheld(url, later(2)), { n: N + 2 })]);
  expect(await stored(url)).toMatchObject({ body: 'Text' });
});

test('of one fetch read under both settings the one that obeys stays, in either order', async () => {
  for (const [url, turn] of [
    ['https://w.example/6', false],
    ['https://w.example/7', true],
  ] as const) {
    const both = [articleItem(article(url, { body_sha: 'same', fetched_at: later(1) })), articleItem(withheld(url, later(1)))];
    for (const item of turn ? both.toReversed() : both) await settled([item]);
    expect(await stored(url)).toMatchObject({ body: '' });
  }
});

test('a rebuild carries an article over whose body was not kept, or is gone, and none that was withdrawn', async () => {
  const [kept, gone, left] = ['https://w.example/8', 'https://w.example/9', 'https://w.example/10'];
  await settled([articleItem(withheld(kept, later(1))), articleItem(article(gone)), articleItem(article(left))]);
  await refresh();
  const generation = await search.rebuild.prepare();
  const write = search.rebuild.writer(generation);
  // its first body was read again, its second says no
  await write([articleItem(article(left), { n: N + 10 })]);
  await write([
    urlItem(left, { ...NOINDEX, n: N + 11, origin: 'rebuild' }),
    urlItem(gone, { outcome: 'dead', code: 'body_missing', n: N + 11, origin: 'rebuild' }),
  ]);
  await search.rebuild.carryOver(generation);
  await search.rebuild.remove(await search.rebuild.swap(generation));
  expect(await stored(kept)).toMatchObject({ url: kept, body: '' });
  expect(await stored(gone)).toMatchObject({ url: gone });
  expect(await record(gone)).toMatchObject({ outcome: 'indexed' });
  expect(await stored(left)).toBeUndefined();
  expect(await record(left)).toMatchObject({ outcome: 'skipped', code: 'noindex' });
});
