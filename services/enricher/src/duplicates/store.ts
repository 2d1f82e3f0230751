import type { Sketch } from './sketch.ts';

/** What is kept of an article to tell its copies. `at`: publication, milliseconds; `original` the article it is a copy of, if any. */
export type Sketched = { id: string; at: number; sketch: Sketch; original: string | null };

/**
 * Where articles are looked up by the keys of their sketches. Every method costs the same however many articles are kept, and a
 * repeat with the same id changes nothing. What is older than the store keeps may be gone.
 */
export type SketchStore = {
  /** Articles that share at least `least` of the keys, the most sharing first, at most `most`. Never the article `except`. */
  candidates: (keys: readonly number[], limits: { least: number; most: number; except: string }) => Promise<Sketched[]>;
  /** Keeps the article under its keys; one of the same id is replaced. */
  put: (article: Sketched, keys: readonly number[]) => Promise<void>;
  /** Names another original for an article that is kept. */
  setOriginal: (id: string, original: string) => Promise<void>;
};
