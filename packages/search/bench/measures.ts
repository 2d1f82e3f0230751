/** Gain of each document that is relevant to a query. */
export type Gains = ReadonlyMap<string, number>;

/** Normalised discounted cumulative gain of the first `depth`, 0 to 1. */
export function ndcg(ranking: readonly string[], gains: Gains, depth = 10): number {
  const dcg = (values: readonly number[]): number => values.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
  const ideal = dcg([...gains.values()].sort((one, other) => other - one).slice(0, depth));
  return ideal === 0 ? 0 : dcg(ranking.slice(0, depth).map((id) => gains.get(id) ?? 0)) / ideal;
}

/** Average precision, 0 to 1; what is relevant and not retrieved counts 0. */
export function averagePrecision(ranking: readonly string[], gains: Gains): number {
  let hits = 0;
  const sum = ranking.reduce((total, id, at) => (gains.has(id) ? total + ++hits / (at + 1) : total), 0);
  return gains.size === 0 ? 0 : sum / gains.size;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** 95 % interval of a mean by bootstrap over the values, the same in every run. */
export function interval(values: readonly number[], rounds = 10_000): [low: number, high: number] {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const means = Array.from({ length: rounds }, () => mean(values.map(() => values[Math.floor(random() * values.length)] ?? 0)));
  means.sort((one, other) => one - other);
  return [means[Math.floor(rounds * 0.025)] ?? 0, means[Math.floor(rounds * 0.975)] ?? 0];
}
