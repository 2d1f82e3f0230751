import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gains } from './measures.ts';

export type Doc = { id: string; text: string; date?: string };
export type TestSet = { docs: Doc[]; queries: { id: string; text: string }[]; gains: Map<string, Map<string, number>> };

const lines = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
const jsonLines = <T>(path: string): T[] => lines(path).map((line) => JSON.parse(line) as T);

function readGains(path: string): Map<string, Map<string, number>> {
  const gains = new Map<string, Map<string, number>>();
  for (const line of lines(path).slice(1)) {
    const [query = '', doc = '', gain = ''] = line.split('\t');
    const of = gains.get(query) ?? new Map<string, number>();
    gains.set(query, of.set(doc, Number(gain)));
  }
  return gains;
}

/** TIME: queries, and the documents that people judged relevant. Queries without a judgement are left out. */
export function readTime(dir: string): TestSet {
  const gains = readGains(join(dir, 'time1963', 'qrels.tsv'));
  for (const of of gains.values()) for (const [id, gain] of of) if (!(gain > 0)) of.delete(id);
  const queries = jsonLines<{ id: string; text: string }>(join(dir, 'time1963', 'queries.jsonl')).filter(({ id }) => gains.has(id));
  return { docs: jsonLines<Doc>(join(dir, 'time1963', 'docs.jsonl')), queries, gains };
}

/** Lee: for each judged story the others with their similarity. */
export function readLee(dir: string): { docs: Doc[]; gains: Map<string, Gains> } {
  return { docs: jsonLines<Doc>(join(dir, 'lee', 'docs.jsonl')), gains: readGains(join(dir, 'lee', 'similarity.tsv')) };
}
