import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export type LabelledPage = { id: string; url: string; html: string; articleBody: string };

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SUFFIX = '.html.gz';

/** The project's labelled extraction set, which lies beside the repository and not in it; undefined where it does not. */
export function labelledPages(folder = join(ROOT, '..', 'shared', 'extraction')): LabelledPage[] | undefined {
  const truthFile = join(folder, 'ground-truth.json');
  if (!existsSync(truthFile)) return undefined;
  const truth: Record<string, { url: string; articleBody: string }> = JSON.parse(readFileSync(truthFile, 'utf8'));
  const files = readdirSync(join(folder, 'html')).filter((name) => name.endsWith(SUFFIX));
  return files.sort().flatMap((name) => {
    const id = name.slice(0, -SUFFIX.length);
    const label = truth[id];
    if (!label) return [];
    const html = gunzipSync(readFileSync(join(folder, 'html', name))).toString('utf8');
    return [{ id, url: label.url, html, articleBody: label.articleBody }];
  });
}

/** Words from the middle of a body: a phrase to search for that only the right document has. */
export function middleWords(body: string, count = 6): string {
  const words = body.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const start = Math.max(0, Math.floor((words.length - count) / 2));
  return words.slice(start, start + count).join(' ');
}
