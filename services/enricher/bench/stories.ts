import { placeInStory, type Report } from '../src/stories/cluster.ts';
import { memoryStories } from '../src/stories/memory.ts';
import { termsOf } from '../src/stories/terms.ts';
import { tokenize } from '../src/text/tokens.ts';
import type { Words } from '../src/text/words.ts';

export type StoryRow = { id: string; topic: number; story: string; text: string };
type Counted = { topic: number; precision: number; recall: number };

const THRESHOLDS = [0.2, 0.22, 0.24, 0.26, 0.28, 0.3, 0.31, 0.33, 0.36, 0.38, 0.4, 0.42, 0.44, 0.46, 0.48, 0.5];

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

export type StoryScore = { f1: number; f1Vectors: number | null; atDefault: number; atDefaultVectors: number | null; msPerArticle: number };
type Embed = (text: string) => Promise<readonly number[]>;

/**
 * Single pass in file order. `f1`: mean over topics, each with the threshold that was best on the others; `atDefault`: at the threshold
 * that is shipped, over all. The same with vectors, where there is a model.
 */
export async function scoreStories(rows: readonly StoryRow[], words: Words, embed?: Embed): Promise<StoryScore> {
  const reports = rows.map(
    ({ id, text }, at): Report => ({
      ...{ id, at, title: '', publisher: '', language: 'en', vector: null, linked: null },
      terms: termsOf(tokenize(text), 'en', words),
    }),
  );
  const began = performance.now();
  const atDefault = f1(await run(rows, reports));
  const msPerArticle = (performance.now() - began) / Math.max(1, rows.length);
  const score = {
    f1: round(await heldOut(rows, reports)),
    atDefault: round(atDefault),
    msPerArticle: Math.round(msPerArticle * 1e3) / 1e3,
  };
  if (embed === undefined) return { ...score, f1Vectors: null, atDefaultVectors: null };
  const withVectors: Report[] = [];
  for (const [at, report] of reports.entries()) withVectors.push({ ...report, vector: await embed(rows[at]?.text ?? '') });
  return { ...score, f1Vectors: round(await heldOut(rows, withVectors)), atDefaultVectors: round(f1(await run(rows, withVectors))) };
}

async function run(rows: readonly StoryRow[], reports: readonly Report[], least?: number): Promise<Counted[]> {
  const store = memoryStories();
  const placed: string[] = [];
  for (const report of reports) {
    const story = await placeInStory(report, store, least === undefined ? undefined : { terms: least, both: least });
    placed.push(story?.id ?? '');
  }
  return bCubed(rows, placed);
}

/** Mean over the topics, each scored at the threshold that was best on all others. */
async function heldOut(rows: readonly StoryRow[], reports: readonly Report[]): Promise<number> {
  const runs: Counted[][] = [];
  for (const threshold of THRESHOLDS) runs.push(await run(rows, reports, threshold));
  const topics = [...new Set(rows.map(({ topic }) => topic))];
  const held = topics.map((topic) => {
    const onOthers = runs.map((counted) => f1(counted.filter((each) => each.topic !== topic)));
    return f1((runs[onOthers.indexOf(Math.max(...onOthers))] ?? []).filter((each) => each.topic === topic));
  });
  return held.reduce((sum, value) => sum + value, 0) / Math.max(1, held.length);
}

const round = (value: number): number => Math.round(value * 10) / 10;
