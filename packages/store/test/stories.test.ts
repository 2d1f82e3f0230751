import { randomPrefix } from '@newsmill/testkit';
import { expect, test } from 'vitest';
import { createAkin } from '../src/akin/akin.ts';
import { createStories } from '../src/akin/stories.ts';
import type { Story } from '../src/akin/types.ts';
import { openRedis } from './frontier.ts';

const DAY = 86_400_000;
const NOW = 1_800_000_000_000;
const NEAR = { since: 0, least: 2, most: 20 };

async function open({ roomy = true }: { roomy?: boolean } = {}) {
  const redis = await openRedis();
  const prefix = randomPrefix();
  let now = NOW;
  const stories = createStories(redis, prefix, { roomy: async () => roomy, now: () => now });
  const advance = (ms: number): void => {
    now += ms;
  };
  return { redis, prefix, stories, advance };
}

const story = (id: string, terms: number[], parts: Partial<Story> = {}): Story => ({
  id,
  version: 1,
  size: 1,
  firstAt: NOW,
  lastAt: NOW,
  label: 'Größe: eine Überschrift',
  publisher: 'news.example',
  language: 'de',
  terms: terms.map((term) => [term, 0.5]),
  names: terms.slice(0, 1),
  vector: null,
  ...parts,
});
const grown = (before: Story, size: number): Story => ({ ...before, version: size, size });

test('a story is found by its terms and by its articles as it was kept', async () => {
  const { stories } = await open();
  const kept = story('kRyxr5Sqx0-Kf2aFUKQ2F5_8IxA', [1, 2, 4_000_000_000], { vector: [0.5, -1, 0.25] });
  expect(await stories.put(kept, [1, 2, 4_000_000_000], kept.id)).toBe('kept');
  const read = await stories.storyOf(kept.id);
  expect(read).toMatchObject({ ...kept, terms: expect.anything(), vector: expect.anything() });
  expect(read?.terms.map(([term]) => term)).toEqual([1, 2, 4_000_000_000]);
  for (const [, weight] of read?.terms ?? []) expect(weight).toBeCloseTo(0.5, 3);
  for (const [at, value] of [0.5, -1, 0.25].entries()) expect(read?.vector?.[at]).toBeCloseTo(value, 1);
  expect((await stories.candidates([1, 4_000_000_000, 7], NEAR)).stories).toEqual([read]);
  expect((await stories.candidates([1, 7], NEAR)).stories).toEqual([]);
  expect((await stories.candidates([1, 2], { ...NEAR, since: NOW + 1 })).stories).toEqual([]);
  expect(await stories.storyOf('unknown')).toBeUndefined();
});

test('the stories under most of the terms come first, the latest of equals before the others, no more than asked', async () => {
  const { stories } = await open();
  await stories.put(story('a', [1, 2, 3]), [1, 2, 3], 'a');
  await stories.put(story('b', [1, 2]), [1, 2], 'b');
  await stories.put(story('c', [1, 2]), [1, 2], 'c');
  const ids = async (most: number) => (await stories.candidates([1, 2, 3], { ...NEAR, most })).stories.map(({ id }) => id);
  expect(await ids(20)).toEqual(['a', 'c', 'b']);
  expect(await ids(2)).toEqual(['a', 'c']);
});

test('a story that another one wrote meanwhile is not overwritten', async () => {
  const { stories } = await open();
  const first = story('a', [1, 2]);
  await stories.put(first, [1, 2], 'a');
  const both = await Promise.all(['b', 'c'].map((id) => stories.put(grown(first, 2), [1, 2], id)));
  expect(both.toSorted()).toEqual(['kept', 'lost']);
  expect(await stories.storyOf('a')).toMatchObject({ size: 2, version: 2 });
});

