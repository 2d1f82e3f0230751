import type { Sketch } from '@newsmill/store';
import { type Relation, relationOf, type Thresholds } from '../src/duplicates/relation.ts';
import { sketchOf } from '../src/duplicates/sketch.ts';
import { percent } from './read.ts';

export type DuplicateRow = { group: string; kind: string; text: string; of?: string };
export type DuplicateScore = { recall: number; false: number; quoted: number; derived: number; pairs: number; keys: number };

/** All pairs inside a group found; plain pairs across groups called either; quotes called duplicate; quotes found as derived. */
export function scoreDuplicates(rows: readonly DuplicateRow[], limits?: Thresholds): DuplicateScore {
  const all = rows.map((row) => ({ ...row, sketch: sketchOf(row.text) }));
  const plain = all.filter(({ of }) => of === undefined);
  const quotes = all.filter(({ of }) => of !== undefined);
  const relation = (one: { sketch: Sketch }, other: { sketch: Sketch }): Relation => relationOf(one.sketch, other.sketch, limits);
  let [inside, found, across, wrong] = [0, 0, 0, 0];
  plain.forEach((one, at) => {
    for (const other of plain.slice(at + 1)) {
      const same = one.group === other.group;
      const is = relation(one, other);
      if (same) inside++;
      else across++;
      if (same && is === 'duplicate') found++;
      if (!same && is !== 'none') wrong++;
    }
  });
  const quoted = quotes.flatMap((one) =>
    plain.filter(({ group }) => group === one.of).map((other) => ({ kind: other.kind, is: relation(one, other) })),
  );
  const ofOriginal = quoted.filter(({ kind }) => kind === 'original');
  return {
    recall: percent(found, inside),
    false: wrong,
    quoted: percent(quoted.filter(({ is }) => is === 'duplicate').length, quoted.length),
    derived: percent(ofOriginal.filter(({ is }) => is === 'derived').length, ofOriginal.length),
    pairs: across,
    keys: Math.round(all.reduce((sum, { sketch }) => sum + sketch.hashes.length, 0) / Math.max(1, all.length)),
  };
}
