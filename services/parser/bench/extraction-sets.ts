// The labelled sets of a folder, and what our extractor gives for them, scored by that folder's own scripts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { extractPage, type Page } from '../src/page/index.ts';
import type { PageDate } from '../src/page/types.ts';

export const SETS = ['html', 'news', 'web'] as const;
export type SetName = (typeof SETS)[number];
type Label = { url: string };
export type LabelledSet = { name: SetName; ids: readonly string[]; open(id: string): BenchPage; truth(): unknown };
export type BenchPage = { id: string; html: string; url: string };
type Prediction = { articleBody: string; title: string | null; authors: string[]; publishedAt: string | null; language: string | null };
export type Predictions = Record<string, Prediction>;

type BodyScore = { f1: number; precision: number; recall: number; accuracy: number };
type MetaScore = { title: number; authorsF1: number; day: number; instant: number; language: number; snippets: { f1: number } | null };
export type Scripts = {
  score(truth: unknown, predictions: Predictions): BodyScore;
  scoreMeta(truth: unknown, predictions: Predictions): MetaScore;
};

export async function loadScripts(data: string): Promise<Scripts> {
  const load = (name: string) => import(pathToFileURL(join(data, name)).href) as Promise<Scripts>;
  const { score } = await load('score.mjs');
  const { scoreMeta } = await load('score-meta.mjs');
  return { score, scoreMeta };
}

/** The sets that are there. Pages are read one at a time: the peak of memory is the extractor's. */
export function loadSets(data: string): LabelledSet[] {
  return SETS.flatMap((name) => {
    const labels = join(data, name === 'html' ? 'ground-truth.json' : `${name}/ground-truth.json`);
    const pages = join(data, name === 'html' ? 'html' : `${name}/html`);
    if (!existsSync(labels)) return [];
    const truth = () => JSON.parse(readFileSync(labels, 'utf8')) as Record<string, Label>;
    const urls = new Map(Object.entries(truth()).map(([id, { url }]) => [id, structuredClone(url.trim())]));
    const open = (id: string) => ({
      id,
      url: urls.get(id) ?? '',
      html: gunzipSync(readFileSync(join(pages, `${id}.html.gz`))).toString('utf8'),
    });
    return [{ name, ids: [...urls.keys()], open, truth }];
  });
}

export type Watch = (page: Page | undefined, ms: number) => void;

/** Predictions in the form of the score scripts. A page that throws counts as one that gives nothing. */
export function predict(set: LabelledSet, watch: Watch, without?: string): Predictions {
  const predictions: Predictions = {};
  for (const id of set.ids) {
    const { html, url } = set.open(id);
    const from = process.threadCpuUsage();
    const page = tryPage(html, url, without);
    const { user, system } = process.threadCpuUsage(from);
    watch(page, (user + system) / 1_000);
    const prediction: Prediction = {
      articleBody: page?.body ?? '',
      title: page?.title ?? null,
      authors: page?.authors ?? [],
      publishedAt: written(page?.published ?? null),
      language: page?.language ?? null,
    };
    // a copy, as between threads: parts of a page's text would keep the page in memory
    predictions[id] = structuredClone(prediction);
  }
  return predictions;
}

function tryPage(html: string, url: string, without: string | undefined): Page | undefined {
  try {
    return extractPage(html, without === undefined ? { url } : { url, without });
  } catch (error) {
    console.error(url, error);
    return undefined;
  }
}

const OFFSETS = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8, 9, -9, 10, -10, 11, -11, 12, -12, 13, 14];

/** The instant, written in the nearest full hour's offset in which it falls on the day that the page gives. */
function written(date: PageDate | null): string | null {
  if (date === null || date.precision === 'day') return date?.at.slice(0, 10) ?? null;
  for (const hours of OFFSETS) {
    const wall = new Date(Date.parse(date.at) + hours * 3_600_000).toISOString().slice(0, 19);
    if (date.local_day === undefined || wall.startsWith(date.local_day))
      return `${wall}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
  }
  return date.at;
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** The figures of one set. */
export function figures({ name, truth: read }: LabelledSet, predictions: Predictions, scripts: Scripts): Record<string, number> {
  const truth = read();
  const meta = scripts.scoreMeta(truth, predictions);
  if (name === 'web')
    return { snippets: round(meta.snippets?.f1 ?? 0), title: round(meta.title), authors: round(meta.authorsF1), day: round(meta.day) };
  const { f1, precision, recall, accuracy } = scripts.score(truth, predictions);
  const body = { f1: round(f1), precision: round(precision), recall: round(recall) };
  if (name === 'html') return { ...body, accuracy: round(accuracy) };
  const { title, authorsF1, day, instant, language } = meta;
  return { ...body, title: round(title), authors: round(authorsF1), day: round(day), instant: round(instant), language: round(language) };
}
