import type { Redis } from 'ioredis';
import { bufferScript } from '../script.ts';
import { packStory, packTime, refOf, unpackStory } from './codec.ts';
import { eraAt } from './eras.ts';
import { CANDIDATES, LEAVE, PUT, STORY_OF } from './story-scripts.ts';
import type { Story, StoryStore } from './types.ts';

/** A story goes on for 72 h after its last article; a day for what comes late. */
const KEEP_MS = 4 * 86_400_000;
/** More, and Redis would not pack the hash. */
const PER_TERM = 12;
const TRIES = 5;

export type Stories = ReturnType<typeof createStories>;
type Options = { roomy: () => Promise<boolean>; now?: () => number };

/** Stories of the last days in Redis. `roomy`: whether there is memory for more. Lost with Redis: articles keep their story, later ones begin new ones. */
export function createStories(redis: Redis, prefix: string, { roomy, now = Date.now }: Options) {
  const base = `${prefix}{nm:akin}:s`;
  const candidates = bufferScript(redis, CANDIDATES);
  const storyOf = bufferScript(redis, STORY_OF);
  const put = bufferScript(redis, PUT);
  const leave = bufferScript(redis, LEAVE);
  const head = (): [number, number] => {
    const { era, expireAt } = eraAt(now(), KEEP_MS);
    return [era, expireAt];
  };
  const store: StoryStore = {
    candidates: async (terms, { since, least, most }) => {
      const [stamp, refs, ...stories] = await candidates(base, ...head(), packTime(since), least, most, ...terms);
      return { stories: stories.map(unpackStory), seen: { stamp: String(stamp), refs: refs ?? Buffer.alloc(0) } };
    },
    storyOf: async (articleId) => {
      const [story] = await storyOf(base, ...head(), refOf(articleId));
      return story === undefined ? undefined : unpackStory(story);
    },
    put: async (story, terms, articleId, saw) => {
      if (!(await roomy())) return 'full';
      const { seen, near, asked } = saw ?? { seen: { stamp: '', refs: '' }, near: { since: 0, least: 1, most: 1 }, asked: 0 };
      const looked = [seen.stamp, seen.refs, packTime(near.since), near.least, near.most, asked];
      const about = [refOf(story.id), story.version, packStory(story), refOf(articleId), articleId, story.id, PER_TERM];
      const [kept] = await put(base, ...head(), ...about, ...looked, ...terms);
      return String(kept) === '1' ? 'kept' : 'lost';
    },
  };
  return {
    ...store,
    /** Ids of the articles of a story, in the order they came in. */
    members: async ({ id, size }: Pick<Story, 'id' | 'size'>): Promise<string[]> =>
      size < 2 ? [id] : redis.lrange(Buffer.concat([Buffer.from(`${base}:m:`), refOf(id)]), 0, -1),
    /** Takes an article out of its story, which is then smaller by one, and told by `first` (unless given without the words of the article that began it). Answers the others. */
    remove: async (articleId: string, first?: Pick<Story, 'label' | 'publisher' | 'firstAt'>): Promise<string[]> => {
      for (let left = TRIES; left > 0; left--) {
        const story = await store.storyOf(articleId);
        if (story === undefined) return [];
        const others = (await redis.lrange(Buffer.concat([Buffer.from(`${base}:m:`), refOf(story.id)]), 0, -1)).filter(
          (id) => id !== articleId,
        );
        const told = first ?? (story.id === articleId ? { label: '', publisher: '' } : {});
        const smaller = { ...story, ...told, version: story.version + 1, size: story.size - 1 };
        const about = [refOf(story.id), smaller.version, smaller.size === 0 ? '' : packStory(smaller), refOf(articleId), articleId];
        const [done] = await leave(base, ...head(), ...about);
        if (String(done) === '1') return others;
      }
      return [];
    },
  };
}
