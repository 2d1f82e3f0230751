import { foldSpace, plainText, squash } from '../text/plain.ts';
import { isItem, listIn, textIn, typesOf } from './json-ld.ts';
import { isAuthorLink, isBylineElement } from './judge.ts';
import { type Facts, ofArticles } from './meta-read.ts';
import { hostName } from './title.ts';
import type { El } from './types.ts';

const MAX_AUTHORS = 20;
const META_KEYS = [
  'author',
  'article:author',
  'dc.creator',
  'dcterms.creator',
  'parsely-author',
  'sailthru.author',
  'byl',
  'article:author_name',
  'cxenseparse:author',
  'dc.contributor',
  'twitter:data1:author',
  'og:article:author',
];

/** Authors' names: JSON-LD persons, meta, microdata, rel=author and byline elements, a visible byline, JSON-LD organisations: the first that names any. */
export function readAuthors(facts: Facts, site: string | null, head: El | undefined): string[] {
  const clean = (raw: readonly string[]) => cleanNames(raw, [site ?? '', hostName(facts.url)]);
  const declared = (key: string) => ofArticles(facts, key).slice(0, 1).flatMap(listIn);
  const named = (values: readonly unknown[], organisations: boolean) =>
    values.filter((value) => isOrganisation(value) === organisations).map((value) => textIn(value, facts.items) ?? '');
  const sources = [
    () => named(declared('author'), false),
    () => named(declared('creator'), false),
    () => facts.meta(...META_KEYS),
    () => (/\b(?:by|von|par|por|da|di|door|av|af)\b/i.test(facts.first('twitter:label1') ?? '') ? facts.meta('twitter:data1') : []),
    () => facts.micro.get('author.name') ?? facts.micro.get('author') ?? facts.micro.get('creator.name') ?? [],
    () => bylines(facts, (el) => el.attrs['rel'] === 'author'),
    () => bylines(facts, isBylineElement).slice(0, 1),
    () => bylines(facts, isAuthorLink).slice(0, 1),
    () => visibleByline(facts, head),
    () => named(declared('author'), true),
  ];
  for (const source of sources) {
    const names = clean(source());
    if (names.length > 0) return names;
  }
  return [];
}

const isOrganisation = (value: unknown): boolean => isItem(value) && typesOf(value).some((type) => type.includes('Organization'));

const ELSEWHERE = new Set(['comments', 'related', 'aside', 'offer']);

function bylines(facts: Facts, wanted: (el: El) => boolean): string[] {
  const found: string[] = [];
  for (const el of facts.noted) {
    if (!wanted(el) || ELSEWHERE.has(facts.lines[el.first]?.dropped ?? '')) continue;
    const text = textParts(el, MAX_BYLINE).join(' | ');
    const names = text.length < MAX_BYLINE ? cleanNames([text], []).filter((name) => CAPITAL.test(name)) : [];
    // Many single words are sections or tags, not people.
    if (names.length > 0 && !(names.length > 2 && names.filter((name) => name.includes(' ')).length < names.length / 2))
      found.push(names.join(' | '));
    if (found.length >= 5) break;
  }
  return found;
}

const MAX_BYLINE = 160;
// A byline's own words are in lower case where letters have cases at all.
const CAPITAL = /^(?:\p{Lu}|\p{Lo})/u;

/** The texts inside an element one by one, so that names side by side stay apart. */
function textParts(el: El, max: number): string[] {
  const parts: string[] = [];
  const waiting: (El | string)[] = [el];
  let size = 0;
  for (let node = waiting.pop(); node !== undefined && size <= max; node = waiting.pop()) {
    if (typeof node !== 'string') waiting.push(...[...node.children].reverse());
    else if (node.trim() !== '') {
      parts.push(foldSpace(node));
      size += node.length;
    }
  }
  return parts;
}

