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

/**
 * The `count` words (`\w+`) in the middle of a body: a phrase to search for that only the right document has.
 * What holds two of them together as one word for a full-text index stays ("don't", "1.5", "U.S"), and no such word is cut in two.
 */
export function middleWords(body: string, count = 6): string {
  const words = [...body.matchAll(/[\p{L}\p{N}_]+/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  const joints = words.map(({ text, end }, at) => {
    const next = words[at + 1];
    return next === undefined ? ' ' : joint(text, body.slice(end, next.start), next.text);
  });
  let first = Math.max(0, Math.floor((words.length - count) / 2));
  let last = Math.min(first + count, words.length) - 1;
  while (first > 0 && joints[first - 1] !== ' ') first--;
  while (last >= 0 && last < words.length - 1 && joints[last] !== ' ') last++;
  const phrase = words.slice(first, last + 1).map(({ text }, at) => text + (joints[first + at] ?? ''));
  return phrase.join('').trim();
}

/** What stands between two words: itself where the Unicode word break rules (UAX #29) make one word of them, else a space. */
function joint(before: string, gap: string, after: string): string {
  if (/^['’]$/.test(gap)) return gap;
  const digits = /\p{N}$/u.test(before) && /^\p{N}/u.test(after);
  if (/^[.,]$/.test(gap) && digits) return gap;
  // a capital after a longer word: there the label lost its space, "Wednesday.The"
  if (gap === '.' && (before.length === 1 || /^\p{Ll}/u.test(after))) return gap;
  return ' ';
}
