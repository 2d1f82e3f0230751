/**
 * Rebuilds data/names.txt.br: given (F) and family (L) names of some 60 countries, folded, one a line.
 *   npm: @faker-js/faker (MIT); pip: names==0.3.0 (lists of the US Census Bureau, public domain), its first 12,000 family names
 * node scripts/names.ts DIR, where DIR holds node_modules/ with the former and names-0.3.0/ with the latter.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { fold } from '../src/text/fold.ts';

const sources = process.argv[2] ?? '.';
const { allLocales } = await import(`${sources}/node_modules/@faker-js/faker/dist/index.js`);

const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];

const given = new Set<string>();
const family = new Set<string>();
const add = (names: Set<string>, values: string[]) => {
  for (const part of values.flatMap((value) => value.split(/[\s-]+/))) {
    const key = fold(part);
    // one letter, and the one-syllable names of unspaced scripts, are no evidence
    if (key.length >= 2 && /^[\p{L}']+$/u.test(key) && !/\p{scx=Han}/u.test(key)) names.add(key);
  }
};
for (const { person } of Object.values<{ person?: { first_name?: unknown; last_name?: unknown } }>(allLocales)) {
  add(given, strings(person?.first_name));
  add(family, strings(person?.last_name));
}
const census = (file: string, most: number) =>
  readFileSync(`${sources}/names-0.3.0/names/dist.${file}`, 'utf8')
    .split('\n')
    .slice(0, most)
    .map((line) => line.split(' ')[0] ?? '');
add(given, [...census('female.first', 2_500), ...census('male.first', 1_200)]);
add(family, census('all.last', 12_000));

const lines = [...[...given].sort().map((name) => `F${name}`), ...[...family].sort().map((name) => `L${name}`)];
writeFileSync(new URL('../data/names.txt.br', import.meta.url), brotliCompressSync(lines.join('\n')));
process.stdout.write(`${given.size} given, ${family.size} family names\n`);
