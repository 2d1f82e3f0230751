import { COUNT } from '../src/names/model.ts';

/** A run ready for training: rows of its features and its labels. */
export type Example = { rows: Int32Array[]; labels: number[] };
export type Trained = { weights: Float32Array; transitions: Float32Array };

const logSum = (values: Float64Array): number => {
  const most = Math.max(...values);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum);
};

/** Linear-chain CRF by stochastic gradient with AdaGrad and a little L2 (Duchi et al. 2011). Deterministic: examples in a seeded order. */
export function trainCrf(
  examples: readonly Example[],
  features: number,
  { rounds, rate, l2 }: { rounds: number; rate: number; l2: number },
): Trained {
  const weights = new Float32Array(features * COUNT);
  const squares = new Float32Array(features * COUNT);
  const transitions = new Float32Array((COUNT + 1) * COUNT);
  const transitionSquares = new Float32Array((COUNT + 1) * COUNT);
  const step = (values: Float32Array, seen: Float32Array, at: number, gradient: number) => {
    const full = gradient + l2 * (values[at] ?? 0);
    seen[at] = (seen[at] ?? 0) + full * full;
    values[at] = (values[at] ?? 0) - (rate * full) / (Math.sqrt(seen[at] ?? 0) + 1e-6);
  };
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const order = examples.map((_, at) => at);
  for (let round = 0; round < rounds; round++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
    }
    for (const index of order) {
      const example = examples[index];
      if (example !== undefined)
        update(example, weights, transitions, (table, at, gradient) =>
          table === 'w' ? step(weights, squares, at, gradient) : step(transitions, transitionSquares, at, gradient),
        );
    }
  }
  return { weights, transitions };
}

function update(
  { rows, labels }: Example,
  weights: Float32Array,
  transitions: Float32Array,
  step: (table: 'w' | 't', at: number, gradient: number) => void,
): void {
  const length = rows.length;
  const own = rows.map((each) => {
    const scores = new Float64Array(COUNT);
    for (const row of each) for (let y = 0; y < COUNT; y++) scores[y] = (scores[y] ?? 0) + (weights[row * COUNT + y] ?? 0);
    return scores;
  });
  const t = (before: number, label: number) => transitions[before * COUNT + label] ?? 0;
  const s = (at: number, label: number) => own[at]?.[label] ?? 0;
  const forward = forwards(length, t, s);
  const backward = backwards(length, t, s);
  const total = logSum(forward[length - 1] ?? new Float64Array(COUNT));
  for (let at = 0; at < length; at++) {
    for (let y = 0; y < COUNT; y++) {
      const gradient = Math.exp((forward[at]?.[y] ?? 0) + (backward[at]?.[y] ?? 0) - total) - (labels[at] === y ? 1 : 0);
      if (Math.abs(gradient) > 1e-4) for (const row of rows[at] ?? []) step('w', row * COUNT + y, gradient);
      if (at === 0) step('t', COUNT * COUNT + y, gradient);
      else
        for (let x = 0; x < COUNT; x++) {
          const pair = Math.exp((forward[at - 1]?.[x] ?? 0) + t(x, y) + s(at, y) + (backward[at]?.[y] ?? 0) - total);
          step('t', x * COUNT + y, pair - (labels[at] === y && labels[at - 1] === x ? 1 : 0));
        }
    }
  }
}

type Score = (one: number, other: number) => number;

/** Logarithms of the sums over all beginnings of a path, by place and label. */
function forwards(length: number, t: Score, s: Score): Float64Array[] {
  const sums: Float64Array[] = [];
  for (let at = 0; at < length; at++) {
    sums.push(
      Float64Array.from({ length: COUNT }, (_, y) =>
        at === 0
          ? t(COUNT, y) + s(0, y)
          : s(at, y) + logSum(Float64Array.from({ length: COUNT }, (_, x) => (sums[at - 1]?.[x] ?? 0) + t(x, y))),
      ),
    );
  }
  return sums;
}

/** The same over all ends. */
function backwards(length: number, t: Score, s: Score): Float64Array[] {
  const sums: Float64Array[] = Array.from({ length }, () => new Float64Array(COUNT));
  for (let at = length - 2; at >= 0; at--) {
    sums[at] = Float64Array.from({ length: COUNT }, (_, x) =>
      logSum(Float64Array.from({ length: COUNT }, (_, y) => t(x, y) + s(at + 1, y) + (sums[at + 1]?.[y] ?? 0))),
    );
  }
  return sums;
}
