import { keysOf } from './sketch.ts';
import type { Sketched, SketchStore } from './store.ts';

/** A store in this process, for the bench and for tests: at most `most` articles, the first kept go first; at most `perKey` of one key. */
export function memorySketches(most = 1_000_000, perKey = 32): SketchStore & { size: () => number } {
  const articles = new Map<string, Sketched>();
  const byKey = new Map<number, string[]>();
  const drop = (id: string): void => {
    const article = articles.get(id);
    articles.delete(id);
    for (const key of article === undefined ? [] : keysOf(article.sketch)) {
      const left = byKey.get(key)?.filter((each) => each !== id) ?? [];
      if (left.length === 0) byKey.delete(key);
      else byKey.set(key, left);
    }
  };
  return {
    size: () => articles.size,
    candidates: async (keys, limits) => {
      const shared = new Map<string, number>();
      for (const key of keys) for (const id of byKey.get(key) ?? []) if (id !== limits.except) shared.set(id, (shared.get(id) ?? 0) + 1);
      return [...shared]
        .filter(([, count]) => count >= limits.least)
        .sort((one, other) => other[1] - one[1])
        .slice(0, limits.most)
        .flatMap(([id]) => articles.get(id) ?? []);
    },
    put: async (article, keys) => {
      drop(article.id);
      articles.set(article.id, article);
      // what stands in very many articles (a publisher's standing text) tells nothing: the oldest go
      for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), article.id].slice(-perKey));
      const [oldest] = articles.keys();
      if (articles.size > most && oldest !== undefined) drop(oldest);
    },
    setOriginal: async (id, original) => {
      const article = articles.get(id);
      if (article !== undefined) articles.set(id, { ...article, original });
    },
  };
}
