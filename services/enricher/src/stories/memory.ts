import type { Near, Seen, Story, StoryStore } from '@newsmill/store';

/** A store in this process, for the bench and for tests, with the bounds of the one in Redis: the latest `perTerm` stories of a term, at most `most` stories. */
export function memoryStories(most = 200_000, perTerm = 12): StoryStore & { size: () => number } {
  const stories = new Map<string, Story>();
  const storyOf = new Map<string, string>();
  const byTerm = new Map<number, string[]>();
  let begun = 0;
  const near = (terms: readonly number[], limits: Near): Story[] => {
    const shared = new Map<string, number>();
    for (const term of terms) for (const id of byTerm.get(term) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    return [...shared]
      .flatMap(([id, count]) => {
        const story = count < limits.least ? undefined : stories.get(id);
        return story === undefined || story.lastAt < limits.since ? [] : [{ story, count }];
      })
      .sort((one, other) => other.count - one.count || other.story.lastAt - one.story.lastAt)
      .slice(0, limits.most)
      .map(({ story }) => story);
  };
  const idsOf = (found: readonly Story[]): string[] => found.map(({ id }) => id);
  const isNews = (terms: readonly number[], { seen, near: limits, asked }: { seen: Seen; near: Near; asked: number }): boolean => {
    const known = new Set(seen.refs.toString().split(' '));
    return seen.stamp !== `${begun}` && idsOf(near(terms.slice(0, asked), limits)).some((id) => !known.has(id));
  };
  return {
    size: () => stories.size,
    candidates: async (terms, limits) => {
      const found = near(terms, limits);
      return { stories: found, seen: { stamp: `${begun}`, refs: Buffer.from(idsOf(found).join(' ')) } };
    },
    storyOf: async (articleId) => stories.get(storyOf.get(articleId) ?? ''),
    put: async (story, terms, articleId, saw) => {
      if (story.version !== (stories.get(story.id)?.version ?? 0) + 1) return 'lost';
      if (story.version === 1 && saw !== undefined && isNews(terms, saw)) return 'lost';
      if (story.version === 1) begun++;
      stories.set(story.id, story);
      storyOf.set(articleId, story.id);
      for (const term of terms) {
        const kept = (byTerm.get(term) ?? []).filter((id) => id !== story.id);
        byTerm.set(term, [...kept, story.id].slice(-perTerm));
      }
      const [oldest] = stories.keys();
      if (stories.size > most && oldest !== undefined) stories.delete(oldest);
      return 'kept';
    },
  };
}
