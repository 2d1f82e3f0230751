import { plainText, squash } from '../text/plain.ts';
import { textIn } from './json-ld.ts';
import { type Facts, ofArticles } from './meta-read.ts';
import { innerText } from './microdata.ts';
import { cutSections, startOf, withoutSite } from './title-parts.ts';
import type { El } from './types.ts';

export { hostName } from './title-parts.ts';

const MAX_TITLE = 500;
const MAX_HEADS = 30;
const MIN_WORDS = 4;
const MIN_TAIL = 15;

export type Titles = { title: string | null; all: string[] /** The h1 that shows the title. */; head: El | undefined };
type Vote = readonly [text: string, weight: number];

// What a page calls itself by, and how far each is to be trusted: fitted once over the labelled sets, in round figures.
const WEIGHTS = { json: 3.6, head: 1.8, og: 0.8, element: 0.5, other: 0.1 };

/** The headline: the one in JSON-LD, else the h1 where the other titles agree with it, else the wording most of them share; site, section, kicker off. */
export function readTitle(facts: Facts, site: string | null): Titles {
  const given = named(facts);
  const found = headings(facts);
  const heads = found.map((head) => head.text);
  const whole = [...heads, ...given.map(([text]) => text)];
  // A page without h1 may still show its title in another heading.
  const shownElsewhere = heads.length > 0 ? [] : facts.lines.filter((line) => line.kind === 'heading').slice(0, MAX_HEADS);
  const starts = [...whole, ...shownElsewhere.map((line) => line.text)];
  const refs = given.map(([text, weight]): Vote => [startOf(text, starts) ?? cutSections(withoutSite(text, site, facts.url)), weight]);
  const texts = refs.map(([text]) => text);
  const agreed = longest(
    heads.filter((head) => refs.length === 0 || texts.some((ref) => agree(head, ref))),
    texts,
  );
  const alone = heads.length === 1 && (heads[0] ?? '').split(' ').length >= MIN_WORDS ? heads : [];
  const votes = [
    ...(agreed.length > 0 ? agreed.map((head) => kickerOff(head, texts)) : alone).map((head): Vote => [head, WEIGHTS.head]),
    ...refs,
  ];
  const title = elect(withoutKickers(votes)) ?? heads[0] ?? null;
  const shown = heads.filter((head) => title !== null && agree(head, title));
  const head = found.find(({ text }) => shown.includes(text))?.el;
  return {
    title,
    head,
    all: [...new Set([title ?? '', ...agreed, ...texts, ...given.map(([text]) => text), ...shown])].filter((text) => text !== ''),
  };
}

function named(facts: Facts): Vote[] {
  const votes: Vote[] = [
    [plainText(textIn(ofArticles(facts, 'headline')[0]) ?? ''), WEIGHTS.json],
    [facts.first('og:title') ?? '', WEIGHTS.og],
    [plainText(facts.doc.title), WEIGHTS.element],
    [facts.first('twitter:title', 'parsely-title', 'sailthru.title') ?? '', WEIGHTS.other],
    [facts.micro.get('headline')?.[0] ?? '', WEIGHTS.other],
    [facts.first('dc.title') ?? '', WEIGHTS.other],
  ];
  return votes.filter(([text]) => text !== '').map(([text, weight]): Vote => [text.slice(0, MAX_TITLE), weight]);
}

type Heading = { el: El; text: string };

const headings = (facts: Facts): Heading[] =>
  facts.noted
    .filter((el) => el.tag === 'h1')
    .slice(0, MAX_HEADS)
    .map((el) => ({ el, text: innerText(el, 2_000) }))
    .filter(({ text }) => text.length > 2 && text.length <= MAX_TITLE);

// Several h1 that one title names ("Site - Section - Headline"): the last and longest of them is the headline.
function longest(heads: readonly string[], refs: readonly string[]): string[] {
  return heads.filter((head) => {
    const key = squash(head);
    return !refs.some(
      (ref) =>
        squash(ref) !== key &&
        heads.some((other) => other !== head && other.length > head.length && ref.includes(head) && ref.endsWith(other)),
    );
  });
}

const KICKER_END = /[:|–—·•»-]\s*$/u;

// A kicker is one where another title of the page gives the headline without it.
function withoutKickers(votes: readonly Vote[]): Vote[] {
  const tailOf = (text: string) =>
    votes.find(
      ([other]) =>
        other.length >= MIN_TAIL && other.length < text.length && text.endsWith(other) && KICKER_END.test(text.slice(0, -other.length)),
    )?.[0];
  return votes.map(([text, weight]): Vote => [tailOf(text) ?? text, weight]);
}

/** The text with most weight, texts that differ in punctuation only counted together; of equals the first. */
function elect(votes: readonly Vote[]): string | undefined {
  const counts = new Map<string, { text: string; weight: number }>();
  for (const [text, weight] of votes) {
    const entry = counts.get(squash(text)) ?? { text, weight: 0 };
    entry.weight += weight;
    counts.set(squash(text), entry);
  }
  let best: { text: string; weight: number } | undefined;
  for (const entry of counts.values()) if (best === undefined || entry.weight > best.weight + 1e-9) best = entry;
  return best?.text;
}

const STARTS_SEPARATED = /^\s*(?:[|–—·•»«/]|-{1,2}\s|::)/u;

function agree(head: string, ref: string): boolean {
  const key = squash(head);
  const other = squash(ref);
  if (ref.startsWith(head) && STARTS_SEPARATED.test(ref.slice(head.length))) return key !== '';
  if (key.length < 8 || other.length < 8) return key === other;
  return key === other || (key.length >= 12 && other.includes(key)) || (other.length >= 20 && key.includes(other)) || similar(head, ref);
}

// A kicker before or after the headline inside the h1: the rest is what another title says.
function kickerOff(head: string, refs: readonly string[]): string {
  const key = squash(head);
  if (refs.some((ref) => squash(ref) === key)) return head;
  const inner = refs.find((ref) => {
    const other = squash(ref);
    return other.length >= 20 && other !== key && other.length > 0.5 * key.length && (key.startsWith(other) || key.endsWith(other));
  });
  return inner ?? head;
}

function similar(a: string, b: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const x = words(a);
  const y = words(b);
  let shared = 0;
  for (const word of x) if (y.has(word)) shared++;
  return x.size >= 3 && shared >= 0.6 * Math.max(x.size, y.size);
}
