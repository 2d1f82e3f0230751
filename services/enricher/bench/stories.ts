import { placeInStory, type Report } from '../src/stories/cluster.ts';
import { memoryStories } from '../src/stories/memory.ts';
import { termsOf } from '../src/stories/terms.ts';
import { tokenize } from '../src/text/tokens.ts';
import type { Words } from '../src/text/words.ts';

export type StoryRow = { id: string; topic: number; story: string; text: string };
type Counted = { topic: number; precision: number; recall: number };

const THRESHOLDS = [0.2, 0.22, 0.24, 0.26, 0.28, 0.3, 0.31, 0.33, 0.36, 0.4];

/** B-cubed precision and recall of each article (Bagga and Baldwin 1998). */
function bCubed(rows: readonly StoryRow[], placed: readonly string[]): Counted[] {
  const clusters = Map.groupBy(rows.keys(), (at) => placed[at] ?? '');
  const stories = Map.groupBy(rows.keys(), (at) => rows[at]?.story ?? '');
  return rows.map(({ topic, story }, at) => {
    const cluster = clusters.get(placed[at] ?? '') ?? [];
    const same = cluster.filter((other) => rows[other]?.story === story).length;
    return { topic, precision: same / cluster.length, recall: same / (stories.get(story)?.length ?? 1) };
  });
}

function f1(counted: readonly Counted[]): number {
  const mean = (key: 'precision' | 'recall') => counted.reduce((sum, each) => sum + each[key], 0) / Math.max(1, counted.length);
  const [p, r] = [mean('precision'), mean('recall')];
  return (200 * p * r) / (p + r || 1);
}

/**
 * Single pass in file order. `f1`: mean over topics, each with the threshold that was best on the others; `atDefault`: at the threshold
 * that is shipped, over all.
 */
export async function scoreStories(
  rows: readonly StoryRow[],
  words: Words,
): Promise<{ f1: number; atDefault: number; msPerArticle: number }> {
  const reports = rows.map(
    ({ id, text }, at): Report => ({
      id,
      at,
      title: '',
      publisher: '',
      language: 'en',
      terms: termsOf(tokenize(text), 'en', words),
      vector: null,
      linked: null,
    }),
  );
  const run = async (terms?: number): Promise<Counted[]> => {
    const store = memoryStories();
    const placed: string[] = [];
    for (const report of reports)
      placed.push((await placeInStory(report, store, terms === undefined ? undefined : { terms, both: 1 }))?.id ?? '');
    return bCubed(rows, placed);
  };
  const runs: Counted[][] = [];
  for (const threshold of THRESHOLDS) runs.push(await run(threshold));
  const topics = [...new Set(rows.map(({ topic }) => topic))];
  const held = topics.map((topic) => {
    const onOthers = runs.map((counted) => f1(counted.filter((each) => each.topic !== topic)));
    return f1((runs[onOthers.indexOf(Math.max(...onOthers))] ?? []).filter((each) => each.topic === topic));
  });
  const began = performance.now();
  const atDefault = f1(await run());
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    f1: round(held.reduce((sum, value) => sum + value, 0) / Math.max(1, held.length)),
    atDefault: round(atDefault),
    msPerArticle: Math.round(((performance.now() - began) / Math.max(1, rows.length)) * 1_000) / 1_000,
  };
}
