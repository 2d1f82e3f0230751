import { propsOf } from './microdata.ts';
import { traitsOf } from './traits.ts';
import type { El, Line } from './types.ts';

const MIN_PARAGRAPH = 25;

/** What a line is worth as running text: length, commas and sentence ends count, links take away. 0 for headings and short lines. */
function worth(line: Line): number {
  return line.dropped === '' ? fullWorth(line) : 0;
}

/** The same whether or not a rule dropped it. */
export function fullWorth(line: Line): number {
  line.value ??= measure(line);
  return line.value;
}

function measure(line: Line): number {
  if (line.kind === 'heading') return 0;
  const own = line.text.length - line.link;
  if (own < MIN_PARAGRAPH) return 0;
  const density = line.link / line.text.length;
  const value = (1 + Math.min(own / 100, 4) + Math.min(countMarks(line.text), 10) / 2) * (1 - density);
  return line.kind === 'text' || line.kind === 'quote' || line.kind === 'pre' ? value : value * 0.5;
}

function countMarks(text: string): number {
  let marks = 0;
  for (let at = 0; at < text.length && at < 2_000; at++) {
    const char = text[at];
    if (char === ',' || char === '。' || char === '、' || char === '،' || char === ';' || (char === '.' && text[at + 1] === ' ')) marks++;
  }
  return marks;
}

export type Sums = { readonly worth: Float64Array; readonly chars: Float64Array; readonly links: Float64Array };

/** Running totals over the lines, so that any element's totals are one subtraction. */
export function sumLines(lines: readonly Line[]): Sums {
  const sums = {
    worth: new Float64Array(lines.length + 1),
    chars: new Float64Array(lines.length + 1),
    links: new Float64Array(lines.length + 1),
  };
  lines.forEach((line, at) => {
    const value = worth(line);
    sums.worth[at + 1] = (sums.worth[at] ?? 0) + value;
    sums.chars[at + 1] = (sums.chars[at] ?? 0) + (value > 0 ? line.text.length - line.link : 0);
    sums.links[at + 1] = (sums.links[at] ?? 0) + (line.dropped === '' ? line.link : 0);
  });
  return sums;
}

export const within = (sums: Float64Array, el: El): number => (sums[el.last] ?? 0) - (sums[el.first] ?? 0);

/** The element whose paragraphs make the most of a text, as Readability scores it, wrappers of one line passed over. */
function scoreWinner(lines: readonly Line[], sums: Sums): El | undefined {
  const touched = new Set<El>();
  for (const line of lines) {
    const value = worth(line);
    if (value === 0) continue;
    let el: El | null = line.el;
    // A wrapper around this one line is no container: the first element with more in it is.
    while (el !== null && el.last - el.first <= 1 && el.parent !== null) el = el.parent;
    for (let up = 0; el !== null && up < 4; el = el.parent, up++) {
      el.score += up === 0 ? value : value / (up + 1);
      touched.add(el);
    }
  }
  let best: El | undefined;
  let bestScore = 0;
  for (const el of touched) {
    const chars = within(sums.chars, el);
    const density = within(sums.links, el) / (chars + within(sums.links, el) + 1);
    const score = el.score * (1 - density) * (el.parent === null || el.tag === 'body' ? 0.7 : 1);
    if (score > bestScore) {
      best = el;
      bestScore = score;
    }
  }
  return best;
}

