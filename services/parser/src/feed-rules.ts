import type { Entry, EntryRule, FeedConfig } from '@newsmill/contracts';

type Rules = Pick<FeedConfig, 'include' | 'exclude'>;

/** Whether a person wants this entry of the feed. */
export function isWanted(entry: Pick<Entry, 'title' | 'categories'>, url: string, { include = [], exclude = [] }: Rules): boolean {
  const any = (rules: readonly EntryRule[]): boolean => rules.some((rule) => matches(rule, entry, url));
  return (include.length === 0 || any(include)) && !any(exclude);
}

function matches({ field, text }: EntryRule, { title, categories }: Pick<Entry, 'title' | 'categories'>, url: string): boolean {
  const texts = { title: [title ?? ''], url: [url], category: categories, any: [title ?? '', url, ...categories] }[field];
  const pieces = folded(text)
    .split('*')
    .filter((piece) => piece !== '');
  return texts.some((one) => holds(folded(one), pieces));
}

/** The pieces in their order, each found once: linear, where a pattern language of regular expressions could run for ever. */
function holds(text: string, pieces: readonly string[]): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return true;
}

const folded = (text: string): string =>
  text
    .slice(0, 4_096)
    .normalize('NFKD')
    .replace(/\p{M}{1,30}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ');
