import type { Story, StoryStore } from './store.ts';

/** A store in this process, for the bench and for tests: the latest `perTerm` stories of a term, at most `most` stories. */
export function memoryStories(most = 200_000, perTerm = 24): StoryStore & { size: () => number } {
  const stories = new Map<string, Story>();
  const storyOf = new Map<string, string>();
  const byTerm = new Map<string, string[]>();
  return {
    size: () => stories.size,
    candidates: async (terms, limits) => {
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
    },
    storyOf: async (articleId) => stories.get(storyOf.get(articleId) ?? ''),
    put: async (story, terms, articleId) => {
      if (story.version !== (stories.get(story.id)?.version ?? 0) + 1) return false;
      stories.set(story.id, story);
      storyOf.set(articleId, story.id);
      for (const term of terms) {
        const kept = byTerm.get(term) ?? [];
        if (!kept.includes(story.id)) byTerm.set(term, [...kept, story.id].slice(-perTerm));
      }
      const [oldest] = stories.keys();
      if (stories.size > most && oldest !== undefined) stories.delete(oldest);
      return true;
    },
  };
}
