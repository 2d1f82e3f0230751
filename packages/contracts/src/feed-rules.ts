import { z } from 'zod';
import type { Entry } from './entry.ts';
import type { EntryRule, FeedConfig } from './feed.ts';
import { zInstant } from './scalars.ts';

/** What rules look at, and what is remembered of the entries that a feed had lately; the newest first. */
export const zRecentEntry = z.object({
  title: z.string().nullable(),
  url: z.string(),
  categories: z.array(z.string()),
  published: zInstant.nullable(),
});
export const zRecentEntries = z.array(zRecentEntry);
export type RecentEntry = z.infer<typeof zRecentEntry>;
/** The name under which the body store has those of a feed among its scratch objects. */
export const RECENT_ENTRIES = 'recent entries';

type Rules = Pick<FeedConfig, 'include' | 'exclude'>;
type Judged = Pick<Entry, 'title' | 'categories'>;
/** Which list decided, and the number of the rule in it; `rule` null: none of `include` matches. Both null: there are no rules. */
export type EntryVerdict = { taken: boolean; list: 'include' | 'exclude' | null; rule: number | null };

/** Whether a person wants this entry of the feed, and by which rule. */
export function judgeEntry(entry: Judged, url: string, { include = [], exclude = [] }: Rules): EntryVerdict {
  const first = (rules: readonly EntryRule[]): number => rules.findIndex((rule) => matches(rule, entry, url));
  const out = first(exclude);
  if (out >= 0) return { taken: false, list: 'exclude', rule: out };
  if (include.length === 0) return { taken: true, list: null, rule: null };
  const into = first(include);
  return { taken: into >= 0, list: 'include', rule: into >= 0 ? into : null };
}

/** Whether one rule matches an entry. */
export function matches({ field, text }: EntryRule, { title, categories }: Judged, url: string): boolean {
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
