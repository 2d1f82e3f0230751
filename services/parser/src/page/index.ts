import { checkLanguage } from '../text/language.ts';
import { foldSpace } from '../text/plain.ts';
import { readAuthors } from './authors.ts';
import { readBody } from './body.ts';
import { readDates } from './dates.ts';
import { restore } from './filter.ts';
import { dropSquashed, everything, markZones, visible } from './judge.ts';
import { type Judge, toLines } from './lines.ts';
import { type Facts, gatherFacts } from './meta-read.ts';
import {
  absoluteUrl,
  readCanonical,
  readImage,
  readIsFree,
  readKeywords,
  readLanguage,
  readPublisher,
  readSection,
  readSubtitle,
  readSummary,
} from './metadata.ts';
import { parseHtml } from './parse.ts';
import { isWall, judgeQuality } from './quality.ts';
import { readTitle } from './title.ts';
import type { Doc, El, Line, Page } from './types.ts';

export { entryPage, mergeEntry } from './merge-entry.ts';
export type { Page } from './types.ts';

export type ExtractOptions = {
  /** The page's final address: the base of its links. */
  url: string;
  /** A text the article is known to hold (a feed's content or long summary): it votes for the element that holds it, and is never the body itself. */
  textHint?: string;
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
  const seen = read(doc, options, visible);
  const { body, extractor } = seen.page;
  if (body.length >= SHORT && extractor !== 'structured') return seen;
  // Pages that hide their text until a script runs: look again at everything.
  const hidden = read(doc, options, everything);
  const { page } = hidden;
  const better = extractor === 'structured' ? page.body.length >= 0.9 * body.length : page.body.length > 2 * body.length;
  return better && page.extractor !== 'description' && page.extractor !== 'structured' ? hidden : seen;
}

const SHORT = 250;

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
    language: checkLanguage(readLanguage(facts), body.text),
    body: body.text,
    body_truncated: body.truncated,
    extractor: body.extractor,
  };
  const quality = judgeQuality(page, facts);
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
    og_url: absoluteUrl(facts.first('og:url'), base),
  };
}
