import { plainText } from '../text/plain.ts';
import type { Node } from './types.ts';
import { all, pick, textOf } from './value.ts';

const MAX_NAMES = 50;

/** Names of the authors of an item or a feed, without mail addresses, without repeats, in the order of the document. */
export function authorsOf(node: Node, feedLevel = false): string[] {
  const names: (string | null)[] = [];
  for (const child of all(node, 'atom:author')) names.push(personName(child));
  for (const child of all(node, 'author')) names.push(child.children.length > 0 ? personName(child) : personText(child.text));
  for (const child of all(node, 'dc:creator', 'dc:author', 'dcterms:creator')) names.push(personText(child.text));
  for (const child of all(node, 'itunes:author')) names.push(personText(child.text));
  if (feedLevel) for (const child of all(node, 'managingeditor')) names.push(personText(child.text));
  for (const child of all(node, 'media:credit')) if (child.attrs['role'] === 'author') names.push(personText(child.text));
  if (names.filter((name) => name !== null).length === 0) for (const child of all(node, 'atom:contributor')) names.push(personName(child));
  return distinct(names);
}

function personName(node: Node): string | null {
  const named = pick(node, 'atom:name', 'name');
  if (named !== undefined) return personText(named.text);
  return textOf(node, 'atom:email', 'email') ?? personText(node.text || (node.children[0]?.text ?? ''));
}

/** `mail@host (Name)`, `Name <mail@host>`, `Name (mail@host)`, a bare name, or a bare address (kept, it is all there is). */
function personText(raw: string): string | null {
  const text = plainText(raw.replace(/<([^<>@\s]{1,64}@[^<>@\s]{1,255})>/g, '($1)')).slice(0, 300);
  const address = /[^\s()<>@,;:]{1,64}@[^\s()<>@,;]{1,255}/.exec(text)?.[0];
  if (address === undefined) return text.replace(/^by\s+/i, '') || null;
  const rest = text
    .replace(address, ' ')
    .replace(/mailto:/i, ' ')
    .replace(/[()<>"]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return /\p{L}/u.test(rest) ? rest : address;
}

/** Non-empty values without repeats, at most 50. */
export function distinct(values: readonly (string | null | undefined)[]): string[] {
  const seen = new Set<string>();
  for (const value of values) {
    const text = value?.trim() ?? '';
    if (text !== '' && seen.size < MAX_NAMES) seen.add(text);
  }
  return [...seen];
}
