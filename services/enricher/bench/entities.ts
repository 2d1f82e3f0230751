import type { Mention } from '../src/names/tag.ts';
import { percent } from './read.ts';

export type NameRow = { text: string; spans: [start: number, end: number, type: string][] };

/** Micro F1 of exact span and type, in percent. */
export function scoreNames(rows: readonly NameRow[], find: (text: string) => readonly Mention[]): number | null {
  if (rows.length === 0) return null;
  let [right, predicted, gold] = [0, 0, 0];
  for (const { text, spans } of rows) {
    const wanted = new Set(spans.map((span) => span.join(' ')));
    const found = find(text);
    gold += wanted.size;
    predicted += found.length;
    right += found.filter(({ start, end, type }) => wanted.has(`${start} ${end} ${type}`)).length;
  }
  return percent(2 * right, predicted + gold);
}
