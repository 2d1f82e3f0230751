// Runs the extractor over a folder of labelled pages and scores it with that folder's own scripts.
// node services/parser/bench/extraction.ts --data DIR --predictions FILE
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { extractPage } from '../src/page/index.ts';
import type { PageDate } from '../src/page/types.ts';

type Label = { url: string };
type Prediction = { articleBody: string; title: string | null; authors: string[]; publishedAt: string | null; language: string | null };
type Predictions = Record<string, Prediction>;
type BodyScore = { f1: number; precision: number; recall: number; accuracy: number };
type MetaScore = { title: number; authorsF1: number; day: number; instant: number; language: number; snippets: { f1: number } | null };

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/extraction' }, predictions: { type: 'string', default: 'predictions.json' } },
});
const data = resolve(values.data);
const scripts = {
  body: (await import(pathToFileURL(join(data, 'score.mjs')).href)) as { score(truth: unknown, predictions: Predictions): BodyScore },
  meta: (await import(pathToFileURL(join(data, 'score-meta.mjs')).href)) as {
    scoreMeta(truth: unknown, predictions: Predictions): MetaScore;
  },
};

let empty = 0;
let slowest = 0;

function predict(html: string, url: string): Prediction {
  const started = performance.now();
  const page = extractPage(html, { url: url.trim() });
  slowest = Math.max(slowest, performance.now() - started);
  if (page.body === '') empty++;
  const { published } = page;
  const publishedAt = published === null ? null : published.precision === 'day' ? published.at.slice(0, 10) : inLocalDay(published);
  return { articleBody: page.body, title: page.title, authors: page.authors, publishedAt, language: page.language };
}

// The instant, written in the nearest full hour's offset in which it falls on the day that the page gives.
function inLocalDay({ at, local_day }: PageDate): string {
  for (const hours of [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8, 9, -9, 10, -10, 11, -11, 12, -12, 13, 14]) {
    const wall = new Date(Date.parse(at) + hours * 3_600_000).toISOString().slice(0, 19);
    if (local_day === undefined || wall.startsWith(local_day))
      return `${wall}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
  }
  return at;
}

function run(set: 'html' | 'news' | 'web'): { truth: Record<string, Label>; predictions: Predictions } | undefined {
  const labels = join(data, set === 'html' ? 'ground-truth.json' : `${set}/ground-truth.json`);
  const pages = join(data, set === 'html' ? 'html' : `${set}/html`);
  if (!existsSync(labels)) return undefined;
  const truth = JSON.parse(readFileSync(labels, 'utf8')) as Record<string, Label>;
  const predictions: Predictions = {};
  for (const [id, label] of Object.entries(truth)) {
    predictions[id] = predict(gunzipSync(readFileSync(join(pages, `${id}.html.gz`))).toString('utf8'), label.url);
  }
  writeFileSync(values.predictions.replace(/(?:\.[^./\\]+)?$/, `.${set}.json`), JSON.stringify(predictions, null, 1));
  return { truth, predictions };
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const started = process.cpuUsage();
const html = run('html');
const news = run('news');
const web = run('web');
const cpu = process.cpuUsage(started);

const report: Record<string, unknown> = {};
if (html !== undefined) {
  const { f1, precision, recall, accuracy } = scripts.body.score(html.truth, html.predictions);
  report['html'] = { f1: round(f1), precision: round(precision), recall: round(recall), accuracy: round(accuracy) };
}
if (news !== undefined) {
  const { f1, precision, recall } = scripts.body.score(news.truth, news.predictions);
  const meta = scripts.meta.scoreMeta(news.truth, news.predictions);
  report['news'] = {
    f1: round(f1),
    precision: round(precision),
    recall: round(recall),
    title: round(meta.title),
    authors: round(meta.authorsF1),
    day: round(meta.day),
    instant: round(meta.instant),
    language: round(meta.language),
  };
}
if (web !== undefined) {
  const meta = scripts.meta.scoreMeta(web.truth, web.predictions);
  report['web'] = {
    snippets: round(meta.snippets?.f1 ?? 0),
    title: round(meta.title),
    authors: round(meta.authorsF1),
    day: round(meta.day),
  };
}
console.log(JSON.stringify({ ...report, empty, slowestMs: Math.round(slowest), cpuMs: Math.round((cpu.user + cpu.system) / 1000) }));
