import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { isHiragana } from './unspaced.ts';

/** What is known of words: how common (rank, 0 = most frequent, English), which cluster of meaning, stop words by language. */
export type Words = {
  rank: (key: string) => number | undefined;
  /** Both at once, packed by `CLUSTERS`: see rankOf and clusterOf. */
  entry: (key: string) => number | undefined;
  isStop: (key: string, language: string) => boolean;
};

const CLUSTERS = 512;
export const rankOf = (entry: number): number => Math.floor(entry / CLUSTERS);
export const clusterOf = (entry: number): number => entry % CLUSTERS;

const data = (name: string): URL => new URL(`../../data/${name}`, import.meta.url);

export function loadWords(): Words {
  const ranks = new Map<string, number>();
  const lines = brotliDecompressSync(readFileSync(data('words.en.txt.br')))
    .toString('utf8')
    .split('\n');
  lines.forEach((line, rank) => {
    const space = line.lastIndexOf(' ');
    ranks.set(line.slice(0, space), rank * CLUSTERS + Number.parseInt(line.slice(space + 1), 36));
  });
  const stops = new Map<string, ReadonlySet<string>>();
  for (const line of readFileSync(data('stop-words.txt'), 'utf8').trim().split('\n')) {
    const [language = '', ...words] = line.split(' ');
    stops.set(language, new Set(words));
  }
  return {
    rank: (key) => {
      const packed = ranks.get(key);
      return packed === undefined ? undefined : rankOf(packed);
    },
    entry: (key) => ranks.get(key),
    isStop: (key, language) => stops.get(language)?.has(key) || (language === 'ja' && isHiragana(key)),
  };
}
