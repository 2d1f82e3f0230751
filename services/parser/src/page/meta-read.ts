import { plainText } from '../text/plain.ts';
import { type Item, isArticle, readJsonLd, typesOf } from './json-ld.ts';
import { readMicrodata } from './microdata.ts';
import type { Doc, El, Line } from './types.ts';

/** Everything a page says about itself, gathered once; the readers of single fields pick from it. */
export type Facts = {
  readonly url: string;
  readonly doc: Doc;
  readonly items: readonly Item[];
  /** The items that are articles; the one the page is about first. */
  readonly articles: readonly Item[];
  readonly micro: ReadonlyMap<string, string[]>;
  readonly lines: readonly Line[];
  readonly noted: readonly El[];
  readonly named: readonly El[];
  /** Values of meta elements by name, in order. */
  meta(...keys: string[]): string[];
  /** The first of them, as plain text. */
  first(...keys: string[]): string | undefined;
};

export function gatherFacts(doc: Doc, url: string, walk: Pick<Facts, 'lines' | 'noted' | 'named'>): Facts {
  const metas = new Map<string, string[]>();
  for (const { key, content } of doc.metas) metas.set(key, [...(metas.get(key) ?? []), content]);
  const meta = (...keys: string[]) => keys.flatMap((key) => metas.get(key) ?? []);
  const items = readJsonLd(doc.jsonLd);
  const first = (...keys: string[]) =>
    meta(...keys)
      .map(plainText)
      .find((text) => text !== '');
  return { url, doc, items, articles: rank(items.filter(isArticle)), micro: readMicrodata(walk.noted), meta, first, ...walk };
}

// A page about one article may list others: the one with a headline and a body or a date comes first.
function rank(articles: readonly Item[]): Item[] {
  const weight = (item: Item) =>
    (item['headline'] !== undefined ? 2 : 0) +
    (item['datePublished'] !== undefined ? 1 : 0) +
    (item['articleBody'] !== undefined ? 1 : 0) +
    (item['author'] !== undefined ? 1 : 0);
  return [...articles].sort((a, b) => weight(b) - weight(a));
}

/** The values of a property over the page's articles, the main one first. */
export const ofArticles = (facts: Facts, key: string): unknown[] =>
  facts.articles.map((item) => item[key]).filter((value) => value !== undefined && value !== null && value !== '');

const OTHER = /^(?:WebPage|ItemPage|FAQPage|Recipe|HowTo|Question|CreativeWork|VideoObject|Review|Product|Event)$/;

/** The values of a property over what else the page may be about where it is no article: a recipe, a question, a video. */
export const ofPage = (facts: Facts, ...keys: string[]): unknown[] =>
  facts.items
    .filter((item) => typesOf(item).some((type) => OTHER.test(type)))
    .flatMap((item) => keys.map((key) => item[key]))
    .filter((value) => value !== undefined && value !== null && value !== '');
