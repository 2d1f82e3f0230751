import type { El, Line } from './types.ts';

const WORDS = 4;
const MAX_TOKENS = 6_000;
const MIN_VOTE = 200;

const tokens = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

// A run is one number, its words told by their places among those of the text asked for: no strings are made of it.
const MAX_WORDS = 8_192;
const NO_WORD = -1;

/** The runs of a text; `idOf` gives a word's number, or NO_WORD for one that no run asked for has. Answers how many there are, those too. */
function eachRun(text: string, idOf: (word: string) => number, take: (run: number) => void): number {
  const ids = tokens(text).slice(0, MAX_TOKENS).map(idOf);
  for (let at = WORDS - 1; at < ids.length; at++) {
    const [a = NO_WORD, b = NO_WORD, c = NO_WORD, d = NO_WORD] = [ids[at - 3], ids[at - 2], ids[at - 1], ids[at]];
    if (a !== NO_WORD && b !== NO_WORD && c !== NO_WORD && d !== NO_WORD) take(((a * MAX_WORDS + b) * MAX_WORDS + c) * MAX_WORDS + d);
  }
  return Math.max(0, ids.length - WORDS + 1);
}

/** How many of a text's 4-word runs each line repeats, as running totals. */
export type Vote = { readonly sums: Float64Array; readonly total: number; readonly asked: number };

// Boxes and captions stand in a machine's copy of the text too, and are still no running text.
const RESTORED = new Set(['comments', 'related', 'consent', 'chrome', 'share', 'offer', 'about', 'aside', 'hidden']);

/**
 * Asks which lines hold a text that the article is known to hold (JSON-LD articleBody, a feed's summary). Lines that a zone dropped although they
 * are mostly that text are put back. undefined where the text is too short to tell.
 */
export function castVote(lines: readonly Line[], text: string): Vote | undefined {
  if (text.length < MIN_VOTE) return undefined;
  const ids = new Map<string, number>();
  const wanted = new Set<number>();
  const number = (word: string) => {
    const id = ids.get(word) ?? ids.size;
    ids.set(word, id);
    return id;
  };
  eachRun(text, number, (run) => wanted.add(run));
  if (wanted.size < 10) return undefined;
  const known = (word: string) => ids.get(word) ?? NO_WORD;
  const sums = new Float64Array(lines.length + 1);
  lines.forEach((line, at) => {
    let hits = 0;
    const all =
      line.dropped === 'metadata'
        ? 0
        : eachRun(line.text, known, (run) => {
            if (wanted.has(run)) hits++;
          });
    if (RESTORED.has(line.dropped) && hits >= 8 && hits > 0.6 * all) line.dropped = '';
    sums[at + 1] = (sums[at] ?? 0) + (line.dropped === '' ? hits : 0);
  });
  return { sums, total: sums[lines.length] ?? 0, asked: wanted.size };
}

/** The container, or the smallest element around it and the text voted for where most of that text lies outside of it. */
export function afterVote(chosen: El | undefined, lines: readonly Line[], vote: Vote | undefined): El | undefined {
  if (vote === undefined || vote.total < 0.5 * vote.asked) return chosen;
  const share = (el: El) => ((vote.sums[el.last] ?? 0) - (vote.sums[el.first] ?? 0)) / vote.total;
  // The whole page as container tells nothing: the text known is looked for inside of it.
  const whole = chosen === undefined || chosen.tag === 'body' || chosen.parent === null;
  if (!whole && share(chosen) >= 0.7) return chosen;
  let at: El | null = !whole && share(chosen) > 0.2 ? chosen : (mostVoted(lines, vote)?.el ?? null);
  while (at !== null && (share(at) < 0.85 || at.last - at.first < 3)) at = at.parent;
  return at ?? chosen;
}

function mostVoted(lines: readonly Line[], { sums }: Vote): Line | undefined {
  const hits = (at: number) => (sums[at + 1] ?? 0) - (sums[at] ?? 0);
  return lines.reduce<{ line: Line | undefined; hits: number }>(
    (best, line, at) => (hits(at) > best.hits ? { line, hits: hits(at) } : best),
    { line: undefined, hits: 0 },
  ).line;
}
