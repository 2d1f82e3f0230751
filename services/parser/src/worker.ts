import { asFault, type Code, type Entry, type ParsedFeed } from '@newsmill/contracts';
import { discoverFeeds, linkedFeeds } from './feed/discover.ts';
import { parseFeed } from './feed/index.ts';
import { listedSitemaps } from './feed/sitemap-index.ts';
import { extractPage, type Page } from './page/index.ts';
import { mergeEntry } from './page/merge-entry.ts';
import { decodeText } from './text/decode.ts';
import { plainText } from './text/plain.ts';

type Body = { bytes: Uint8Array; contentType: string | undefined; url: string };
export type Task =
  | ({ kind: 'feed' } & Body)
  | ({ kind: 'links' } & Body)
  /** `agent`: product token of our User-Agent. */
  | ({ kind: 'page'; entry: Entry | undefined; agent: string } & Body);
/** `links`: the feeds that a page declares, or the sitemaps that an index lists, and links that look like some. */
export type Parsed = { feed: ParsedFeed; page: Page; links: { isHtml: boolean; declared: string[]; linked: string[] } };
/** Classes do not survive the way between threads: a Fault travels as its code. */
export type Reply<K extends Task['kind']> = { ok: Parsed[K] } | { code: Code; detail: string };

const MIN_HINT = 200;
const MAX_SITEMAPS = 100;

/** The feed's own words on the page, where there are enough of them to tell which part of it they come from. */
function entryText(entry: Entry | undefined): string | undefined {
  const texts = [entry?.content, entry?.summary].map((html) => plainText(html ?? ''));
  return texts.find((text) => text.length >= MIN_HINT);
}

/** Runs in a worker thread: one body, as an outside world made it. */
export default function work(task: Task): Reply<Task['kind']> {
  try {
    const { bytes, contentType, url } = task;
    const type = contentType === undefined ? {} : { contentType };
    if (task.kind === 'feed') return { ok: parseFeed(bytes, { ...type, url }) };
    if (task.kind === 'links') return { ok: linksOf(decodeText(bytes, { ...type, kind: 'html' }), url) };
    const textHint = entryText(task.entry);
    const page = extractPage(decodeText(bytes, { ...type, kind: 'html' }), {
      url,
      agent: task.agent,
      ...(textHint !== undefined && { textHint }),
    });
    return { ok: mergeEntry(page, task.entry) };
  } catch (error) {
    const { code, detail } = asFault(error);
    return { code: code === 'internal' ? 'parse_crash' : code, detail };
  }
}

function linksOf(html: string, url: string): Parsed['links'] {
  const sitemaps = listedSitemaps(html, url);
  if (sitemaps.length > 0) return { isHtml: false, declared: sitemaps.slice(0, MAX_SITEMAPS), linked: [] };
  if (!/<(?:!doctype\s{1,9}html|html|head|body|meta|link|title)\b/i.test(html.slice(0, 16_384)))
    return { isHtml: false, declared: [], linked: [] };
  return { isHtml: true, declared: discoverFeeds(html, url), linked: linkedFeeds(html, url) };
}
