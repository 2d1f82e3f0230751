import { plainText, squash } from '../text/plain.ts';
import { textIn } from './json-ld.ts';
import { type Facts, ofArticles } from './meta-read.ts';
import { innerText } from './microdata.ts';

import type { El } from './types.ts';

const MAX_TITLE = 500;
const MAX_HEADS = 30;
const SEPARATOR = /\s+(?:[|–—·•»«/]|-{1,2}|::)\s+|\s*[|]\s*/u;

const STARTS_SEPARATED = /^\s*(?:[|–—·•»«/]|-{1,2}\s|::)/u;

export type Titles = { title: string | null; all: string[] /** The h1 that shows the title. */; head: El | undefined };

/** The headline: the h1 where the page's other titles agree with it, else the wording that most of them share; the site's name is off. */
export function readTitle(facts: Facts, site: string | null): Titles {
  const named: Vote[] = [
    [plainText(textIn(ofArticles(facts, 'headline')[0]) ?? ''), 2.2],
    [facts.first('og:title') ?? '', 0.8],
    [plainText(facts.doc.title), 0.5],
    [facts.first('twitter:title', 'parsely-title', 'sailthru.title') ?? '', 0.1],
    [facts.micro.get('headline')?.[0] ?? '', 0.1],
    [facts.first('dc.title') ?? '', 0.1],
  ];
  const given = named.filter(([text]) => text !== '').map(([text, weight]): Vote => [text.slice(0, MAX_TITLE), weight]);
  const heads = facts.noted
    .filter((el) => el.tag === 'h1')
    .slice(0, MAX_HEADS)
    .map((el) => innerText(el, 2_000))
    .filter((text) => text.length > 2 && text.length <= MAX_TITLE);
  const whole = [...heads, ...given.map(([text]) => text)];
  const refs = given.map(([text, weight]): Vote => [startOf(text, whole) ?? withoutSite(text, site, facts.url), weight]);
  const texts = refs.map(([text]) => text);
  const agreed = heads.filter((head) => refs.length === 0 || texts.some((ref) => agree(head, ref))).map((head) => kickerOff(head, texts));
  const alone = heads.length === 1 && (heads[0] ?? '').split(' ').length >= 4 ? heads : [];
  const title = elect([...(agreed.length > 0 ? agreed : alone).map((head): Vote => [head, 1.8]), ...refs]) ?? heads[0] ?? null;
  const shown = heads.filter((head) => title !== null && agree(head, title));
  const head = facts.noted.find((el) => el.tag === 'h1' && shown.includes(innerText(el, 2_000)));
  return {
    title,
    head,
    all: [...new Set([title ?? '', ...agreed, ...texts, ...given.map(([text]) => text), ...shown])].filter((text) => text !== ''),
  };
}

// `Headline | Section | Site`: the part that another title gives alone.
const startOf = (text: string, others: readonly string[]): string | undefined =>
  others.find(
    (other) =>
      other.length >= 12 && text.length > other.length && text.startsWith(other) && STARTS_SEPARATED.test(text.slice(other.length)),
  );

type Vote = readonly [text: string, weight: number];

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

/** A title without the name of the site, told by the name itself, the host, or a short last part after a separator. */
function withoutSite(title: string, site: string | null, url: string): string {
  const parts = title.split(SEPARATOR).filter((part) => part !== undefined);
  if (parts.length < 2) return title;
  const names = [site ?? '', hostName(url)].map(squash).filter((name) => name.length > 1);
  const isSite = (part: string) => {
    const key = squash(part);
    return (
      key !== '' &&
      names.some(
        (name) =>
          name === key ||
          (key.startsWith(name) && key.length <= name.length + 3) ||
          (key.length > 3 && name.includes(key)) ||
          (name.length > 3 && key.includes(name) && key.length < 2.5 * name.length),
      )
    );
  };
  for (let keep = parts.length - 1; keep >= 1; keep--) {
    if (isSite(parts[keep] ?? '')) return cutAfter(title, parts, keep);
  }
  if (isSite(parts[0] ?? '')) return title.slice(title.indexOf(parts[1] ?? '', (parts[0] ?? '').length)).trim();
  return title;
}

function cutAfter(title: string, parts: readonly string[], keep: number): string {
  let at = 0;
  for (let index = 0; index < keep; index++) at = title.indexOf(parts[index] ?? '', at) + (parts[index] ?? '').length;
  const cut = title.slice(0, at).trim();
  return cut.length >= 8 ? cut : title;
}

/** `www.the-paper.co.uk` -> `the-paper`. */
export function hostName(url: string): string {
  try {
    const labels = new URL(url).hostname.replace(/^(?:www\d?|m|amp|edition|beta|news|blog)\./, '').split('.');
    return labels[0] ?? '';
  } catch {
    return '';
  }
}
