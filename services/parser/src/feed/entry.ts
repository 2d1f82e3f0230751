import { foldSpace, plainText } from '../text/plain.ts';
import { linkOf } from './links.ts';
import { enclosuresOf, imageOf } from './media.ts';
import { authorsOf, distinct } from './people.ts';
import type { Node, RichEntry } from './types.ts';
import { absolute } from './url.ts';
import { all, dateOf, htmlOf, lineOf, pick, textOf } from './value.ts';

const PUBLISHED = [
  'pubdate',
  'atom:published',
  'atom:issued',
  'dc:date',
  'dcterms:issued',
  'dcterms:created',
  'atom:created',
  'published',
  'date',
  'dcterms:date',
];
const UPDATED = ['atom:updated', 'atom:modified', 'dcterms:modified', 'updated', 'lastbuilddate', 'modified', 'dc:date'];

/** One RSS, RDF or Atom item as an entry; `id` is filled when the whole feed is known. */
export function toEntry(item: Node, root: string): RichEntry {
  const published = dateOf(item, ...PUBLISHED);
  const updated = dateOf(item, ...UPDATED);
  const guid = idOf(item, 'guid', 'atom:id');
  const content = pick(item, 'content:encoded', 'atom:content', 'xhtml:body', 'xhtml:div', 'fullitem', 'content', 'body');
  const summary = pick(
    item,
    'description',
    'atom:summary',
    'summary',
    'dc:description',
    'dcterms:abstract',
    'itunes:summary',
    'itunes:subtitle',
    'media:description',
  );
  const group = pick(item, 'media:group');
  return {
    id: '',
    guid,
    link: linkOf(item, root) ?? outOfLine(item),
    title:
      lineOf(pick(item, 'title', 'atom:title', 'dc:title', 'itunes:title', 'media:title')) ??
      (group === undefined ? null : lineOf(pick(group, 'media:title'))),
    summary: htmlOf(summary) ?? (group === undefined ? null : htmlOf(pick(group, 'media:description'))),
    content: htmlOf(content),
    authors: authorsOf(item),
    categories: categoriesOf(item),
    published: published.at,
    published_raw: published.raw ?? updated.raw,
    updated: updated.at,
    image: imageOf(item),
    language: languageOf(item),
    enclosures: enclosuresOf(item),
    ...sourceOf(item),
  };
}

/** The first identifier, else rdf:about. RFC 4287 ids are IRIs: one written as a path is resolved. */
export function idOf(node: Node, ...names: string[]): string | null {
  const found = pick(node, ...names);
  const text = found === undefined ? '' : foldSpace(found.text);
  if (found?.name === 'atom:id' && /^[^:\s]*\/[^\s]*$/.test(text)) return absolute(text, found.base) ?? text;
  return text || (node.attrs['about'] ?? textOf(node, 'dc:identifier'));
}

// Atom content kept elsewhere (`src`) is the entry's page where no link names one.
const outOfLine = (item: Node): string | null => {
  const content = all(item, 'atom:content').find((node) => node.attrs['src'] !== undefined);
  return absolute(content?.attrs['src'], content?.base ?? item.base) ?? null;
};

/** Categories of an item or feed: text or term, Dublin Core subjects, iTunes categories (nested) and keywords. */
export function categoriesOf(node: Node): string[] {
  const values: (string | null)[] = [];
  const waiting = [...node.children];
  for (let child = waiting.shift(); child !== undefined; child = waiting.shift()) {
    const { name, attrs, text } = child;
    if (name === 'category' || name === 'dc:subject' || name === 'atom:category' || name === 'dcterms:subject')
      values.push(plainText(text) || attrs['term'] || attrs['label'] || attrs['text'] || null);
    else if (name === 'itunes:keywords' || name === 'media:keywords') values.push(...text.split(',').map(foldSpace));
    else if (name === 'itunes:category') {
      values.push(attrs['text'] ?? foldSpace(text));
      waiting.unshift(...child.children);
    } else if (name === 'media:category') values.push(attrs['label'] ?? foldSpace(text));
  }
  return distinct(values);
}

export function languageOf(node: Node): string | null {
  const text = textOf(node, 'language', 'dc:language', 'dcterms:language') ?? node.lang ?? node.attrs['lang'] ?? null;
  return text === null || text === '' ? null : text.replaceAll('_', '-').slice(0, 35);
}

function sourceOf(item: Node): Pick<RichEntry, 'source' | 'sourceId'> {
  const source = item.children.find((child) => child.name === 'source' || child.name === 'atom:source');
  if (source === undefined) return { source: null, sourceId: null };
  const title = lineOf(pick(source, 'atom:title', 'title')) ?? (foldSpace(source.text) || null);
  const link = linkOf(source, 'atom') ?? absolute(source.attrs['url'] ?? source.attrs['href'], source.base) ?? null;
  const sourceId = textOf(source, 'atom:id', 'id');
  return { source: title === null && link === null ? null : { title, link }, sourceId };
}
