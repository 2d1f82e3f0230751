import { clip, plainText } from '../text/plain.ts';
import { chooseContainer, sumLines } from './container.ts';
import { filterLines, type Known } from './filter.ts';
import { textIn } from './json-ld.ts';
import { findLead } from './lead.ts';
import { type Facts, ofArticles } from './meta-read.ts';
import { preferRival } from './rival.ts';
import type { El, Extractor, Line } from './types.ts';
import { afterVote, castVote } from './vote.ts';

export const MAX_BODY = 500_000;
const SHORT = 250;

export type Body = { text: string; truncated: boolean; extractor: Extractor; lines: readonly Line[]; container: El | undefined };

export type BodyHints = {
  /** A machine's copy of the text found in the page. */
  squashed: string | undefined;
  /** Text the article is known to hold, from outside of the page. */
  hint: string | undefined;
  summary: string | null;
  /** Name of a rule that is not to apply. */
  without: string | undefined;
};

/** The article's text, by the first way that gives enough of it; which one is recorded in `extractor`. */
export function readBody(facts: Facts, known: Known, hints: BodyHints): Body {
  const structured = structuredBody(facts, hints.squashed);
  const vote = structured === '' ? (hints.hint ?? '') : structured;
  const chosen = choose(facts, known, hints, hints.without === 'vote' ? '' : vote);
  return { ...inContainer(facts, known, { ...hints, structured }, chosen), container: chosen?.el };
}

type Chosen = { el: El; by: 'container' | 'score' } | undefined;
type Read = Omit<Body, 'container'>;

function inContainer(facts: Facts, known: Known, hints: BodyHints & { structured: string }, chosen: Chosen): Read {
  const { structured, summary, without } = hints;
  const all = facts.lines;
  const inside = chosen === undefined ? [] : all.slice(chosen.el.first, chosen.el.last);
  const before = inside.filter((line) => line.dropped === '' && line.link / line.text.length < 0.5);
  filterLines(inside, known, without);
  const lead = chosen === undefined || without === 'lead' ? undefined : findLead(facts, chosen.el, known, summary);
  if (lead !== undefined) inside.unshift({ ...lead, dropped: '' });
  const filtered = joined(inside);
  const by = chosen?.by ?? 'score';
  if (filtered.length >= SHORT && filtered.length >= 0.4 * structured.length) return done(filtered, by, inside);
  if (structured.length >= SHORT && structured.length > 2 * filtered.length) return done(structured, 'structured', inside);
  if (filtered.length >= SHORT) return done(filtered, by, inside);
  return rescued(facts, { filtered, by, inside, unfiltered: before.map((line) => line.text).join('\n') }, summary);
}

// Structured text is never taken first: it says which element holds the article.
function choose(facts: Facts, known: Known, { summary, without }: BodyHints, text: string): Chosen {
  const vote = castVote(facts.lines, text);
  const sums = sumLines(facts.lines);
  const first = chooseContainer(facts.lines, sums, facts.named);
  const rival =
    first === undefined || without === 'rival' ? first?.el : preferRival(first.el, facts.lines, sums, [...known.titles, summary ?? '']);
  const el = afterVote(rival, facts.lines, vote);
  return el === undefined ? undefined : el === first?.el ? first : { el, by: 'score' };
}

type Poor = { filtered: string; by: Extractor; inside: readonly Line[]; unfiltered: string };

function rescued(facts: Facts, { filtered, by, inside, unfiltered }: Poor, summary: string | null): Read {
  const paragraphs = facts.lines.filter(
    (line) => line.text.length > 80 && line.link / line.text.length < 0.3 && line.kind !== 'heading' && !OUTSIDE.has(line.dropped),
  );
  const loose = paragraphs.map((line) => line.text).join('\n');
  if (loose.length >= SHORT && loose.length > 1.5 * unfiltered.length) return done(loose, 'paragraphs', paragraphs);
  if (filtered.length > 80) return done(filtered, by, inside);
  if (unfiltered.length > 80) return done(unfiltered, 'score', inside);
  if (loose !== '') return done(loose, 'paragraphs', paragraphs);
  return summary === null ? done(filtered, filtered === '' ? 'none' : 'score', inside) : done(summary, 'description', inside);
}

const OUTSIDE = new Set(['comments', 'related', 'chrome', 'offer', 'share', 'metadata', 'hidden']);

function done(text: string, extractor: Extractor, lines: readonly Line[]): Read {
  return { text: clip(text, MAX_BODY), truncated: text.length > MAX_BODY, extractor, lines };
}

const joined = (lines: readonly Line[]): string =>
  lines
    .filter((line) => line.dropped === '')
    .map((line) => line.text)
    .join('\n');

/** The longest JSON-LD or microdata articleBody as lines: breaks are restored where a sentence end touches the next capital. */
function structuredBody(facts: Facts, squashed: string | undefined): string {
  const texts = [squashed ?? '', ...ofArticles(facts, 'articleBody').map((value) => textIn(value) ?? '')];
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), '').slice(0, 2 * MAX_BODY);
  const html = /<(?:p|br|div)\b/i.test(longest) ? longest.split(/<\/?(?:p|br|div)\b[^<>]{0,500}>/i) : longest.split(/\r?\n/);
  return html
    .flatMap((part) =>
      plainText(part)
        .replace(/(\p{Ll}[.!?]["”»]?)(?=\p{Lu}\p{Ll})/gu, '$1\n')
        .split('\n'),
    )
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
}
