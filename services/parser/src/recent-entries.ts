import { RECENT_ENTRIES, type RecentEntry, shortText, zRecentEntries } from '@newsmill/contracts';
import { type Store, scratchKey } from '@newsmill/store';
import type { Found } from './feed-entries.ts';

const MOST = 300;
const MOST_TITLE = 1_000;
const MOST_CATEGORIES = 20;

/** Remembers what a feed has had lately, also what its rules leave out: new rules can be tried on it. What cannot be read any more is made anew. */
export async function rememberEntries({ bodies }: Store, feedId: string, found: readonly Found[]): Promise<void> {
  const before = await bodies
    .getScratch(scratchKey(feedId, RECENT_ENTRIES))
    .then((kept) => zRecentEntries.parse(kept))
    .catch((): RecentEntry[] => []);
  const now = found.map(
    ({ url, entry: { title, categories, published } }): RecentEntry => ({
      title: title === null ? null : shortText(title, MOST_TITLE),
      url,
      categories: categories.slice(0, MOST_CATEGORIES).map((one) => shortText(one, 200)),
      published,
    }),
  );
  const byUrl = new Map([...now, ...before].toReversed().map((one) => [one.url, one]));
  const recent = [...new Map([...now, ...before].map(({ url }) => [url, byUrl.get(url)])).values()];
  await bodies.putScratch(feedId, RECENT_ENTRIES, recent.slice(0, MOST));
}
