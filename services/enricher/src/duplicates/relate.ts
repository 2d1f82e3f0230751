import { relationOf } from './relation.ts';
import { keysOf, sketchOf } from './sketch.ts';
import type { Sketched, SketchStore } from './store.ts';

export type Piece = { id: string; text: string; at: number };
/** `superseded`: articles whose original this late one is (it was published before them). */
export type Related = { duplicate_of: string | null; derived_from: string | null; superseded: string[] };

const LEAST_SHARED = 1;
const MOST_CANDIDATES = 20;

/**
 * Whose copy an article is, or what it draws on. The first published is the original, by time and then by id, so that the answer is
 * the same whichever comes in first; a late original takes over. Asked again with the same id it answers the same.
 */
export async function relate({ id, text, at }: Piece, store: SketchStore): Promise<Related> {
  const sketch = sketchOf(text);
  const keys = keysOf(sketch);
  const found = await store.candidates(keys, { least: LEAST_SHARED, most: MOST_CANDIDATES, except: id });
  const related = found.map((other) => ({ other, is: relationOf(sketch, other.sketch) }));
  const copies = related.filter(({ is }) => is === 'duplicate').map(({ other }) => other);
  const earlier = copies.filter((other) => isBefore(other, { id, at })).sort((one, other) => (isBefore(one, other) ? -1 : 1));
  const source = related.filter(({ other, is }) => is === 'derived' && isBefore(other, { id, at })).map(({ other }) => other)[0];
  const original = earlier[0] === undefined ? null : (earlier[0].original ?? earlier[0].id);
  await store.put({ id, at, sketch, original }, keys);
  const superseded = original === null ? copies.filter((other) => other.original === null).map((other) => other.id) : [];
  for (const each of superseded) await store.setOriginal(each, id);
  return {
    duplicate_of: original,
    derived_from: original === null && source !== undefined ? (source.original ?? source.id) : null,
    superseded,
  };
}

const isBefore = (one: Pick<Sketched, 'id' | 'at'>, other: Pick<Sketched, 'id' | 'at'>): boolean =>
  one.at < other.at || (one.at === other.at && one.id < other.id);
