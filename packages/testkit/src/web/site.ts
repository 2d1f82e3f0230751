import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { type Answer, type Page, sendPage } from './answers.ts';
import { type FaultKind, type FaultOptions, faultAnswer } from './faults.ts';
import { FEED_TYPES, type FeedFormat, type FeedItem, renderFeed } from './feeds.ts';

type FeedOptions = Omit<Page, 'body'> & { format?: FeedFormat; title?: string; language?: string };

/** One host. A path may hold a query; without an answer for it, the path alone is looked up. A second call for a path replaces the first. */
export type Site = {
  host: string;
  page(path: string, page: string | Page): Site;
  /** The array is read at each request: the feed grows when it does. */
  feed(path: string, items: readonly FeedItem[], options?: FeedOptions): Site;
  redirect(path: string, location: string, status?: number): Site;
  fault(path: string, kind: FaultKind, options?: FaultOptions): Site;
  handle(path: string, handler: RequestListener): Site;
  /** The path is unknown again. */
  remove(path: string): Site;
};

export function createSite(host: string, reset: (socket: Socket) => void): { site: Site; answerFor(url: string): Answer | undefined } {
  const answers = new Map<string, Answer>();
  const put = (path: string, answer: Answer) => {
    answers.set(path, answer);
    return site;
  };
  const site: Site = {
    host,
    page: (path, page) => put(path, (req, res) => sendPage(req, res, typeof page === 'string' ? { body: page } : page)),
    feed: (path, items, { format = 'rss', title = host, language, ...page } = {}) => {
      const head = { title, siteUrl: `https://${host}/`, feedUrl: `https://${host}${path}`, ...(language && { language }) };
      return put(path, (req, res) => {
        const headers = { 'content-type': FEED_TYPES[format], ...page.headers };
        return sendPage(req, res, { ...page, headers, body: renderFeed(format, head, items) });
      });
    },
    redirect: (path, location, status = 302) => put(path, (_req, res) => void res.writeHead(status, { location }).end()),
    fault: (path, kind, options = {}) => put(path, faultAnswer(kind, options, reset)),
    handle: (path, handler) => put(path, handler),
    remove(path) {
      answers.delete(path);
      return site;
    },
  };
  return { site, answerFor: (url) => answers.get(url) ?? answers.get(url.replace(/\?.*$/, '')) };
}
