import { existsSync, readFileSync } from 'node:fs';

/** The rows of a JSONL file; none where it is absent. */
export function rowsOf<Row>(directory: string, file: string): Row[] {
  const path = `${directory}/${file}`;
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

export const percent = (part: number, whole: number): number => Math.round((1_000 * part) / Math.max(1, whole)) / 10;

/** F1, precision and recall in percent. */
export const f1 = (right: number, predicted: number, gold: number): { f1: number; p: number; r: number } => ({
  f1: percent(2 * right, predicted + gold),
  p: percent(right, predicted),
  r: percent(right, gold),
});
