import { readFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

/** BIO labels; what begins also continues where the label before differs. */
export const LABELS = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'] as const;
export const COUNT = LABELS.length;

/** A linear-chain CRF (Lafferty et al. 2001): scores of a feature by label, of a label after a label (row COUNT: after nothing). */
export type Model = { scores: (features: readonly number[], into: Float32Array) => void; transitions: Float32Array };

const MAGIC = 'newsmill-crf-1';

/** Weights as 8-bit steps of `scale`; features sorted, looked up in an open table. */
export function packModel(features: Int32Array, weights: Int8Array, scale: number, transitions: Float32Array): Buffer {
  const head = Buffer.from(`${JSON.stringify({ magic: MAGIC, features: features.length, scale })}\n`);
  const bytes = (array: Int32Array | Int8Array | Float32Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return brotliCompressSync(Buffer.concat([head, bytes(transitions), bytes(features), bytes(weights)]));
}

export function readModel(file: URL): Model {
  const bytes = brotliDecompressSync(readFileSync(file));
  const newline = bytes.indexOf(10);
  const head: { magic: string; features: number; scale: number } = JSON.parse(bytes.toString('utf8', 0, newline));
  if (head.magic !== MAGIC) throw new Error(`${file.pathname} is no model of this version`);
  // typed arrays need aligned bytes
  let at = newline + 1;
  const take = (length: number): ArrayBuffer => {
    const part = new Uint8Array(bytes.subarray(at, at + length));
    at += length;
    return part.buffer;
  };
  const transitions = new Float32Array(take((COUNT + 1) * COUNT * 4));
  const features = new Int32Array(take(head.features * 4));
  const weights = new Int8Array(take(head.features * COUNT));
  return openModel(features, weights, head.scale, transitions);
}

function openModel(features: Int32Array, weights: Int8Array, scale: number, transitions: Float32Array): Model {
  const size = 2 ** Math.ceil(Math.log2(features.length * 2 + 2));
  const slots = new Int32Array(size);
  features.forEach((feature, row) => {
    let slot = feature & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = row + 1;
  });
  const rowOf = (feature: number): number => {
    for (let slot = feature & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0 || features[row] === feature) return row;
    }
  };
  return {
    transitions,
    scores: (wanted, into) => {
      into.fill(0);
      for (const feature of wanted) {
        const row = rowOf(feature) * COUNT;
        if (row >= 0) for (let label = 0; label < COUNT; label++) into[label] = (into[label] ?? 0) + (weights[row + label] ?? 0);
      }
      for (let label = 0; label < COUNT; label++) into[label] = (into[label] ?? 0) * scale;
    },
  };
}

/** The best labels of a run (Viterbi 1967). */
export function decode(features: readonly (readonly number[])[], { scores, transitions }: Model): number[] {
  const back: Int8Array[] = [];
  let best = new Float32Array(COUNT);
  const own = new Float32Array(COUNT);
  features.forEach((each, at) => {
    scores(each, own);
    const next = new Float32Array(COUNT);
    const from = new Int8Array(COUNT);
    for (let label = 0; label < COUNT; label++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let before = at === 0 ? COUNT : 0; before < (at === 0 ? COUNT + 1 : COUNT); before++) {
        const score = (at === 0 ? 0 : (best[before] ?? 0)) + (transitions[before * COUNT + label] ?? 0);
        if (score > most) {
          most = score;
          from[label] = before;
        }
      }
      next[label] = most + (own[label] ?? 0);
    }
    back.push(from);
    best = next;
  });
  let label = best.indexOf(Math.max(...best));
  const labels: number[] = [];
  for (let at = features.length - 1; at >= 0; at--) {
    labels.unshift(label);
    label = back[at]?.[label] ?? 0;
  }
  return labels;
}
