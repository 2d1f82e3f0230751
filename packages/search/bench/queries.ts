import { FACETS } from '../src/query/facets.ts';
import type { SearchQuery } from '../src/query/types.ts';
import { seeded } from './random.ts';
import type { Words } from './words.ts';

export const KINDS = ['words', 'sentence', 'phrase', 'prefix', 'filters', 'newest', 'facets', 'stories', 'best', 'front page'] as const;
export type Kind = (typeof KINDS)[number];

/** As many different queries of a kind, the same in every run. Words are neither stop words nor so rare that hardly an article has them. */
export function makeQueries(kind: Kind, count: number, words: ReadonlyMap<string, Words>, titles: readonly string[]): SearchQuery[] {
  const random = seeded(count + kind.length);
  const languages = [...words.keys()];
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const word = (vocabulary: Words | undefined): string => vocabulary?.at(60 + Math.floor(3_000 * random() ** 2)) ?? '';
  // half in the language that most articles have
  const vocabulary = (): Words | undefined => words.get(random() < 0.5 ? 'en' : any(languages));
  const some = (length: number): string => {
    const of = vocabulary();
    return Array.from({ length }, () => word(of)).join(' ');
  };
  const phrase = (): string => `"${any(titles).split(' ').slice(2, 4).join(' ')}"`;
  const asked: Record<Kind, () => Partial<SearchQuery>> = {
    words: () => ({ q: some(1 + Math.floor(random() * 2)) }),
    sentence: () => ({ q: some(7) }),
    phrase: () => ({ q: phrase() }),
    prefix: () => ({ q: `${word(vocabulary()).slice(0, 4)}* ${some(1)}` }),
    filters: () => ({ q: `${some(1)} source:www.en${Math.floor(random() * 30)}.example after:2026-01` }),
    newest: () => ({ q: some(2), sort: 'date' }),
    facets: () => ({ q: some(2), facets: FACETS }),
    stories: () => ({ q: some(2), stories: true }),
    best: () => ({ q: some(3), sort: 'best' }),
    'front page': () => ({ q: '', sort: 'date', facets: FACETS, stories: true }),
  };
  return Array.from({ length: count }, () => ({ q: '', sort: 'relevance', from: 0, size: 10, ...asked[kind]() }));
}
