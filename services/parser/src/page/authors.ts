import { foldSpace, plainText, squash } from '../text/plain.ts';
import { listIn, textIn } from './json-ld.ts';
import { isBylineElement } from './judge.ts';
import { type Facts, ofArticles } from './meta-read.ts';
import { innerText } from './microdata.ts';
import { hostName } from './title.ts';

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

/** Authors' names: JSON-LD, then meta, then microdata, then rel=author and byline elements, the first source that names a person. */
export function readAuthors(facts: Facts, site: string | null): string[] {
  const clean = (raw: readonly string[]) => cleanNames(raw, [site ?? '', hostName(facts.url)]);
  const sources = [
    () =>
      ofArticles(facts, 'author')
        .slice(0, 1)
        .flatMap(listIn)
        .map((value) => textIn(value, facts.items) ?? ''),
    () =>
      ofArticles(facts, 'creator')
        .slice(0, 1)
        .flatMap(listIn)
        .map((value) => textIn(value, facts.items) ?? ''),
    () => facts.meta(...META_KEYS),
    () => facts.micro.get('author.name') ?? facts.micro.get('author') ?? facts.micro.get('creator.name') ?? [],
    () => bylines(facts, 'rel'),
    () => bylines(facts, 'class'),
    () => visibleByline(facts),
  ];
  for (const source of sources) {
    const names = clean(source());
    if (names.length > 0) return names;
  }
  return [];
}

function bylines(facts: Facts, by: 'rel' | 'class'): string[] {
  const found: string[] = [];
  for (const el of facts.noted) {
    if (by === 'rel' ? el.attrs['rel'] !== 'author' : !isBylineElement(el)) continue;
    const dropped = facts.lines[el.first]?.dropped;
    if (dropped === 'comments' || dropped === 'related') continue;
    const text = innerText(el, 300);
    if (text.length > 2 && text.length < 120) found.push(text);
    if (found.length > 0 && by === 'class') break;
  }
  return found.slice(0, 5);
}

const VISIBLE = /^(?:written |reported |posted |story |text )?(?:by|von|par|por|di|door|av|af)\s{1,3}(\p{Lu}[^.!?\d|•·–]{3,60})/u;

function visibleByline(facts: Facts): string[] {
  const head = facts.noted.find((el) => el.tag === 'h1');
  const from = head?.first ?? 0;
  for (const line of facts.lines.slice(from, from + 15)) {
    const name = line.text.length < 120 ? VISIBLE.exec(line.text)?.[1] : undefined;
    if (name !== undefined) return [name];
  }
  return [];
}

const SPLIT = /\s*(?:[,;|\n•·/]|\s&\s|\s(?:and|und|et|y|e|en|og|och|i|oraz|и|та|with|mit|avec|con)\s)\s*/u;
const PREFIX =
  /^(?:(?:written|reported|posted|story|text|words|published|updated|article|author|autor(?:in)?|auteur)\s?:?\s)?(?:by|von|par|por|di|door|av|af|от|автор)?\s?:?\s+/iu;
const ROLE =
  /^(?:(?:the )?(?:staff|editors?|editorial|newsroom|admin(?:istrator)?|redaktion|redaction|redacción|redacao|redação|redazione|rédaction|web ?desk|online|correspondent|reporters?|staff (?:writers?|reporters?)|contributors?|guest|news ?desk|agencies|author|autor|unknown|none|null|undefined|anonymous|user|follow|view|updated|published|posted|share|senior .*|political .*|chief .*|.* (?:editor|correspondent|reporter|writer|editors|producer|columnist|staff|team|redaktion|desk|newsroom|bureau)))$/iu;

/** Names out of raw author texts: prefixes, addresses, codes and roles off, several in one text split, repeats and the site itself left out. */
export function cleanNames(raw: readonly string[], sites: readonly string[]): string[] {
  const siteKeys = sites.map(squash).filter((key) => key.length > 1);
  const found = new Map<string, string>();
  for (const text of raw) {
    if (/^https?:\/\//i.test(text.trim())) continue;
    const bare = plainText(text.slice(0, 1_000))
      .replace(/\S{1,64}@\S{1,255}|https?:\S{1,300}|@\w{1,40}/g, ' ')
      .replace(/\([^()]{0,60}\)/g, ' ');
    for (const part of ` ${foldSpace(bare)}`.replace(PREFIX, '').split(SPLIT)) {
      const name = foldSpace(part.replace(PREFIX, '').replace(/^[\p{P}\s]+|[\s,;:–—-]+$/gu, ''));
      const key = squash(name);
      if (key.length < 3 || name.length > 60 || /\d{2}/.test(name) || ROLE.test(name) || name.split(' ').length > 6) continue;
      if (siteKeys.some((site) => site === key || (site.length > 4 && key.startsWith(site)))) continue;
      if (!found.has(key) && found.size < MAX_AUTHORS) found.set(key, name);
    }
  }
  return [...found.values()];
}
