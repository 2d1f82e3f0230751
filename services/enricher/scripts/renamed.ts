import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Lexicon } from '../src/names/lexicon.ts';

export type Row = { text: string; spans: [start: number, end: number, type: 'PER' | 'ORG' | 'LOC'][] };

const lines = (path: string) => readFileSync(new URL(`../data/${path}`, import.meta.url));
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Copies of the sentences that hold names, with other names of the same kind in their places: the model learns the places, not the names. */
export function renamed(rows: readonly Row[], lexicon: Lexicon, seed: number): Row[] {
  let state = seed * 7_919;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const names = brotliDecompressSync(lines('names.txt.br'))
    .toString('utf8')
    .split('\n')
    .filter((line) => /^.[a-z]{3,}$/.test(line));
  const given = names.filter((line) => line.startsWith('F')).map((line) => capital(line.slice(1)));
  const family = names.filter((line) => line.startsWith('L')).map((line) => capital(line.slice(1)));
  const bodies = lines('organizations.tsv')
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t')[0] ?? '');

  const place = (): string => {
    // countries and regions are named as often as towns
    const row = random() < 0.4 ? Math.floor(random() * 350) : Math.floor(random() * lexicon.gazetteer.size);
    return lexicon.gazetteer.at(row).name;
  };
  const other = (text: string, type: Row['spans'][number][2]): string => {
    const words = text.split(' ').length;
    if (type === 'LOC') return place();
    if (type === 'ORG') return (random() < 0.5 ? pick(bodies) : undefined) ?? text;
    if (words === 1) return (random() < 0.5 ? pick(given) : pick(family)) ?? text;
    return words === 2 ? `${pick(given)} ${pick(family)}` : text;
  };
  return rows.filter(({ spans }) => spans.length > 0).map((row) => replaced(row, other));
}

function replaced(row: Row, other: (text: string, type: Row['spans'][number][2]) => string): Row {
  let text = '';
  let read = 0;
  const spans: Row['spans'] = [];
  for (const [start, end, type] of row.spans) {
    if (start < read) continue;
    text += row.text.slice(read, start);
    const name = other(row.text.slice(start, end), type);
    spans.push([text.length, text.length + name.length, type]);
    text += name;
    read = end;
  }
  return { text: text + row.text.slice(read), spans };
}
