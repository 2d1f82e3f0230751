import type { Facts } from '@newsmill/contracts';
import type { Redis } from 'ioredis';
import { createSketches, type Sketches } from './sketches.ts';
import { createStories, type Stories } from './stories.ts';

/** Above this share of Redis' memory nothing is added: what is in motion comes first (the frontier stops taking offers there too). */
const MOST_MEMORY = 0.7;

export type Akin = ReturnType<typeof createAkin>;

/** Which articles of the last days are alike: copies and stories. */
export function createAkin(redis: Redis, prefix: string, memoryRatio: () => Promise<number>) {
  const roomy = async (): Promise<boolean> => (await memoryRatio()) < MOST_MEMORY;
  const sketches: Sketches = createSketches(redis, prefix, { roomy });
  const stories: Stories = createStories(redis, prefix, { roomy });
  return {
    sketches,
    stories,
    /** What is known of an article now; what is not known is absent. */
    factsOf: async (id: string): Promise<Facts> => {
      const [{ original, source }, story] = await Promise.all([sketches.linksOf(id), stories.storyOf(id)]);
      return {
        ...(original === null ? {} : { duplicate_of: original.id }),
        ...(source === null ? {} : { derived_from: source.id }),
        ...(story === undefined
          ? {}
          : { story_id: story.id, story_size: story.size, story_label: story.label, story_publisher: story.publisher }),
      };
    },
    /** Forgets an article; `first`: the one that its story is told by then. */
    remove: async (id: string, first?: Parameters<Stories['remove']>[1]): Promise<void> => {
      await sketches.remove(id);
      await stories.remove(id, first);
    },
  };
}
