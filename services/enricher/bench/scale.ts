import { memorySketches } from '../src/duplicates/memory.ts';
import { relate } from '../src/duplicates/relate.ts';
import { placeInStory } from '../src/stories/cluster.ts';
import { memoryStories } from '../src/stories/memory.ts';
import type { Terms } from '../src/stories/terms.ts';
import { unit } from '../src/stories/terms.ts';

const MEASURED = 500;
const WORDS = 120;
const VOCABULARY = 60_000;
const TERMS = 30;

/** Microseconds of processor time an article for duplicates and stories, at each number of stored ones. Synthetic: words by Zipf's law. */
export async function measureScale(sizes: readonly number[]): Promise<Record<string, { duplicates: number; stories: number }>> {
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const word = (): number => Math.floor(VOCABULARY ** random());
  const text = (): string => Array.from({ length: WORDS }, () => `w${word()}`).join(' ');
  const terms = (): Terms => {
    const drawn = Array.from({ length: TERMS }, () => word());
    const weights = new Map(drawn.map((rank): [string, number] => [`w${rank}`, Math.log(2 + rank)]));
    const sorted = unit([...weights].sort((one, other) => other[1] - one[1]));
    return { weights: sorted, names: new Set([...sorted.keys()].slice(0, 10)) };
  };
  const sketches = memorySketches(Math.max(...sizes) + MEASURED);
  const stories = memoryStories(Math.max(...sizes) + MEASURED);
  const costs: Record<string, { duplicates: number; stories: number }> = {};
  let stored = 0;
  const add = async (): Promise<{ duplicates: number; stories: number }> => {
    const [id, body, report, at] = [`${stored++}`, text(), terms(), stored * 10];
    const began = process.cpuUsage();
    await relate({ id, text: body, at }, sketches);
    const middle = process.cpuUsage();
    await placeInStory({ id, at, title: '', publisher: '', language: 'en', terms: report, vector: null, linked: null }, stories);
    const end = process.cpuUsage();
    const used = (one: NodeJS.CpuUsage, other: NodeJS.CpuUsage) => other.user + other.system - one.user - one.system;
    return { duplicates: used(began, middle), stories: used(middle, end) };
  };
  for (const size of sizes) {
    while (stored < size) await add();
    const sum = { duplicates: 0, stories: 0 };
    for (let at = 0; at < MEASURED; at++) {
      const cost = await add();
      sum.duplicates += cost.duplicates;
      sum.stories += cost.stories;
    }
    costs[size] = { duplicates: Math.round(sum.duplicates / MEASURED), stories: Math.round(sum.stories / MEASURED) };
  }
  return costs;
}
