import type { Link, Sketch, Sketched, SketchStore } from '@newsmill/store';
import { relationOf } from './relation.ts';
import { keysOf } from './sketch.ts';

export type Piece = { id: string; sketch: Sketch; at: number };
/** `changed`: other articles that are a copy of this one, or draw on it, now that it is here. */
export type Related = { duplicate_of: string | null; derived_from: string | null; changed: string[] };
type Options = {
  /** Whether the article is kept and others are linked to it; else it is only told what it is. */
  keep: boolean;
  /** Asked where the store has no copy: what else is known (older articles). */
  older?: (piece: Piece, keys: readonly number[]) => Promise<Sketched[]>;
};

const LEAST_SHARED = 1;
const MOST_CANDIDATES = 20;

/**
 * Whose copy an article is, or what it draws on. The first published is the original, by time and then by id, so that the answer is
 * the same whichever comes in first; a late original takes over. Asked again with the same id it answers the same.
 */
export async function relate(piece: Piece, store: SketchStore, { keep, older }: Options): Promise<Related> {
  const keys = keysOf(piece.sketch);
  const near = await store.meet(piece, keys, { least: LEAST_SHARED, most: MOST_CANDIDATES, keep });
  const { copies, others } = sort(piece, near);
  const beyond =
    copies.length > 0 || older === undefined || keys.length === 0 ? { copies: [], others: [] } : sort(piece, await older(piece, keys));
  const known = new Set(near.map(({ id }) => id));
  const strangers = [...beyond.copies, ...beyond.others].filter(({ id }) => !known.has(id));
  const answer = decide(piece, [...copies, ...beyond.copies], [...others, ...beyond.others]);
  if (keep) await note(piece, answer, strangers, store);
  const changed = [...answer.followers, ...answer.drawers].map(({ id }) => id);
  return { duplicate_of: answer.original?.id ?? null, derived_from: answer.source?.id ?? null, changed: keep ? changed : [] };
}

type Decision = { original: Link | null; source: Link | null; followers: Sketched[]; drawers: Sketched[] };

function decide(piece: Piece, copies: readonly Sketched[], others: readonly Sketched[]): Decision {
  const [first] = copies.filter((other) => isBefore(other, piece)).sort(byTime);
  if (first !== undefined) return { original: headOf(first, piece), source: null, followers: [], drawers: [] };
  const [source] = others.filter((other) => isBefore(other, piece)).sort(byTime);
  // the earliest of all: what stood for it until now, and what drew on that, has it for its original
  const followers = copies.filter(({ original }) => original?.id !== piece.id);
  const before = new Set(followers.map(({ id }) => id));
  const drawers = others.filter(
    (other) => isBefore(piece, other) && other.original === null && (other.source === null || before.has(other.source.id)),
  );
  return { original: null, source: source === undefined ? null : headOf(source, piece), followers, drawers };
}

async function note(
  piece: Piece,
  { original, source, followers, drawers }: Decision,
  strangers: readonly Sketched[],
  store: SketchStore,
): Promise<void> {
  const { id, at } = piece;
  // only what is kept can be linked
  const limits = { least: 1, most: 0, keep: true };
  const linked = new Set([...followers, ...drawers].map((other) => other.id));
  for (const other of strangers) if (linked.has(other.id)) await store.meet(other, keysOf(other.sketch), limits);
  if (original !== null) await store.link(id, { original });
  else if (source !== null) await store.link(id, { source });
  await Promise.all([
    ...followers.map((other) => store.link(other.id, { original: { id, at } })),
    ...drawers.map((other) => store.link(other.id, { source: { id, at } })),
  ]);
}

function sort({ id, sketch }: Piece, found: readonly Sketched[]): { copies: Sketched[]; others: Sketched[] } {
  const related = found.filter((other) => other.id !== id).map((other) => ({ other, is: relationOf(sketch, other.sketch) }));
  const of = (relation: string): Sketched[] => related.filter(({ is }) => is === relation).map(({ other }) => other);
  return { copies: of('duplicate'), others: of('derived') };
}

/** What an article is a copy of, or the article itself. */
const headOf = ({ id, at, original }: Sketched, piece: Piece): Link =>
  original === null || original.id === piece.id ? { id, at } : original;

export const isBefore = (one: Link, other: Link): boolean => one.at < other.at || (one.at === other.at && one.id < other.id);
const byTime = (one: Link, other: Link): number => (isBefore(one, other) ? -1 : 1);
