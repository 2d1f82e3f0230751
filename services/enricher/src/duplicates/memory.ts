import type { Link, Sketched, SketchStore } from '@newsmill/store';
import { isBefore } from './relate.ts';
import { keysOf } from './sketch.ts';

/** A store in this process, for the bench and for tests, with the bounds of the one in Redis: at most `most` articles, the first kept go first; at most `perKey` of one key. */
export function memorySketches(most = 1_000_000, perKey = 12): SketchStore & { size: () => number } {
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
  const put = (article: Pick<Sketched, 'id' | 'at' | 'sketch'>, keys: readonly number[]): void => {
    const before = articles.get(article.id);
    drop(article.id);
    const { original, source } = before?.sketch.hashes.join() === article.sketch.hashes.join() ? before : { original: null, source: null };
    articles.set(article.id, { ...article, original, source });
    // what stands in very many articles (a publisher's standing text) tells nothing: the oldest go
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), article.id].slice(-perKey));
    const [oldest] = articles.keys();
    if (articles.size > most && oldest !== undefined) drop(oldest);
  };
  const earlier = (before: Link | null, link: Link | null | undefined): Link | null =>
    link === undefined || (link !== null && before !== null && isBefore(before, link)) ? before : link;
  return {
    size: () => articles.size,
    meet: async (article, keys, limits) => {
      const shared = new Map<string, number>();
      for (const key of keys) for (const id of byKey.get(key) ?? []) if (id !== article.id) shared.set(id, (shared.get(id) ?? 0) + 1);
      if (limits.keep) put(article, keys);
      return [...shared]
        .filter(([, count]) => count >= limits.least)
        .sort((one, other) => other[1] - one[1])
        .slice(0, limits.most)
        .flatMap(([id]) => articles.get(id) ?? []);
    },
    link: async (id, links) => {
      const article = articles.get(id);
      if (article === undefined) return;
      articles.set(id, { ...article, original: earlier(article.original, links.original), source: earlier(article.source, links.source) });
    },
  };
}
