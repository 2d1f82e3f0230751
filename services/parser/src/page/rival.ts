import { type Sums, within } from './container.ts';
import type { El, Line } from './types.ts';

// A rival holds at least so much of what the chosen element is worth.
const COMPARABLE = 0.25;
const MIN_WORDS = 4;
const CLEARLY = 2;
const MAX_LINES = 200;

/**
 * A second opinion where two elements far from each other hold a text: the one that speaks of what the page says it is about (the words of its
 * titles and description), if it does so twice as much as the one chosen by paragraphs.
 */
export function preferRival(chosen: El, lines: readonly Line[], sums: Sums, about: readonly string[]): El {
  const least = COMPARABLE * within(sums.worth, chosen);
  // nothing as large lies outside
  if ((sums.worth[lines.length] ?? 0) - within(sums.worth, chosen) < least) return chosen;
  const wanted = new Set(about.flatMap(wordsOf));
  if (wanted.size < MIN_WORDS) return chosen;
  const known = shared(chosen, lines, wanted);
  let best = chosen;
  let most = Math.max(CLEARLY * known, MIN_WORDS - 1);
  for (const el of rivals(chosen, sums, least)) {
    const count = shared(el, lines, wanted);
    if (count > most) [best, most] = [el, count];
  }
  return best;
}

// Beside the elements around the chosen one: the smallest that still hold enough.
function rivals(chosen: El, sums: Sums, least: number): El[] {
  const found: El[] = [];
  for (let inner = chosen, at = chosen.parent; at !== null; inner = at, at = at.parent) {
    for (const child of at.children) {
      if (typeof child === 'string' || child === inner || within(sums.worth, child) < least) continue;
      let el = child;
      for (
        let down = heaviest(el, sums, least);
        down !== undefined && within(sums.worth, down) >= 0.9 * within(sums.worth, el);
        down = heaviest(el, sums, least)
      )
        el = down;
      found.push(el);
    }
  }
  return found;
}

function heaviest(el: El, sums: Sums, least: number): El | undefined {
  let best: El | undefined;
  for (const child of el.children)
    if (typeof child !== 'string' && within(sums.worth, child) >= Math.max(least, best === undefined ? 0 : within(sums.worth, best)))
      best = child;
  return best;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{4,40}/gu) ?? [];

function shared(el: El, lines: readonly Line[], wanted: ReadonlySet<string>): number {
  const found = new Set<string>();
  for (const line of lines.slice(el.first, Math.min(el.last, el.first + MAX_LINES)))
    if (line.dropped === '' && line.kind !== 'heading') for (const word of wordsOf(line.text)) if (wanted.has(word)) found.add(word);
  return found.size;
}
