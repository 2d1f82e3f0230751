import { expect, test } from 'vitest';
import { readQuery } from '../src/query/read.ts';

const NOW = new Date('2026-11-25T12:00:00.000Z');
const read = (text: string) => readQuery(text, NOW);
/** Clauses in a short hand: OR as |, not as -. */
const short = (text: string): string[] =>
  read(text).clauses.map(({ any, not }) => {
    const terms = any.map((term) => {
      if (term.kind === 'date') return `${term.side} ${term.at}`;
      const value = term.kind === 'phrase' || (term.kind === 'field' && term.phrase) ? `"${term.text}"` : term.text;
      return term.kind === 'field' ? `${term.field}=${value}` : term.kind === 'prefix' ? `${value}*` : value;
    });
    return `${not ? '-' : ''}${terms.join('|')}`;
  });

test.each<[string, string[]]>([
  ['bank rates', ['bank', 'rates']],
  ['"central bank" rates', ['"central bank"', 'rates']],
  ['“central bank”', ['"central bank"']],
  ['bank -river -"West Bank" NOT tax', ['bank', '-river', '-"West Bank"', '-tax']],
  ['bank OR credit rates', ['bank|credit', 'rates']],
  ['a OR "b c" OR title:d | e', ['a|"b c"|title=d|e']],
  ['fox AND hound && x', ['fox', 'hound', 'x']],
  ['infla* e-mail co-op', ['infla*', 'e-mail', 'co-op']],
  ['title:merger title:"the who" TITLE:x', ['title=merger', 'title="the who"', 'title=x']],
  ['source:bbc lang:de author:"Ada Byron" topic:sport', ['source=bbc', 'lang=de', 'author="Ada Byron"', 'topic=sport']],
  ['person:merkel org:nato place:Kyiv -site:bbc.co.uk', ['person=merkel', 'org=nato', 'place=Kyiv', '-site=bbc.co.uk']],
  ['after:2026 before:2026-03', ['after 2026-01-01T00:00:00.000Z', 'before 2026-03-01T00:00:00.000Z']],
  ['after:2026-11-24 before:2026-11-24T10:30:00Z', ['after 2026-11-24T00:00:00.000Z', 'before 2026-11-24T10:30:00.000Z']],
  ['after:7d after:2h', ['after 2026-11-18T12:00:00.000Z', 'after 2026-11-25T10:00:00.000Z']],
  ['https://example.com/a', ['https://example.com/a']],
  ['經濟 الحكومة', ['經濟', 'الحكومة']],
  ['NATO OR EU', ['NATO|EU']],
  ['TALKS WITH RUSSIA OR A SUMMIT', ['TALKS', 'WITH', 'RUSSIA', 'OR', 'A', 'SUMMIT']],
  ['', []],
  ['  "" - … "..." title:"" ', []],
])('%j is read as %j', (text, clauses) => {
  expect(short(text)).toEqual(clauses);
  expect(read(text).notes).toEqual([]);
});

test.each<[string, string[], string]>([
  ['after:yesterday', ['after:yesterday'], 'holds no date'],
  ['before:2026-02-31', ['before:2026-02-31'], 'holds no date'],
  ['autor:x', ['autor:x'], '"autor:" is no field'],
  ['"central bank', ['central', 'bank'], 'not closed'],
  ['OR fox', ['fox'], 'OR needs a term on both sides'],
  ['fox OR', ['fox'], 'OR needs a term on both sides'],
  ['fox OR -hound', ['fox', '-hound'], 'OR needs a term on both sides'],
])('%j is read as words, and a note says why', (text, clauses, note) => {
  expect(short(text)).toEqual(clauses);
  expect(read(text).notes).toEqual([expect.stringContaining(note)]);
});

test('no more is read than a search can bear, and a note says so', () => {
  expect(read('x '.repeat(5_000))).toMatchObject({
    notes: [expect.stringContaining('2000 characters'), expect.stringContaining('left out')],
  });
  expect(read('x '.repeat(5_000)).clauses).toHaveLength(200);
  const { clauses, notes } = read('a* '.repeat(25));
  expect(clauses.filter(({ any }) => any[0]?.kind === 'prefix')).toHaveLength(20);
  expect(notes).toEqual([expect.stringContaining('beginnings')]);
});

test('control characters and half surrogates never reach a query', () => {
  expect(short('a\u0000b \ud83d')).toEqual(['a', 'b']);
});
