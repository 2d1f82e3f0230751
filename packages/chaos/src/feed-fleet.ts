import type { FeedItem, Web } from '@newsmill/testkit';
import type { Random } from './random.ts';
import { articlePage } from './world.ts';

/** What a feed of the fleet answers, and how many of a thousand do so. Those that fail have a host of their own: a failure is the whole host's. */
const KINDS = {
  steady: 520,
  quiet: 200,
  unconditional: 60,
  moved: 60,
  movedAway: 40,
  slow: 40,
  missing: 20,
  gone: 20,
  busy: 10,
  failing: 10,
  busyAtFirst: 10,
  failingAtFirst: 10,
} as const;
type Kind = keyof typeof KINDS;
export type FleetFeed = {
  kind: Kind;
  host: string;
  url: string;
  target: string | null;
  items: FeedItem[];
  addedAt: number[];
  perDay: number;
};

const ALONE: ReadonlySet<Kind> = new Set(['busy', 'failing', 'busyAtFirst', 'failingAtFirst']);
/** Seconds that a busy server asks to be left alone. */
export const RETRY_AFTER = 4;
const SLOW_MS = 150;
const FAILS_AT_FIRST = 2;
const ITEMS_AT_FIRST = 3;
const DAY_MS = 86_400_000;
const PATH = /^\/feed-\d+\.xml$/;
export const isPoll = ({ path }: { path: string }): boolean => PATH.test(path) || path.startsWith('/now-at/');

/** A feed that moved within its host is read in one exchange of two requests. */
export const isHop = (before: { path: string }, { path }: { path: string }): boolean =>
  path.startsWith('/now-at/') && before.path === `/feed-${path.slice('/now-at/'.length)}`;

/** Feeds of every kind on so many hosts; `virtual` is the services' clock. */
export function buildFleet(
  web: Web,
  random: Random,
  { feeds: count, hosts }: { feeds: number; hosts: number },
  virtual: () => number,
): FleetFeed[] {
  const kinds = Object.entries(KINDS).flatMap(([kind, share]) =>
    Array.from({ length: Math.max(1, Math.round((share * count) / 1_000)) }, () => kind as Kind),
  );
  const alone = kinds.filter((kind) => ALONE.has(kind)).length;
  let loner = 0;
  return kinds.map((kind, at) => {
    const host = ALONE.has(kind) ? `alone-${loner++}.example.com` : `host-${at % (hosts - alone)}.example.com`;
    // log-normal: a few feeds have most of the items
    const perDay = kind === 'quiet' ? 0 : kind.startsWith('moved') ? 24 : Math.min(60, 3 * Math.exp(normal(random)));
    const feed: FleetFeed = { kind, host, url: `http://${host}/feed-${at}.xml`, target: null, items: [], addedAt: [], perDay };
    for (let n = ITEMS_AT_FIRST; n > 0; n--) addItem(web, random, feed, virtual() - (n * DAY_MS) / Math.max(perDay, 0.3));
    serve(web, feed, at);
    return feed;
  });
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function addItem(web: Web, random: Random, feed: FleetFeed, published: number): void {
  const path = `${new URL(feed.url).pathname.replace('.xml', '')}/${feed.items.length}.html`;
  const title = `Item ${feed.items.length} of ${feed.url}`;
  web.site(feed.host).page(path, articlePage(random, title));
  feed.items.push({ url: `http://${feed.host}${path}`, title, guid: path, published: new Date(published) });
  feed.addedAt.push(Date.now());
}

/** What was published since the last call, `passed` ms of the services' clock ago. */
export function publish(web: Web, random: Random, fleet: readonly FleetFeed[], passed: number, virtualNow: number): void {
  for (const feed of fleet) if (random.next() < (feed.perDay * passed) / DAY_MS) addItem(web, random, feed, virtualNow);
}

function serve(web: Web, feed: FleetFeed, at: number): void {
  const { kind, host, items } = feed;
  const site = web.site(host);
  const path = new URL(feed.url).pathname;
  const whole = { title: `Feed ${at}` };
  if (kind === 'moved' || kind === 'movedAway') {
    feed.target = `http://${kind === 'moved' ? host : `new-${host}`}/now-at/${at}.xml`;
    site.redirect(path, feed.target, 301);
    web.site(new URL(feed.target).host).feed(`/now-at/${at}.xml`, items, whole);
  } else if (kind === 'missing') site.remove(path);
  else if (kind === 'gone') site.page(path, { status: 410 });
  else if (kind === 'busy') site.page(path, busy);
  else if (kind === 'failing') site.page(path, failing);
  else site.feed(path, items, { ...whole, conditional: kind !== 'unconditional', delayMs: kind === 'slow' ? SLOW_MS : 0 });
  if (kind === 'busyAtFirst' || kind === 'failingAtFirst') failAtFirst(web, feed, path, whole);
}

const busy = { status: 429, headers: { 'retry-after': String(RETRY_AFTER) } };
const failing = { status: 503, body: 'Back soon.' };

function failAtFirst(web: Web, { kind, host, items }: FleetFeed, path: string, whole: { title: string }): void {
  const site = web.site(host);
  let failed = 0;
  site.handle(path, (_req, res) => {
    const { status, headers } = kind === 'busyAtFirst' ? busy : { ...failing, headers: {} };
    res.writeHead(status, headers).end();
    if (++failed === FAILS_AT_FIRST) site.feed(path, items, whole);
  });
}
