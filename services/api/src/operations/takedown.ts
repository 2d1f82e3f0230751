import { hostOf, urlKey } from '@newsmill/contracts/ids';
import type { ApiContext } from '../context.ts';

/**
 * Takes a document, or everything of a host, out for good. Tombstones come first: they outlive Redis and Elasticsearch and stop every job
 * that is under way, every poll, replay, rebuild and import. Then records, documents, what others have of them, waiting URLs, kept bodies. Repeating it changes nothing.
 */
export async function takeDown(
  { store, search }: ApiContext,
  target: { url: string } | { host: string },
  why: string,
): Promise<{ urls: string[]; files: number }> {
  const own = 'url' in target ? [{ urlKey: urlKey(target.url), url: target.url }] : [];
  if ('host' in target) await store.bodies.bury([{ host: target.host }], why);
  else await store.bodies.bury(own, why);
  const found = 'url' in target ? await search.takedown.ofUrl(urlKey(target.url)) : await search.takedown.ofHost(target.host);
  const all = [...new Map([...own, ...found].map((one) => [one.urlKey, one])).values()];
  await store.bodies.bury(all, why);
  const keys = all.map((one) => one.urlKey);
  const stories = await search.takedown.storiesOf(keys);
  await search.takedown.remove(keys);
  await search.takedown.bereave(keys, stories, store.akin);
  for (const one of all) await store.frontier.remove({ ...one, kind: 'page' });
  const files = await store.bodies.deleteOf(new Set(keys));
  return { urls: all.map(({ url }) => url), files };
}

/** Whether a URL was taken down, itself or with its host. */
export const isTakenDown = ({ store }: ApiContext, url: string): Promise<boolean> => store.bodies.isBuried(urlKey(url), hostOf(url));
