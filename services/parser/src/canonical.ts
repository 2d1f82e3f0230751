import { MAX_URL } from '@newsmill/contracts';
import { acceptedCanonical, urlKey } from '@newsmill/contracts/ids';
import type { Search } from '@newsmill/search';

type Declared = { title: string | null; body: string; canonical: string | null; og_url: string | null };

const RUN = 4;

/**
 * The URL that names the document: what the page declares, if that is acceptable, else where it was found.
 * A declared one is ignored (`conflict`) where it belongs to a document that is plainly another article: its title differs and it shares
 * under half of the 4-word runs. Templates that give every page one canonical would otherwise fold a whole site into one document.
 */
export async function chooseCanonical(
  search: Search,
  page: Declared,
  pageUrl: string,
  ownKey: string,
): Promise<{ url: string; conflict: boolean }> {
  const declared = [page.canonical, page.og_url].map((url) => acceptedCanonical(url ?? undefined, pageUrl));
  const accepted = declared.find((one) => one !== undefined && 'url' in one);
  if (accepted === undefined || !('url' in accepted) || accepted.url.length > MAX_URL) return { url: pageUrl, conflict: false };
  const docId = urlKey(accepted.url);
  if (docId === urlKey(pageUrl) || docId === ownKey) return { url: accepted.url, conflict: false };

  const records = await search.registry.get([docId, ownKey]);
  const home = records.get(docId)?.home ?? null;
  if (home === null || records.get(ownKey)?.doc_id === docId) return { url: accepted.url, conflict: false };
  const stored = await search.articles.read(home, docId);
  const other = stored !== undefined && stored.title !== page.title && sharedRuns(page.body, stored.body) < 0.5;
  return other ? { url: pageUrl, conflict: true } : { url: accepted.url, conflict: false };
}

/** Share of the first text's 4-word runs that the second has too. */
export function sharedRuns(one: string, other: string): number {
  const mine = runs(one);
  const theirs = runs(other);
  let shared = 0;
  for (const run of mine) if (theirs.has(run)) shared++;
  return mine.size === 0 ? 0 : shared / mine.size;
}

function runs(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(0, Math.max(1, words.length - RUN + 1)).map((_, at) => words.slice(at, at + RUN).join(' ')));
}
