/**
 * A story as it is kept. `terms` its centroid (sum of its articles' unit vectors, at most MOST_TERMS terms, not scaled), `names` those
 * of them that are names; `vector` the sum of its articles' vectors where there are any; times in milliseconds.
 * `version` rises with each article.
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
  terms: readonly (readonly [string, number])[];
  names: readonly string[];
  vector: readonly number[] | null;
};

/**
 * Where stories are looked up by terms. Every method costs the same however many are kept; what ended before the window may be gone.
 */
export type StoryStore = {
  /** Stories kept under at least `least` of these terms with an article after `since`: those under most first, the latest of equals, at most `most`. */
  candidates: (terms: readonly string[], limits: { since: number; least: number; most: number }) => Promise<Story[]>;
  /** The story an article was put in, if it was. */
  storyOf: (articleId: string) => Promise<Story | undefined>;
  /** Keeps a story under these terms and that the article is in it. False, and nothing kept, where `story.version` is not one more than what is stored. */
  put: (story: Story, terms: readonly string[], articleId: string) => Promise<boolean>;
};
