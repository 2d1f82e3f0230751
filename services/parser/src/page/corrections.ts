import { clip, plainText, squash } from '../text/plain.ts';
import { INVITATION, NOTICE_LABEL, NOTICE_START } from './correction-words.ts';
import { listIn, textIn } from './json-ld.ts';
import { type Facts, ofArticles } from './meta-read.ts';
import { traitsOf } from './traits.ts';
import type { El, Line } from './types.ts';

export const MAX_NOTICES = 10;
const MAX_NOTICE = 2_000;
const MIN_NOTICE = 25;
const MAX_LABEL = 60;
// Zones that belong to other pages and people.
const ELSEWHERE = new Set(['comments', 'related', 'chrome', 'consent', 'offer', 'metadata']);

/**
 * The publisher's notices of correction: schema.org `correction`, elements that are named for one, and lines that begin as one.
 * The visible ones are marked as dropped: they are about the text and no part of it.
 */
export function readCorrections(facts: Facts): string[] {
  const declared = ofArticles(facts, 'correction')
    .flatMap(listIn)
    .map((value) => textIn(value, facts.items, ['text', 'description', 'headline', 'name', '@value']) ?? '');
  const micro = ['correction', 'correction.text', 'correction.description'].flatMap((key) => facts.micro.get(key) ?? []);
  const texts = [...declared, ...micro].map(plainText).filter((text) => text.length >= MIN_NOTICE && !/^https?:\S+$/.test(text));
  return united([...texts, ...namedNotices(facts), ...noticesIn(facts.lines)]);
}

/** Marks and returns the lines that begin as a notice, or follow the label of one. */
export function noticesIn(lines: readonly Line[]): string[] {
  const found: string[] = [];
  lines.forEach((line, at) => {
    if (ELSEWHERE.has(line.dropped) || line.text.length > MAX_NOTICE || line.kind === 'quote' || line.kind === 'row') return;
    const after = lines[at + 1];
    if (line.text.length <= MAX_LABEL && after !== undefined && NOTICE_LABEL.test(line.text) && isNotice(after)) take([line, after], found);
    else if (line.text.length >= MIN_NOTICE && NOTICE_START.test(line.text) && isNotice(line)) take([line], found);
  });
  return found;
}

const isNotice = ({ text, link, kind, dropped }: Line): boolean =>
  kind !== 'heading' &&
  !ELSEWHERE.has(dropped) &&
  text.length >= MIN_NOTICE &&
  text.length <= MAX_NOTICE &&
  link < 0.5 * text.length &&
  !INVITATION.test(text);

function take(lines: readonly Line[], found: string[]): void {
  found.push(lines.map((line) => line.text).join(' '));
  for (const line of lines) line.dropped = 'correction';
}

// Language-neutral: whatever the words, an element named for a correction holds one.
function namedNotices({ named, lines }: Facts): string[] {
  const elements = named.filter((el) => el.last > el.first && el.last - el.first <= MAX_NOTICES && isNamed(el));
  const outer = new Set<El | null>();
  for (const el of elements) for (let at = el.parent, up = 0; at !== null && up < 8; at = at.parent, up++) outer.add(at);
  const found: string[] = [];
  for (const el of elements) {
    const inside = lines.slice(el.first, el.last).filter((line) => line.dropped !== 'correction');
    const text = inside.map((line) => line.text).join(' ');
    const link = inside.reduce((sum, line) => sum + line.link, 0);
    const right = text.length >= MIN_NOTICE && text.length <= MAX_NOTICE && link < 0.5 * text.length && !INVITATION.test(text);
    if (outer.has(el) || !right || inside.some((line) => ELSEWHERE.has(line.dropped))) continue;
    take(inside, found);
  }
  return found;
}

function isNamed(el: El): boolean {
  const label = el.attrs['aria-label'];
  return traitsOf(el).correction || (label !== undefined && label.length <= MAX_LABEL && NOTICE_LABEL.test(label));
}

/** Each notice once: of two that say the same the longer. */
function united(texts: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const text of texts) {
    const key = squash(text);
    const same = [...found.keys()].find((other) => other.includes(key) || key.includes(other));
    if (same === undefined) found.set(key, text);
    else if (key.length > same.length) {
      found.delete(same);
      found.set(key, text);
    }
    if (found.size >= MAX_NOTICES) break;
  }
  return [...found.values()].map((text) => clip(text, MAX_NOTICE));
}
