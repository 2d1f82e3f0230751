import { squash } from '../text/plain.ts';
import { isSentence, type Known, lineRule } from './filter.ts';
import { keyOf } from './lines.ts';
import type { Facts } from './meta-read.ts';
import { traitsOf } from './traits.ts';
import type { El, Line } from './types.ts';

const MAX_BETWEEN = 25;
const MIN_LEAD = 50;
const MAX_LEAD = 800;
const MAX_ALONE = 3;

/** The standfirst: a sentence or two between the headline and the container, which the page's own description repeats, or which alone stands there. */
export function findLead(facts: Facts, container: El, known: Known, summary: string | null): Line | undefined {
  const titles = new Set(known.titles.map(squash));
  const head = facts.noted.findLast((el) => el.tag === 'h1' && el.first < container.first && titles.has(squash(textAt(facts, el))));
  if (head === undefined || container.first - head.last > MAX_BETWEEN) return undefined;
  const key = squash(summary ?? '').slice(0, 40);
  const repeats = (line: Line) => key.length >= 30 && keyOf(line).startsWith(key);
  const candidates = facts.lines.slice(head.last, container.first).filter((line) => {
    if (line.text.length < MIN_LEAD || line.text.length > MAX_LEAD || line.link > 0.3 * line.text.length) return false;
    const own = keyOf(line);
    if (titles.has(own)) return false;
    return (
      repeats(line) ||
      ((line.dropped === '' || (SOFT.has(line.dropped) && isNamedLead(line.el))) && isSentence(line) && lineRule(line) === '')
    );
  });
  if (candidates.length === 0) return undefined;
  const inside = new Set(facts.lines.slice(container.first, container.last).map((line) => keyOf(line)));
  const fresh = candidates.filter((line) => !inside.has(keyOf(line)));
  return fresh.find(repeats) ?? (fresh.length <= MAX_ALONE ? fresh[0] : undefined);
}

// Zones that a standfirst falls into by the name of what stands around it.
const SOFT = new Set(['share', 'about', 'related', 'chrome']);
const isNamedLead = (el: El): boolean => traitsOf(el).lead || (el.parent !== null && traitsOf(el.parent).lead);

const textAt = (facts: Facts, el: El): string =>
  facts.lines
    .slice(el.first, el.last)
    .map((line) => line.text)
    .join(' ');
