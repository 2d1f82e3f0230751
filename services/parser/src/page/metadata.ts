import { foldSpace, plainText, squash } from '../text/plain.ts';
import { isItem, listIn, textIn } from './json-ld.ts';
import { type Facts, ofArticles } from './meta-read.ts';

const MAX_KEYWORDS = 50;
const MAX_SUMMARY = 5_000;

export function absoluteUrl(reference: string | undefined, base: string): string | null {
  const text = reference?.trim() ?? '';
  if (text === '' || text.length > 4_096) return null;
  try {
    const url = new URL(text, base);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** The publisher's name as readers know it: og:site_name, else the JSON-LD or microdata publisher, else the application name. */
export function readPublisher(facts: Facts): string | null {
  const named = ofArticles(facts, 'publisher')
    .map((value) => textIn(value, facts.items))
    .find((text) => text !== undefined && !/^https?:/.test(text));
  const name =
    facts.first('og:site_name') ??
    named ??
    facts.micro.get('publisher.name')?.[0] ??
    facts.first('application-name', 'dc.publisher', 'cre');
  return foldSpace(plainText(name ?? '')).slice(0, 200) || null;
}

/** The page's own description of the article. */
export function readSummary(facts: Facts): string | null {
  const own = textIn(ofArticles(facts, 'description')[0]);
  return (
    plainText(
      facts.first('og:description') ??
        own ??
        facts.first('description', 'twitter:description', 'dc.description') ??
        facts.micro.get('description')?.[0] ??
        '',
    ).slice(0, MAX_SUMMARY) || null
  );
}

export function readSubtitle(facts: Facts, title: string | null, publisher: string | null): string | null {
  const text = plainText(textIn(ofArticles(facts, 'alternativeHeadline')[0]) ?? facts.micro.get('alternativeheadline')?.[0] ?? '').slice(
    0,
    1_000,
  );
  const same = [title ?? '', publisher ?? ''].map(squash);
  return text === '' || same.includes(squash(text)) ? null : text;
}

/** Keywords of all sources, case ignored for repeats, in the order they are given. */
export function readKeywords(facts: Facts): string[] {
  const listed = ofArticles(facts, 'keywords')
    .slice(0, 1)
    .flatMap(listIn)
    .map((value) => textIn(value) ?? '');
  const raw = [
    ...listed,
    ...facts.meta('article:tag', 'keywords', 'news_keywords', 'parsely-tags'),
    ...(facts.micro.get('keywords') ?? []),
  ];
  const found = new Map<string, string>();
  for (const text of raw.flatMap((value) => (value.includes(';') && !value.includes(',') ? value.split(';') : value.split(',')))) {
    const word = plainText(text);
    const key = word.toLowerCase();
    if (word !== '' && word.length <= 80 && !/^https?:|^\w+:\S/.test(word) && !found.has(key) && found.size < MAX_KEYWORDS)
      found.set(key, word);
  }
  return [...found.values()];
}

export function readSection(facts: Facts): string | null {
  const own = ofArticles(facts, 'articleSection')
    .flatMap(listIn)
    .map((value) => textIn(value))
    .find((text) => text !== undefined);
  const text = plainText(
    own ??
      facts.first('article:section', 'og:article:section', 'section', 'parsely-section') ??
      facts.micro.get('articlesection')?.[0] ??
      '',
  );
  return text === '' || text.length > 120 || /^https?:/.test(text) ? null : text;
}

const OG_IMAGE = /^og:image(?::(?:secure_)?url)?$/;

// Properties of an image follow it (Open Graph protocol, "arrays"); of images with no width the first is meant.
function largestOgImage({ doc }: Facts): string | undefined {
  let best: { url: string; width: number } | undefined;
  let last: { url: string; width: number } | undefined;
  for (const { key, content } of doc.metas) {
    if (OG_IMAGE.test(key)) last = { url: content, width: 0 };
    else if (key === 'og:image:width' && last !== undefined) last.width = Number.parseInt(content, 10) || 0;
    if (last !== undefined && (best === undefined || last.width > best.width)) best = last;
  }
  return best?.url;
}

/** The lead image: the largest og:image, else the largest that JSON-LD gives, else Twitter's, else microdata's. */
export function readImage(facts: Facts, base: string): string | null {
  const images = ofArticles(facts, 'image')
    .slice(0, 1)
    .flatMap(listIn)
    .flatMap((value) => (isItem(value) && Array.isArray(value['url']) ? value['url'] : [value]));
  const width = (value: unknown) => (isItem(value) ? Number.parseInt(textIn(value['width']) ?? '0', 10) || 0 : 0);
  const largest = [...images].sort((a, b) => width(b) - width(a)).map((value) => textIn(value, facts.items, ['url', 'contentUrl', '@id']));
  const links = [
    largestOgImage(facts),
    ...facts.meta('og:image').slice(0, 3),
    ...largest,
    ...facts.meta('twitter:image', 'twitter:image:src'),
    ...(facts.micro.get('image.url') ?? []),
    ...(facts.micro.get('image') ?? []),
  ];
  return links.map((link) => absoluteUrl(link, base)).find((link) => link !== null) ?? null;
}

const ALIASES: Readonly<Record<string, string>> = {
  jp: 'ja',
  cn: 'zh',
  gr: 'el',
  cz: 'cs',
  ua: 'uk',
  dk: 'da',
  se: 'sv',
  iw: 'he',
  in: 'id',
  nb: 'no',
  nn: 'no',
};

/** The declared language, primary subtag: html lang, og:locale, inLanguage, content-language. */
export function readLanguage(facts: Facts): string | null {
  const declared = [
    facts.doc.lang,
    ...facts.meta('og:locale'),
    textIn(ofArticles(facts, 'inLanguage')[0]) ?? '',
    ...(facts.micro.get('inlanguage') ?? []),
    ...facts.meta('content-language', 'language', 'dc.language', 'dcterms.language'),
  ];
  for (const text of declared) {
    const code = /^\s*([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,3}\s*$/i.exec(text)?.[1]?.toLowerCase();
    if (code !== undefined && code !== 'und' && code !== 'mul' && code !== 'utf') return ALIASES[code] ?? code;
  }
  return null;
}

/** Whether the whole text may be read without paying, where the page says so. */
export function readIsFree(facts: Facts): boolean | null {
  const parts = ofArticles(facts, 'hasPart')
    .flatMap(listIn)
    .filter(isItem)
    .map((part) => part['isAccessibleForFree']);
  const values = [...parts, ...ofArticles(facts, 'isAccessibleForFree'), ...(facts.micro.get('isaccessibleforfree') ?? [])].map((value) =>
    String(textIn(value) ?? value).toLowerCase(),
  );
  if (values.some((value) => value === 'false' || value.endsWith('/false'))) return false;
  const tier = facts.first('article:content_tier')?.toLowerCase();
  if (tier === 'locked') return false;
  return values.some((value) => value === 'true' || value.endsWith('/true')) || tier === 'free' ? true : null;
}

/** rel=canonical as an absolute address. */
export const readCanonical = (facts: Facts, base: string): string | null => readLink(facts, base, 'canonical');

/** The AMP edition of the page: rel=amphtml, or its own address where it is one (AMP HTML, "discovery"). */
export const readAmp = (facts: Facts, base: string): string | null =>
  facts.doc.amp ? absoluteUrl(facts.url, facts.url) : readLink(facts, base, 'amphtml');

/** `0;url=https://…`, the form of a refresh. One after more than ten seconds is for readers who stay. */
const MAX_REFRESH = 4_096;
const REFRESH = /^\s*\d(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*["']?\s*|(?!url\s*=)["']?)([^"'\s]+)/i;

/** Where the page's own refresh leads (HTML, "shared declarative refresh steps"), absolute; null for one of this page itself. */
export function readMoved(facts: Facts, base: string): string | null {
  const text = facts.meta('refresh')[0] ?? '';
  const url = text.length > MAX_REFRESH ? null : absoluteUrl(REFRESH.exec(text)?.[1], base);
  return url === absoluteUrl(facts.url, facts.url) ? null : url;
}

function readLink(facts: Facts, base: string, rel: string): string | null {
  const link = facts.doc.links.find((attrs) => (attrs['rel'] ?? '').toLowerCase().split(/\s+/).includes(rel));
  return absoluteUrl(link?.['href'], base);
}
