// The neutral shape of the conformance data: `node <data>/score.mjs services/parser/bench/feeds.ts`; score.ts runs it all.
// @boundaries-ignore one bench for the pure rules of fetch and parse
export { isAllowed } from '../../fetcher/src/robots.ts';
export { discoverFeeds } from '../src/feed/discover.ts';

import { readFeed } from '../src/feed/index.ts';
import { readDate } from '../src/text/date.ts';

type Options = { contentType?: string; url?: string };

export function parseFeed(bytes: Uint8Array, { contentType, url }: Options = {}) {
  const { entries, ...feed } = readFeed(bytes, { url: url ?? '', ...(contentType !== undefined && { contentType }) });
  return {
    feed,
    entries: entries.map(({ guid, source, sourceId, ...entry }) => ({
      ...entry,
      id: guid,
      source: source === null && sourceId === null ? null : { title: source?.title ?? null, link: source?.link ?? null, id: sourceId },
    })),
  };
}

/** Milliseconds since 1970, or null where the text is no date. */
export function parseFeedDate(text: string): number | null {
  const read = readDate(text);
  return read === undefined ? null : Date.parse(read.at);
}
