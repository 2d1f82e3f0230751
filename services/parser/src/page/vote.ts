import type { El, Line } from './types.ts';

const WORDS = 4;
const MAX_TOKENS = 6_000;
const MIN_VOTE = 200;

const tokens = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function runs(text: string): string[] {
  const all = tokens(text).slice(0, MAX_TOKENS);
  const found: string[] = [];
  for (let at = 0; at + WORDS <= all.length; at++) found.push(`${all[at]} ${all[at + 1]} ${all[at + 2]} ${all[at + 3]}`);
  return found;
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
  const wanted = new Set(runs(text));
  if (wanted.size < 10) return undefined;
  const sums = new Float64Array(lines.length + 1);
  lines.forEach((line, at) => {
    const own = line.dropped === 'metadata' ? [] : runs(line.text);
    const hits = own.filter((run) => wanted.has(run)).length;
    if (RESTORED.has(line.dropped) && hits >= 8 && hits > 0.6 * own.length) line.dropped = '';
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
