import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { urlKey } from '@newsmill/contracts/ids';
import { randomPrefix } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createBodyStore } from '../src/bodies/store.ts';
import { createRebuildBook } from '../src/rebuild.ts';
import { exchange, item, tempFolder } from './exchange.ts';
import { openRedis } from './frontier.ts';

const openBodies = async () => {
  const folder = await tempFolder();
  return { folder, bodies: createBodyStore(folder) };
};
const A = item('https://a.example/1');
const B = item('https://b.example/1');
const on = (day: string, of = A) => exchange({ item: of, fetchedAt: `${day}T00:00:00.000Z` });

test('kept pages are listed by day, in order, and nothing but them', async () => {
  const { folder, bodies } = await openBodies();
  const late = await bodies.putExchange(on('2026-02-01'));
  const early = await bodies.putExchange(on('2026-01-01', B));
  await mkdir(join(folder, 'bodies/2026-01-01/a folder'));
  expect(await bodies.days('bodies')).toEqual(['2026-01-01', '2026-02-01']);
  expect(await bodies.days('feeds')).toEqual([]);
  expect(await bodies.listDay('bodies', '2026-01-01')).toEqual([{ key: early, urlKey: B.urlKey }]);
  expect(await bodies.listDay('bodies', '2026-02-01')).toEqual([{ key: late, urlKey: A.urlKey }]);
});

test('a takedown deletes every kept page and scratch object of a URL, and no other', async () => {
  const { bodies } = await openBodies();
  const doomed = [await bodies.putExchange(on('2026-01-01')), await bodies.putExchange(on('2026-02-01'))];
  const scratch = await bodies.putScratch(A.urlKey, 'x', 1);
  const other = [await bodies.putExchange(on('2026-01-01', B)), await bodies.putScratch(B.urlKey, 'x', 2)] as const;
  expect(await bodies.deleteOf(new Set([A.urlKey]))).toBe(3);
  for (const key of doomed) await expect(bodies.getExchange(key)).rejects.toMatchObject({ code: 'body_missing' });
  await expect(bodies.getScratch(scratch)).rejects.toMatchObject({ code: 'body_missing' });
  expect((await bodies.getExchange(other[0])).item.urlKey).toBe(B.urlKey);
  expect(await bodies.getScratch(other[1])).toBe(2);
});

test('a tombstone stands for its URL or its host, and outlives its pages', async () => {
  const { bodies } = await openBodies();
  expect(await bodies.isBuried(A.urlKey, 'a.example')).toBe(false);
  await bodies.bury([{ urlKey: A.urlKey }, { host: '../../odd host:8443' }], 'asked for');
  expect(await bodies.isBuried(A.urlKey, 'a.example')).toBe(true);
  expect(await bodies.isBuried(urlKey('https://other.example/'), '../../odd host:8443')).toBe(true);
  expect(await bodies.isBuried(B.urlKey, 'b.example')).toBe(false);
  await bodies.expire({ bodies: '2999-01-01', feeds: '2999-01-01', scratch: new Date('2999-01-01') }, false);
  expect(await bodies.isBuried(A.urlKey, 'a.example')).toBe(true);
});

test('whole days before the limit go, feeds and pages apart; a dry run only counts', async () => {
  const { bodies } = await openBodies();
  for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) {
    await bodies.putExchange(on(day));
    await bodies.putExchange(on(day, { ...A, kind: 'feed' }));
  }
  const expected = { days: ['bodies/2026-01-01', 'feeds/2026-01-01', 'feeds/2026-01-02'], scratch: 0 };
  const limits = { bodies: '2026-01-02', feeds: '2026-01-03' };
  expect(await bodies.expire(limits, true)).toEqual(expected);
  expect(await bodies.days('bodies')).toHaveLength(3);
  expect(await bodies.expire(limits, false)).toEqual(expected);
  expect(await bodies.days('bodies')).toEqual(['2026-01-02', '2026-01-03']);
  expect(await bodies.days('feeds')).toEqual(['2026-01-03']);
  expect(await bodies.expire({}, false)).toEqual({ days: [], scratch: 0 });
});

test('scratch objects written before the limit go, younger ones stay', async () => {
  const { folder, bodies } = await openBodies();
  const old = await bodies.putScratch(A.urlKey, 'old', 1);
  const young = await bodies.putScratch(A.urlKey, 'young', 2);
  const lastYear = new Date('2025-01-01');
  await utimes(join(folder, old), lastYear, lastYear);
  expect(await bodies.expire({ scratch: new Date('2026-01-01') }, false)).toEqual({ days: [], scratch: 1 });
  await expect(bodies.getScratch(old)).rejects.toMatchObject({ code: 'body_missing' });
  expect(await bodies.getScratch(young)).toBe(2);
});

test('the book of a rebuild tells its phase and what is still under way', async () => {
  const book = createRebuildBook(await openRedis(), randomPrefix());
  expect(await book.state()).toBeUndefined();
  await book.begin(3);
  for (const key of ['a', 'b']) await book.send(key);
  await book.finish('a');
  await book.finish('a');
  expect(await book.state()).toMatchObject({ generation: 3, phase: 'reading', sent: 2, open: 1, detail: null });
  await book.note({ phase: 'failed', detail: 'why' });
  expect(await book.state()).toMatchObject({ phase: 'failed', detail: 'why' });
  await book.begin(4);
  expect(await book.state()).toMatchObject({ generation: 4, phase: 'reading', sent: 0, open: 0, detail: null });
});
