import { createHash } from 'node:crypto';
import type { RichEntry } from './types.ts';

/** Gives each entry its id: the guid where unique in this feed, else the link where unique, else a hash of what it says. */
export function identify(entries: RichEntry[]): void {
  const guids = count(entries.map((entry) => entry.guid));
  const links = count(entries.map((entry) => entry.link));
  for (const entry of entries) {
    if (entry.guid !== null && guids.get(entry.guid) === 1) entry.id = entry.guid;
    else if (entry.link !== null && links.get(entry.link) === 1) entry.id = entry.link;
    else entry.id = contentId(entry);
  }
}

function count(values: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function contentId({ guid, link, title, published_raw, summary }: RichEntry): string {
  const text = title === null && link === null ? [guid, published_raw, summary] : [guid, link, title];
  return createHash('sha256').update(JSON.stringify(text)).digest('base64url').slice(0, 27);
}
