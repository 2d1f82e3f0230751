import { squash } from '../text/plain.ts';
import { isSentence, type Known, lineRule } from './filter.ts';
import type { Facts } from './meta-read.ts';
import type { El, Line } from './types.ts';

const MAX_BETWEEN = 25;
const MIN_LEAD = 50;
const MAX_LEAD = 800;

/** The standfirst: a sentence or two between the headline and the container, which the page's own description repeats, or which alone stands there. */
export function findLead(facts: Facts, container: El, known: Known, summary: string | null): Line | undefined {
  const titles = new Set(known.titles.map(squash));
  const head = facts.noted.findLast((el) => el.tag === 'h1' && el.first < container.first && titles.has(squash(textAt(facts, el))));
  if (head === undefined || container.first - head.last > MAX_BETWEEN) return undefined;
  const inside = new Set(facts.lines.slice(container.first, container.last).map((line) => squash(line.text)));
  const key = squash(summary ?? '').slice(0, 40);
  return facts.lines.slice(head.last, container.first).find((line) => {
    if (line.text.length < MIN_LEAD || line.text.length > MAX_LEAD || line.link > 0.3 * line.text.length) return false;
    const own = squash(line.text);
    if (inside.has(own) || titles.has(own)) return false;
    if (key.length >= 30 && own.startsWith(key)) return true;
    return line.dropped === '' && isSentence(line) && lineRule(line) === '';
  });
}

const textAt = (facts: Facts, el: El): string =>
  facts.lines
    .slice(el.first, el.last)
    .map((line) => line.text)
    .join(' ');