test('a new story is lost where one like it was begun since the look, and kept where it was seen or is not like it', async () => {
  const { stories } = await open();
  const asked = { near: NEAR, asked: 2 };
  const early = await stories.candidates([1, 2], NEAR);
  await stories.put(story('a', [1, 2]), [1, 2], 'a', { seen: early.seen, ...asked });
  expect(await stories.put(story('b', [1, 2]), [1, 2], 'b', { seen: early.seen, ...asked })).toBe('lost');
  expect(await stories.put(story('c', [1, 9]), [1, 9], 'c', { seen: early.seen, ...asked })).toBe('kept');
  const { seen } = await stories.candidates([1, 2], NEAR);
  await stories.put(story('z', [50, 51]), [50, 51], 'z');
  expect(await stories.put(story('b', [1, 2]), [1, 2], 'b', { seen, ...asked })).toBe('kept');
});

test('a term that very many stories have leads to the latest of them', async () => {
  const { stories } = await open();
  for (let at = 0; at < 30; at++) await stories.put(story(`${at}`, [1, 2]), [1, 2], `${at}`);
  await stories.put(grown(story('0', [1, 2]), 2), [1, 2], 'more');
  const { stories: found } = await stories.candidates([1, 2], NEAR);
  expect(found.map(({ id }) => id)).toEqual(['0', ...Array.from({ length: 11 }, (_, at) => `${29 - at}`)]);
});

test('a story lives for four days after its last article, and all of it is gone by itself in eight', async () => {
  const { stories, advance, redis, prefix } = await open();
  const first = story('a', [1, 2]);
  await stories.put(first, [1, 2], 'a');
  advance(4 * DAY - 1);
  await stories.put(grown(first, 2), [1, 2], 'b');
  for (const key of await redis.keys(`${prefix}*`)) {
    const expiresAt = (Date.now() + (await redis.pttl(key))) / 1_000;
    if (!key.endsWith(':seq')) expect(expiresAt * 1_000 - NOW, key).toBeLessThanOrEqual(12 * DAY);
  }
  advance(4 * DAY - 1);
  expect((await stories.candidates([1, 2], NEAR)).stories).toMatchObject([{ id: 'a', size: 2 }]);
  expect(await stories.storyOf('b')).toMatchObject({ id: 'a' });
  advance(4 * DAY + 1);
  expect((await stories.candidates([1, 2], NEAR)).stories).toEqual([]);
});

test('the articles of a story are told in the order they came, and one that is taken out makes it smaller', async () => {
  const { stories } = await open();
  const first = story('a', [1, 2]);
  await stories.put(first, [1, 2], 'a');
  expect(await stories.members(first)).toEqual(['a']);
  await stories.put(grown(first, 2), [1, 2], 'b');
  await stories.put(grown(first, 3), [1, 2], 'c');
  expect(await stories.members({ id: 'a', size: 3 })).toEqual(['a', 'b', 'c']);
  expect(await stories.remove('b')).toEqual(['a', 'c']);
  expect(await stories.remove('b')).toEqual([]);
  expect(await stories.storyOf('b')).toBeUndefined();
  expect(await stories.storyOf('c')).toMatchObject({ id: 'a', size: 2 });
  await stories.remove('a');
  expect(await stories.remove('c')).toEqual([]);
  expect((await stories.candidates([1, 2], NEAR)).stories).toEqual([]);
});

test('where memory is short nothing is kept, and it is said', async () => {
  const { stories, redis, prefix } = await open({ roomy: false });
  expect(await stories.put(story('a', [1, 2]), [1, 2], 'a')).toBe('full');
  expect(await redis.keys(`${prefix}*`)).toEqual([]);
});

test('what is known of an article: its links and its story; nothing of one that is not known', async () => {
  const redis = await openRedis();
  const akin = createAkin(redis, randomPrefix(), async () => 0);
  expect(await akin.factsOf('a')).toEqual({});
  await akin.stories.put(story('a', [1, 2]), [1, 2], 'a');
  await akin.sketches.link('a', { original: { id: 'o', at: 1 } });
  expect(await akin.factsOf('a')).toEqual({
    duplicate_of: 'o',
    story_id: 'a',
    story_size: 1,
    story_label: 'Größe: eine Überschrift',
    story_publisher: 'news.example',
  });
});
