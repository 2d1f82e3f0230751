import type { Entry, ParsedFeed } from '@newsmill/contracts';

/** An element outside of markup: its name is canonical (`atom:title`, `dc:date`, bare for RSS), attributes are local lower-case names. */
export type Node = {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  base: string;
  readonly lang: string | null;
  /** Text, entities decoded once; where `markup` is true it is (X)HTML source instead. */
  text: string;
  markup: boolean;
  /** Nothing in the text is to be cleaned: what the document holds was looked at as a whole. */
  plain: boolean;
  readonly children: Node[];
};

export type RichEntry = Entry & { sourceId: string | null };

/** A ParsedFeed with what the conformance data asks beyond the contract. */
export type RichFeed = Omit<ParsedFeed, 'entries'> & {
  id: string | null;
  updated: string | null;
  authors: string[];
  categories: string[];
  entries: RichEntry[];
};

/** Limits on one feed: hostile input ends in less output, never in more memory. */
export const MAX_ENTRIES = 10_000;
export const MAX_NODES_PER_ITEM = 2_000;
export const MAX_DEPTH = 200;
export const MAX_TEXT = 1_000_000;