/** The article's element: the score winner widened over siblings that go on with the text, then agreed with an element that names itself the text. */
export function chooseContainer(
  lines: readonly Line[],
  sums: Sums,
  named: readonly El[],
): { el: El; by: 'container' | 'score' } | undefined {
  const winner = scoreWinner(lines, sums);
  if (winner === undefined) return undefined;
  const wide = postList(winner, lines, sums) ?? widen(winner, sums);
  const total = within(sums.worth, wide);
  let best: El | undefined;
  let bestRank = 0;
  for (const el of named) {
    const rank = propsOf(el).includes('articlebody') ? 2 : traitsOf(el).container ? 1 : 0;
    if (rank === 0) continue;
    const value = within(sums.worth, el);
    const shared = overlap(el, wide, sums);
    if (shared < 0.5 * total || value > 4 * total) continue;
    if (rank > bestRank || (rank === bestRank && best !== undefined && value > within(sums.worth, best))) {
      best = el;
      bestRank = rank;
    }
  }
  return best === undefined ? { el: wide, by: 'score' } : { el: withPeers(best, named, sums), by: 'container' };
}

const FEW = 0.3;
const MOST = 0.6;
const MIN_POSTS = 3;

// A forum's page: no element holds much of the text, and most of it stands in neighbours of one kind.
function postList(winner: El, lines: readonly Line[], sums: Sums): El | undefined {
  const total = sums.worth[lines.length] ?? 0;
  if (within(sums.worth, winner) > FEW * total) return undefined;
  let at: El = winner;
  while (at.parent !== null) at = at.parent;
  for (let down: El | undefined = at; down !== undefined; down = heavyChild(at, MOST * total, sums)) at = down;
  const kinds = new Map<string, { count: number; worth: number }>();
  for (const child of at.children) {
    if (typeof child === 'string' || within(sums.worth, child) === 0) continue;
    const kind = `${child.tag} ${(child.attrs['class'] ?? '').trim().split(/\s+/)[0]}`;
    const sum = kinds.get(kind) ?? { count: 0, worth: 0 };
    kinds.set(kind, { count: sum.count + 1, worth: sum.worth + within(sums.worth, child) });
  }
  const isList = [...kinds.values()].some((kind) => kind.count >= MIN_POSTS && kind.worth >= MOST * total);
  return isList && at.tag !== 'body' ? at : undefined;
}

function heavyChild(el: El, least: number, sums: Sums): El | undefined {
  for (const child of el.children) if (typeof child !== 'string' && within(sums.worth, child) >= least) return child;
  return undefined;
}

// A text laid out in several elements of the same name: the element around them all.
function withPeers(el: El, named: readonly El[], sums: Sums): El {
  const name = el.attrs['class'];
  const own = within(sums.worth, el);
  let around = el;
  for (const peer of named) {
    if (peer === el || peer.attrs['class'] !== name || name === undefined || peer.tag !== el.tag) continue;
    if ((peer.first >= around.first && peer.last <= around.last) || within(sums.worth, peer) < 0.05 * own) continue;
    const shared = commonAncestor(around, peer);
    if (shared.tag === 'body' || shared.tag === 'html' || shared.tag === '#root') continue;
    around = shared;
  }
  return around;
}

function commonAncestor(a: El, b: El): El {
  const above = new Set<El>();
  for (let at: El | null = a; at !== null; at = at.parent) above.add(at);
  for (let at: El | null = b; at !== null; at = at.parent) if (above.has(at)) return at;
  return a;
}

function overlap(a: El, b: El, sums: Sums): number {
  const first = Math.max(a.first, b.first);
  const last = Math.min(a.last, b.last);
  return last <= first ? 0 : (sums.worth[last] ?? 0) - (sums.worth[first] ?? 0);
}

// Text that goes on beside the winner (parts between advertisements) belongs to it while an element around them adds text and few links.
function widen(winner: El, sums: Sums): El {
  let best = winner;
  let at = winner;
  for (let up = 0; up < 8 && at.parent !== null && at.parent.tag !== 'body' && at.parent.tag !== 'html'; up++) {
    at = at.parent;
    const inside = within(sums.chars, best);
    const more = within(sums.chars, at) - inside;
    const moreLinks = within(sums.links, at) - within(sums.links, best);
    if (more <= 0.15 * inside) continue;
    if (more > 6 * inside || moreLinks > 0.25 * more) break;
    best = at;
  }
  return best;
}
