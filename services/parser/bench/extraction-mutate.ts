import { extractPage } from '../src/page/index.ts';
import { mutate, seeded } from '../test/mutate.ts';
import type { BenchPage, LabelledSet } from './extraction-sets.ts';

export type MutationFigures = { pages: number; crashes: number; overLimit: number; slowestMs: number };

const LIMIT_MS = 5_000;
const MAX_PAGE = 400_000;

/** Extracts `count` damaged copies of the pages; what throws, or takes longer than a page may, is counted and named. */
export function mutatedRun(sets: readonly LabelledSet[], count: number, seed: number): MutationFigures {
  const random = seeded(seed);
  const sources = sets.flatMap((set): BenchPage[] => set.ids.map((id) => set.open(id))).filter(({ html }) => html.length < MAX_PAGE);
  const pick = () => sources[Math.floor(random() * sources.length)] ?? { id: '', html: '', url: 'https://news.example/' };
  const figures = { pages: count, crashes: 0, overLimit: 0, slowestMs: 0 };
  for (let at = 0; at < count; at++) {
    const page = pick();
    const html = mutate(page.html, pick().html, random);
    const from = process.threadCpuUsage();
    try {
      extractPage(html, { url: page.url });
    } catch (error) {
      figures.crashes++;
      console.error(`mutation ${at} of seed ${seed}, from ${page.id}:`, error);
    }
    const { user, system } = process.threadCpuUsage(from);
    const ms = (user + system) / 1_000;
    if (ms > LIMIT_MS) figures.overLimit++;
    figures.slowestMs = Math.max(figures.slowestMs, Math.round(ms));
  }
  return figures;
}
