/**
 * Rebuilds data/stop-words.txt: the commonest words of the news languages, one language a line.
 *   npm: stopwords-iso (MIT)
 * node scripts/stop-words.ts DIR, where DIR holds node_modules/ with it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fold } from '../src/text/fold.ts';

const LANGUAGES = 'ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sv th tr uk vi zh'.split(
  ' ',
);
const all: Record<string, string[]> = JSON.parse(readFileSync(`${process.argv[2]}/node_modules/stopwords-iso/stopwords-iso.json`, 'utf8'));
const lines = LANGUAGES.map((language) =>
  [language, ...new Set((all[language] ?? []).map(fold).filter((word) => !word.includes(' ')))].join(' '),
);
writeFileSync(new URL('../data/stop-words.txt', import.meta.url), `${lines.join('\n')}\n`);
