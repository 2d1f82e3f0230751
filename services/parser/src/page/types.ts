export type PageDate = {
  at: string;
  precision: 'day' | 'minute';
  /** The calendar day as the page gives it (YYYY-MM-DD): near midnight another one than that of `at`, which is UTC. */
  local_day?: string;
};
export type Extractor = 'container' | 'score' | 'paragraphs' | 'structured' | 'description' | 'entry' | 'none';

/** One page understood. Absent values are null or []; texts are plain text, URLs absolute, instants UTC ISO 8601. */
export type Page = {
  title: string | null;
  subtitle: string | null;
  summary: string | null;
  /** Paragraphs joined by line ends, at most 500,000 characters. */
  body: string;
  authors: string[];
  publisher: string | null;
  image_url: string | null;
  section: string | null;
  keywords: string[];
  published: PageDate | null;
  modified: PageDate | null;
  /** As declared by the page, primary subtag. */
  language: string | null;
  is_free: boolean | null;
  /** rel=canonical as declared: a claim, to be judged by the caller. */
  canonical: string | null;
  og_url: string | null;
  /** Its AMP edition: rel=amphtml, or the page itself where it is one. */
  amp_url: string | null;
  /** Where a page with next to no text of its own sends its readers at once. */
  moved_to: string | null;
  /** The publisher's notices of correction, in the order of the page; no part of the body. */
  corrections: string[];
  body_truncated: boolean;
  extractor: Extractor;
  quality: { score: number; flags: string[] };
};

/** What the class and id words of an element say. A zone is left out only while it holds less of the page's text than its guard. */
export type Zone = { readonly rule: string; readonly guard: number };

/** What the class and id of an element say about it. */
export type Traits = {
  readonly zone: Zone | undefined;
  /** It names itself the text of the article. */
  readonly container: boolean;
  readonly byline: boolean;
  /** It holds a user's name. */
  readonly login: boolean;
  readonly date: boolean;
  readonly picture: boolean;
  readonly lead: boolean;
  /** It holds a notice of correction. */
  readonly correction: boolean;
};

/** An element. Text children are strings with entities decoded; script and style content is never in the tree. */
export type El = {
  readonly tag: string;
  readonly attrs: Readonly<Record<string, string>>;
  /** Its classes and id, '' where it has none. */
  readonly name: string;
  readonly parent: El | null;
  readonly children: (El | string)[];
  /** The lines inside, as a range of their indexes; set by the walk. */
  first: number;
  last: number;
  score: number;
  /** What its name says; filled when first asked for. */
  traits: Traits | undefined;
};

type Meta = { readonly key: string; readonly content: string };

export type Doc = {
  readonly root: El;
  readonly metas: Meta[];
  readonly links: Readonly<Record<string, string>>[];
  readonly jsonLd: string[];
  title: string;
  lang: string;
  base: string;
  /** It is an AMP page. */
  amp: boolean;
  /** Something was left out for size, depth or number of nodes. */
  cut: boolean;
  /** The elements in which a browser makes another tree of the tags. */
  readonly doubts: El[];
};

export type LineKind = 'text' | 'heading' | 'item' | 'quote' | 'pre' | 'row';

/** A block of visible text as one line. */
export type Line = {
  readonly text: string;
  /** Characters of it inside links. */
  readonly link: number;
  readonly kind: LineKind;
  readonly el: El;
  /** Name of the rule that dropped it, '' while it stands. */
  dropped: string;
  /** Its letters and digits alone, and what it is worth as running text; each filled when first asked for. */
  key: string | undefined;
  value: number | undefined;
};
