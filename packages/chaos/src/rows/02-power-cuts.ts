import type { Row } from '../row.ts';
import { type StormResult, storm } from '../storm.ts';

const REPEATS = 10;

export const row2: Row = {
  id: 2,
  test: 'the same with a simulated power cut of Redis (sizes of its incr.aof sampled every 100 ms, killed, cut to the size 1 s before), 10 repeats',
  bar: '3,000 every time with no hand on it',
  run: async (context) => {
    const results: StormResult[] = [];
    for (let repeat = 1; repeat <= (context.short ? 1 : REPEATS); repeat++) {
      const result = await storm(
        { ...context, name: `${context.name}r${repeat}`, log: (line) => context.log(`[${repeat}] ${line}`) },
        {
          documents: context.short ? 150 : 3_000,
          hosts: context.short ? 5 : 60,
          kills: context.short ? 4 : 13,
          powerCut: true,
          elasticDown: true,
          timeoutMs: context.short ? 120_000 : 600_000,
        },
      );
      context.log(`repeat ${repeat}: ${result.figure}`);
      results.push(result);
    }
    const sum = (of: (result: StormResult) => number): number => results.reduce((total, result) => total + of(result), 0);
    const whole = results.filter((result) => result.missing === 0).length;
    const lost = sum(({ missing }) => missing);
    const twice = sum(({ duplicates = 0 }) => duplicates);
    const gaps = sum(({ gapViolations = 0 }) => gapViolations);
    const dead = sum(({ deadLetters }) => deadLetters);
    return {
      reached: results.every(({ reached }) => reached),
      lost,
      duplicates: twice,
      gapViolations: gaps,
      kills: sum(({ kills = 0 }) => kills),
      reruns: sum(({ reruns = 0 }) => reruns),
      figure: `whole in ${whole} of ${results.length}; ${lost} lost, ${twice} duplicates, ${dead} dead letters, ${gaps} gaps under the host gap; bytes cut: ${results.map(({ cut }) => cut).join(', ')}`,
      figures: { whole, repeats: results.length, deadLetters: dead, cut: results.map(({ cut }) => cut).join(' ') },
    };
  },
};
