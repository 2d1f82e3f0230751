import { checkLanguage } from '../text/language.ts';
import { foldSpace } from '../text/plain.ts';
import { readAuthors } from './authors.ts';
import { readBody } from './body.ts';
import { readCorrections } from './corrections.ts';
import { readDates } from './dates.ts';
import { restore } from './filter.ts';
import { dropSquashed, everything, markZones, visible } from './judge.ts';
import { type Judge, toLines } from './lines.ts';
import { withoutUnclosed } from './mend.ts';
import { type Facts, gatherFacts } from './meta-read.ts';
import {
  absoluteUrl,
  readAmp,
  readCanonical,
  readImage,
  readIsFree,
  readKeywords,
  readLanguage,
  readMoved,
  readPublisher,
  readSection,
  readSubtitle,
  readSummary,
} from './metadata.ts';
import { parseAsBrowser, parseHtml } from './parse.ts';
import { isWall, judgeQuality } from './quality.ts';
import { readTitle } from './title.ts';
import type { Doc, El, Extractor, Line, Page } from './types.ts';

export { entryPage, mergeEntry } from './merge-entry.ts';
export type { Page } from './types.ts';

export type ExtractOptions = {
  /** The page's final address: the base of its links. */
  url: string;
  /** A text the article is known to hold (a feed's content or long summary): it votes for the element that holds it, and is never the body itself. */
  textHint?: string;
  /** Product token of our User-Agent: rules for robots under this name are meant for us too. */
  agent?: string;
  /** For measuring what a rule gains: the one that is not to apply. */
  without?: string;
};

/** The article of a page. Never throws; a page without an article gives an empty body, `extractor: 'none'` and flags that say why. */
export function extractPage(html: string, options: ExtractOptions): Page {
  return explainPage(html, options).page;
}

/** A page with the element its text was taken from, and that element's lines with the rule that dropped each ('' = kept). */
export type Explained = { page: Page; container: El | undefined; lines: readonly Line[] };

export function explainPage(html: string, options: ExtractOptions): Explained {
  const doc = parseHtml(html);
  const fast = readTree(doc, options);
  const found = isDoubtful(doc, fast.container) && options.without !== 'browser' ? asBrowser(html, options, { doc, read: fast }) : fast;
  return found.page.body.length >= SHORT || doc.cut || options.without === 'mend' ? found : mended(html, options, found);
}

// Doubts about a menu are none about the article: one must lie in or around the element that its text was taken from.
const isDoubtful = ({ doubts, cut }: Doc, container: El | undefined): boolean =>
  !cut && doubts.some((el) => el.parent === null || container === undefined || (el.first <= container.last && el.last >= container.first));

const SHORT = 250;
const SURE = new Set<Extractor>(['container', 'score']);

// A browser's tree is what readers see; the fast one stays where that has lost the article.
function asBrowser(html: string, options: ExtractOptions, { doc: fastDoc, read: fast }: { doc: Doc; read: Explained }): Explained {
  const doc = parseAsBrowser(html, fastDoc);
  if (doc === undefined) return fast;
  const other = readTree(doc, options);
  const lost = SURE.has(fast.page.extractor) && !SURE.has(other.page.extractor);
  return lost || 2 * other.page.body.length < fast.page.body.length ? fast : other;
}

// Next to nothing was found: what a forgotten end tag hides counts.
function mended(html: string, options: ExtractOptions, found: Explained): Explained {
  const whole = withoutUnclosed(html);
  if (whole === undefined) return found;
  const other = readTree(parseHtml(whole), options);
  return SURE.has(other.page.extractor) && other.page.body.length > 2 * found.page.body.length ? other : found;
}

function readTree(doc: Doc, options: ExtractOptions): Explained {
  const seen = read(doc, options, visible);
  const { body, extractor } = seen.page;
  if (body.length >= SHORT && extractor !== 'structured') return seen;
  // Pages that hide their text until a script runs: look again at everything.
  const hidden = read(doc, options, everything);
  const { page } = hidden;
  const better = extractor === 'structured' ? page.body.length >= 0.9 * body.length : page.body.length > 2 * body.length;
  return better && page.extractor !== 'description' && page.extractor !== 'structured' ? hidden : seen;
}

function read(doc: Doc, options: ExtractOptions, judge: Judge): Explained {
  const { url } = options;
  const walk = toLines(doc, judge);
  const squashed = dropSquashed(walk.lines, walk.noted);
  markZones(walk.lines, walk.named);
  restore(walk.lines, options.without);
  const facts = gatherFacts(doc, url, walk);
  const base = absoluteUrl(doc.base, url) ?? url;
  const publisher = readPublisher(facts);
  const { title, all, head } = readTitle(facts, publisher);
  const authors = readAuthors(facts, publisher, head);
  const summary = readSummary(facts);
  const corrections = readCorrections(facts);
  restore(walk.lines, options.without);
  const body = readBody(
    facts,
    { titles: all, authors, site: publisher },
    { squashed, hint: options.textHint, summary, without: options.without },
  );
  const page = {
    ...described(facts, base, title, publisher),
    ...readDates(facts, head ?? body.container),
    summary,
    authors,
    corrections,
    language: checkLanguage(readLanguage(facts), body.text),
    body: body.text,
    moved_to: body.text.length < SHORT || body.extractor === 'description' ? readMoved(facts, base) : null,
    body_truncated: body.truncated,
    extractor: body.extractor,
  };
  const quality = judgeQuality(page, facts, options.agent ?? '');
  const shown = isWall(quality.flags) ? { ...page, body: '', extractor: 'none' as const } : page;
  return { page: { ...shown, quality }, container: body.container, lines: body.lines };
}

function described(facts: Facts, base: string, title: string | null, publisher: string | null) {
  return {
    title: title === null ? null : foldSpace(title),
    subtitle: readSubtitle(facts, title, publisher),
    publisher,
    image_url: readImage(facts, base),
    section: readSection(facts),
    keywords: readKeywords(facts),
    is_free: readIsFree(facts),
    canonical: readCanonical(facts, base),
    amp_url: readAmp(facts, base),
    og_url: absoluteUrl(facts.first('og:url'), base),
  };
}
