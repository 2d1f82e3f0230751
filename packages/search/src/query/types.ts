import type { Article } from '@newsmill/contracts';
import type { FacetName, Facets } from './facets.ts';

export type SearchQuery = {
  /** See readQuery. Never refused. Empty finds everything. */
  q: string;
  language?: string | undefined;
  /** Domain of the publisher. */
  source?: string | undefined;
  feedId?: string | undefined;
  /** ISO instants, both inclusive, against @timestamp. */
  after?: string | undefined;
  before?: string | undefined;
  /** `best`: relevance, with what the first hits have in common asked once more; `hybrid`: merged with the articles whose vectors are nearest to the question's. */
  sort: 'relevance' | 'date' | 'best' | 'hybrid';
  /** The vector of a question, packed (packages/vectors), for `hybrid`; without it that is `relevance`. */
  embed?: ((question: string) => Promise<string | undefined>) | undefined;
  from: number;
  size: number;
  facets?: readonly FacetName[] | undefined;
  /** Whether hits show where the words are; costs as much as the search. Default true. */
  marks?: boolean | undefined;
  /** Whether hits carry the whole text; else their `body` is empty. Default false. */
  body?: boolean | undefined;
  /** Whether articles that are copies of others are found too. Default true. */
  copies?: boolean | undefined;
  /** One hit for each story, with its other outlets inside. Not together with `cursor`. */
  stories?: boolean | undefined;
  /** `*` begins a walk over everything found, as it stands now; then the `cursor` of the answer before. Valid for five minutes each. */
  cursor?: string | undefined;
};

export type Outlet = { id: string; article: Omit<Article, 'body'> };

export type Hit = {
  id: string;
  index: string;
  score: number | null;
  article: Article;
  highlights: Record<string, string[]>;
  /** With `stories`: the other articles of the same story, the best first, ten at most. */
  outlets?: Outlet[];
};

export type SearchAnswer = {
  /** Articles, or stories where they were asked for (more than some 3,000 of them are estimated, by 1 to 2 %). */
  total: number;
  took_ms: number;
  hits: Hit[];
  /** What was not read as it was written. */
  notes: string[];
  /** Other spellings, where nothing was found. */
  suggestions: string[];
  facets?: Facets;
  /** Null where the walk has ended. */
  cursor?: string | null;
};

/** A cursor that cannot be read, or whose point in time is over. The asker's affair: an answer with this status, no failure of ours. */
export class CursorGone extends Error {
  readonly statusCode = 400;
  readonly code = 'cursor_gone';
}