const NAME = '\\p{Lu}(?:(?:Dr|Prof|Mr|Mrs|Ms|Jr|Sr|St|\\p{Lu})\\.|[^.!?\\d|•·–]){2,60}';
const VISIBLE = new RegExp(
  `^(?:(?:written |reported |posted |story |text |words |blog beitrag |artikel |article )?(?:by|von|par|por|di|door|av|af)|autor(?:in)?(?:[/:*]\\s?autor(?:in)?)?|author|auteur|text|автор)\\s?:?\\s{1,3}(${NAME})`,
  'iu',
);

function visibleByline(facts: Facts, head: El | undefined): string[] {
  const from = head?.first ?? 0;
  for (const line of facts.lines.slice(from, from + 20)) {
    const name = line.text.length < 120 ? VISIBLE.exec(line.text)?.[1] : undefined;
    if (name !== undefined && /^\p{Lu}/u.test(name)) return [name];
  }
  return [];
}

const SPLIT = /\s*(?:[,;|\n•·/]|\s&\s|\s(?:and|und|et|y|e|en|og|och|i|oraz|и|та|with|mit|avec|con)\s)\s*/u;
const PREFIX =
  /^(?:(?:written|reported|posted|story|text|words|published|updated|article|artikel|author|autor(?:in)?|auteur)\s?:?\s+)?(?:(?:by|von|par|por|di|door|av|af|от|автор)\s?:?\s+|(?:author|autor(?:in)?|auteur|text|words)\s?:\s+)/iu;

/** A name without the "by" in front; "von der Leyen" keeps its own. */
function withoutPrefix(text: string): string {
  const rest = text.replace(PREFIX, '');
  return /^(?:\p{Lu}|\p{Lo}|[a-z]+$)/u.test(rest) ? rest : text;
}

const ROLE =
  /^(?:(?:the )?(?:staff|editors?|editorial|newsroom|admin(?:istrator)?|redaktion|redaction|redacción|redacao|redação|redazione|rédaction|web ?desk|online|correspondent|reporters?|staff (?:writers?|reporters?)|contributors?|guest|news ?desk|agencies|author|autor|beitrag|artikel|min(?:uten|utes)?|lesezeit|rezept|unknown|none|null|undefined|anonymous|user|by|von|par|por|di|door|av|af|follow|view|updated|published|posted|share|senior .*|political .*|chief .*|.* (?:editor|correspondent|reporter|writer|editors|producer|columnist|staff|team|redaktion|desk|newsroom|bureau)))$/iu;

const DOMAIN = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}$/i;

/** Names out of raw author texts: prefixes, addresses, codes and roles off, several in one text split, repeats and the site itself left out. */
function cleanNames(raw: readonly string[], sites: readonly string[]): string[] {
  const siteKeys = sites.map(squash).filter((key) => key.length > 1);
  const isSite = (key: string) => siteKeys.some((site) => site === key || (site.length >= 4 && key.startsWith(site)));
  const found = new Map<string, string>();
  for (const text of raw) {
    if (/^https?:\/\//i.test(text.trim())) continue;
    const bare = plainText(text.slice(0, 1_000))
      .replace(/\S{1,64}@\S{1,255}|https?:\S{1,300}|@\w{1,40}/g, ' ')
      .replace(/\([^()]{0,60}\)/g, ' ');
    for (const part of withoutPrefix(foldSpace(bare)).split(SPLIT)) {
      const name = foldSpace(withoutPrefix(part).replace(/^[\p{P}\s]+|[\s,;:–—-]+$|\s(?:am|on|at|um|le|il|el|von|by)$/gu, ''));
      const key = squash(name);
      if (isName(name, key) && !isSite(key) && !found.has(key) && found.size < MAX_AUTHORS) found.set(key, name);
    }
  }
  const names = [...found.values()];
  return names.filter(
    (name) => !names.some((other) => other !== name && other.includes(' ') && name.length > other.length && name.endsWith(other)),
  );
}

const isName = (name: string, key: string): boolean =>
  key.length >= 2 &&
  (key.length >= 3 || /\p{Lo}/u.test(key)) &&
  name.length <= 60 &&
  name.split(' ').length <= 6 &&
  !/\d{2}/.test(name) &&
  !ROLE.test(name) &&
  !DOMAIN.test(name);
