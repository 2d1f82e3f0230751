export type Random = () => number;

/** Numbers from 0 to 1, the same in every run. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Standard normal (Box and Muller). */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Ranks from 0, the nth with a frequency of 1/(n + 2.7): Zipf's law as Mandelbrot has it. */
export function zipf(ranks: number, random: Random): () => number {
  const sums = new Float64Array(ranks);
  for (let rank = 0, sum = 0; rank < ranks; rank++) sums[rank] = sum += 1 / (rank + 2.7);
  const total = sums[ranks - 1] ?? 0;
  return () => {
    const wanted = random() * total;
    let low = 0;
    for (let high = ranks - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
