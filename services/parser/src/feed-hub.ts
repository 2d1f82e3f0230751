import { MAX_URL, type ParsedFeed } from '@newsmill/contracts';
import { isPushing, type Store, type Subscription } from '@newsmill/store';
import { hasRelation, headerLinks } from './feed/link-header.ts';
import { webLink } from './feed/url.ts';
import type { Found } from './feed-entries.ts';

/** An entry that is as old is no race between the hub and the poll. */
const HUB_LATE_MS = 15 * 60_000;
/** Polls in a row with entries that the hub kept back, after which it counts as mute. */
const MOST_MISSED = 2;
/** Where a hub pushes, a poll is but the net below it. */
const NET_MS = 6 * 3_600_000;

/** The hub of a feed and the address under which it knows it (WebSub section 4: the answer's headers before the feed's own links). */
export function hubOf(
  feed: ParsedFeed,
  headers: Readonly<Record<string, string>>,
  finalUrl: string,
): { hub: string; topic: string } | undefined {
  const links = headerLinks(headers['link'] ?? '');
  const header = (relation: string): string | undefined => webLink(links.find((link) => hasRelation(link, relation))?.['href'], finalUrl);
  const hub = header('hub') ?? feed.hub;
  const topic = header('self') ?? feed.self ?? finalUrl;
  return hub === null || hub.length > MAX_URL || topic.length > MAX_URL ? undefined : { hub, topic };
}

/** How much later than by its own rhythm a feed is polled at least, ms: nothing unless its hub pushes. */
export const netMs = (subscription: Subscription | undefined): number =>
  subscription !== undefined && isPushing(subscription) ? NET_MS : 0;

/** After a poll (not a push): its hub is remembered, and one that kept new entries back is counted on no longer. */
export async function watchHub(
  { subscriptions }: Store,
  id: string,
  hub: { hub: string; topic: string } | undefined,
  before: Subscription | undefined,
  fresh: readonly Found[],
): Promise<void> {
  if (hub === undefined) return before === undefined ? undefined : subscriptions.remove(id);
  await subscriptions.want(id, hub.hub, hub.topic);
  if (before === undefined || !isPushing(before)) return;
  const since = before.since ?? Number.POSITIVE_INFINITY;
  const kept = fresh.some(({ entry }) => {
    const at = Date.parse(entry.published ?? entry.updated ?? '');
    return at > since && at < Date.now() - HUB_LATE_MS;
  });
  if (!kept) return;
  const missed = before.missed + 1;
  await subscriptions.change(id, {
    missed,
    ...(missed >= MOST_MISSED && { state: 'mute', detail: 'polls found entries that it had not pushed' }),
  });
}
