import { MAX_URL } from '@newsmill/contracts';
import { acceptedCanonical, plainVariants, urlKey } from '@newsmill/contracts/ids';
import type { Search } from '@newsmill/search';

type Declared = { title: string | null; body: string; canonical: string | null; og_url: string | null };

const RUN = 4;

/**
 * The URL that names the document: what the page declares, if that is acceptable, else where it was found. A declared one is ignored
 * (`conflict`) where it belongs to a document that is plainly another article: its title differs and it shares under half of the 4-word runs.
 * Templates that give every page one canonical would otherwise fold a whole site into one document.
 * An AMP or print page that names no other address than its own joins the article that is stored where such editions have theirs, if its text
 * is that article's.
 */
export async function chooseCanonical(
  search: Search,
  page: Declared,
  pageUrl: string,
  ownKey: string,
): Promise<{ url: string; conflict: boolean }> {
  const declared = [page.canonical, page.og_url].map((url) => acceptedCanonical(url ?? undefined, pageUrl));
  const found = declared.find((one) => one !== undefined && 'url' in one);
  const accepted = found !== undefined && 'url' in found && found.url.length <= MAX_URL ? found.url : undefined;
  if (accepted === undefined) return { url: (await plainEdition(search, page, pageUrl)) ?? pageUrl, conflict: false };
  const docId = urlKey(accepted);
  if (docId === urlKey(pageUrl) || docId === ownKey)
    return { url: (await plainEdition(search, page, accepted)) ?? accepted, conflict: false };

  const records = await search.registry.get([docId, ownKey]);
  const home = records.get(docId)?.home ?? null;
  if (home === null || records.get(ownKey)?.doc_id === docId) return { url: accepted, conflict: false };
  const stored = await search.articles.read(home, docId);
  const other = stored !== undefined && stored.title !== page.title && sharedRuns(page.body, stored.body) < 0.5;
  return other ? { url: pageUrl, conflict: true } : { url: accepted, conflict: false };
}

/** Of one title, half of the text is enough; an address that was guessed is believed for nearly all of it alone. */
const isEditionOf = (page: Declared, stored: { title: string; body: string }): boolean =>
  sharedRuns(page.body, stored.body) >= (stored.title === page.title ? 0.5 : 0.9);

/** Nothing that this page says is lost by joining: the share is counted of its own text. */
async function plainEdition(search: Search, page: Declared, pageUrl: string): Promise<string | undefined> {
  const urls = plainVariants(pageUrl);
  if (urls.length === 0) return undefined;
  const records = await search.registry.get(urls.map(urlKey));
  for (const url of urls) {
    const home = records.get(urlKey(url))?.home ?? null;
    const stored = home === null ? undefined : await search.articles.read(home, urlKey(url));
    if (stored !== undefined && isEditionOf(page, stored)) return url;
  }
  return undefined;
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
