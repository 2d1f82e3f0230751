/** Sampled shingles of a text: their hashes (32 bits), ascending, and in which sixteenth of the text each first stands (0..15). At most 255. */
export type Sketch = { hashes: readonly number[]; parts: readonly number[] };

/** An article that another one copies or draws on; `at`: its publication, milliseconds. */
export type Link = { id: string; at: number };

/** What is kept of an article to tell its copies. `original`: what it is a copy of; `source`: what it draws on. */
export type Sketched = { id: string; at: number; sketch: Sketch; original: Link | null; source: Link | null };

/**
 * Where articles are looked up by the keys of their sketches. Every method costs the same however many articles are kept, and a
 * repeat with the same id changes nothing. What is older than the store keeps may be gone.
 */
export type SketchStore = {
  /**
   * Articles that share at least `least` of the keys, the most sharing first, at most `most`, never the article itself. With `keep` the article is kept
   * under its keys in the same step, so that of two that come at once one sees the other; its links stay as they are.
   */
  meet: (
    article: Pick<Sketched, 'id' | 'at' | 'sketch'>,
    keys: readonly number[],
    limits: { least: number; most: number; keep: boolean },
  ) => Promise<Sketched[]>;
  /** Links an article to others (null: to none). A link to an earlier one stays. */
  link: (id: string, links: { original?: Link | null; source?: Link | null }) => Promise<void>;
};

/**
 * A story as it is kept. `terms` its centroid (sum of its articles' unit vectors, not scaled; a term is a hash of 32 bits), `names` those
 * of them that are names; `vector` the sum of its articles' vectors where there are any; times in milliseconds.
 * `version` rises with each change.
 */
export type Story = {
  id: string;
  version: number;
  size: number;
  firstAt: number;
  lastAt: number;
  /** Of the first published article. */
  label: string;
  publisher: string;
  language: string;
  terms: readonly (readonly [number, number])[];
  names: readonly number[];
  vector: readonly number[] | null;
};

/** What a look-up has seen: handed back with a new story. */
export type Seen = { stamp: string; refs: Buffer };

export type Near = { since: number; least: number; most: number };

/**
 * Where stories are looked up by terms. Every method costs the same however many are kept; what ended before the window may be gone.
 */
export type StoryStore = {
  /** Stories kept under at least `least` of these terms with an article after `since`: those under most first, the latest of equals, at most `most`. */
  candidates: (terms: readonly number[], near: Near) => Promise<{ stories: Story[]; seen: Seen }>;
  /** The story an article was put in, if it was. */
  storyOf: (articleId: string) => Promise<Story | undefined>;
  /**
   * Keeps a story under these terms and that the article is in it. `lost`, and nothing kept, where `story.version` is not one more than what is
   * stored, or, for a new story, where a look-up (of the first terms, as many as it asked for) would now find others than it `saw`; `full` where memory is short.
   */
  put: (
    story: Story,
    terms: readonly number[],
    articleId: string,
    saw?: { seen: Seen; near: Near; asked: number },
  ) => Promise<'kept' | 'lost' | 'full'>;
};
