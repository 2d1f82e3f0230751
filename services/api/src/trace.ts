import type { Article, FeedState } from '@newsmill/contracts';
import { hostOf, normalizeUrl, parseHttpUrl, unwrapUrl, urlKey } from '@newsmill/contracts/ids';
import type { UrlRecord } from '@newsmill/search';
import type { Exchange, FrontierView } from '@newsmill/store';
import { z } from 'zod';
import type { ApiContext } from './context.ts';
import { step, stepsOf, why } from './trace-steps.ts';

export const zTrace = z.object({
  url: z.string(),
  normalized: z.string(),
  url_key: z.string(),
  /** Where the URL stands, in one sentence. */
  answer: z.string(),
  status: z.enum([
    'unknown',
    'waiting',
    'fetching',
    'in_pipeline',
    'indexed',
    'merged',
    'unchanged',
    'redirected',
    'skipped',
    'removed',
    'dead',
    'feed',
  ]),
  code: z.string().nullable(),
  steps: z.array(z.object({ step: z.string(), at: z.string().nullable(), says: z.string() })),
  /** The addresses that its article was met under, 50 at most. */
  addresses: z.array(z.string()),
  document: z.object({ id: z.string(), index: z.string(), title: z.string(), url: z.string(), revision: z.number() }).nullable(),
});
export type Trace = z.infer<typeof zTrace>;

export type Evidence = {
  url: string;
  record: UrlRecord | undefined;
  view: FrontierView;
  feed: FeedState | undefined;
  document: Trace['document'];
  article: Article | undefined;
  exchange: Exchange | undefined;
  /** The addresses that redirected here from other hosts, oldest first. */
  cameFrom: string[];
};

const MAX_HOPS = 10;
const MOST_ADDRESSES = 50;

/** Where is my URL? Any spelling of it has the same key. One that wraps or redirects to another is followed to where it led. */
export async function traceUrl(context: ApiContext, url: string, hops = 0): Promise<Trace> {
  const { led, ...own } = await traceOne(context, url);
  if (led === undefined || hops >= MAX_HOPS) return own;
  const there = await traceUrl(context, led.url, hops + 1);
  const { status, code } = own.status === 'redirected' ? own : there;
  const steps = [...own.steps, ...led.steps, ...there.steps];
  return {
    ...own,
    status,
    code,
    answer: `It leads to ${led.url}: ${there.answer}`,
    steps,
    document: there.document,
    addresses: there.addresses,
  };
}

async function traceOne({ store, search }: ApiContext, url: string): Promise<Trace & { led: Led | undefined }> {
  const key = urlKey(url);
  const [records, view, config] = await Promise.all([
    search.registry.get([key]),
    store.frontier.look({ url, urlKey: key }),
    store.feeds.config(key),
  ]);
  const record = records.get(key);
  const feed = config === undefined ? undefined : await store.feeds.state(key);
  const { document, article } = await documentOf(search, record);
  // what the kept body can tell, where it is still there
  const exchange = record?.exchange ? await store.bodies.getExchange(record.exchange).catch(() => undefined) : undefined;
  const via = exchange?.item.via ?? [];
  const passed = via.length === 0 ? new Map<string, UrlRecord>() : await search.registry.get(via);
  const cameFrom = via.flatMap((one) => passed.get(one)?.url ?? []);
  const addresses = document === null ? [] : await search.registry.addressesOf(document.id, MOST_ADDRESSES);
  const evidence = { url, record, view, feed, document, article, exchange, cameFrom };
  const own = { url, normalized: normalizeUrl(url), url_key: key, ...stand(evidence), steps: stepsOf(evidence), document, addresses };
  return { ...own, led: ledTo(evidence, own.status) };
}

type Led = { url: string; steps: Trace['steps'] };

/** Where an address leads that is no page itself: it redirected there, or the other stands in it and was offered in its place. */
function ledTo({ url, record }: Evidence, status: Trace['status']): Led | undefined {
  const redirected = status === 'redirected' ? parseHttpUrl(record?.detail ?? '')?.href : undefined;
  if (redirected !== undefined) return { url: redirected, steps: [] };
  const wrapped = unwrapUrl(url);
  if (status !== 'unknown' || wrapped === url) return undefined;
  return { url: wrapped, steps: [step('unwrapped', null, `The address ${wrapped} stands in it and is taken in its place.`)] };
}

async function documentOf(search: ApiContext['search'], record: UrlRecord | undefined): Promise<Pick<Evidence, 'document' | 'article'>> {
  const docId = record?.doc_id ?? null;
  const home = docId === null ? null : ((await search.registry.get([docId])).get(docId)?.home ?? null);
  const article = docId === null || home === null ? undefined : await search.articles.read(home, docId);
  if (article === undefined || docId === null || home === null) return { document: null, article: undefined };
  return { document: { id: docId, index: home, title: article.title, url: article.canonical_url, revision: article.revision }, article };
}

/** Why a host is asked no more today. */
const usedUp = ({ hostDaily }: FrontierView): string =>
  hostDaily !== null && hostDaily.asked >= hostDaily.most ? `: its ${hostDaily.most} requests of today (requests_per_day) are made` : '';

function stand({ url, record, view, feed, document }: Evidence): Pick<Trace, 'answer' | 'status' | 'code'> {
  const code = record?.code ?? feed?.code ?? null;
  if (view.parkedUntil !== null) {
    const until = new Date(view.parkedUntil).toISOString();
    return { status: 'waiting', code, answer: `It waits until ${until}: its feed has brought its articles of the day (articles_per_day).` };
  }
  if (view.pendingSince !== null) {
    if (view.leasedBy === urlKey(url) && view.waiting)
      return { status: 'fetching', code, answer: `It is being fetched from ${hostOf(url)} now.` };
    if (view.waiting) {
      const until =
        view.hostNextAt !== null && view.hostNextAt > view.now ? ` not before ${new Date(view.hostNextAt).toISOString()}` : ' next';
      const tries = view.item !== null && view.item.tries > 0 ? ` after ${view.item.tries} failed tries` : '';
      return { status: 'waiting', code, answer: `It waits for the turn of ${hostOf(url)},${until}${tries}${usedUp(view)}.` };
    }
    return { status: 'in_pipeline', code, answer: 'It was fetched and is on its way through the stages.' };
  }
  if (feed !== undefined) {
    const answer =
      feed.code === null
        ? `A feed, last polled ${feed.last_polled_at ?? 'never'}; next poll ${feed.next_poll_at ?? 'soon'}.`
        : `A feed whose last poll failed: ${why(feed.code, feed.detail)}`;
    return { status: 'feed', code, answer };
  }
  if (record === undefined) {
    const answer = view.seen
      ? 'It was offered once, but nothing is recorded of it: its outcome was lost; it is offered again when a feed announces it or it is submitted.'
      : 'Unknown: no feed has announced it and nobody has submitted it, or it is written differently (compare `normalized`).';
    return { status: 'unknown', code: null, answer };
  }
  if (record.outcome === 'pending') return { status: 'in_pipeline', code, answer: 'It was met, and its outcome is still open.' };
  const inIndex = document === null ? '' : ` as "${document.title}" (${document.index}/${document.id}, revision ${document.revision})`;
  const sentences: Record<Exclude<UrlRecord['outcome'], 'pending'>, string> = {
    indexed: `Indexed${inIndex}.${record.code === null ? '' : ` The last fetch says: ${why(record.code, record.detail)}`}`,
    merged: `A variant of a known article${inIndex}.`,
    unchanged: `Fetched again and found unchanged${inIndex}.`,
    redirected: `It redirects to, or was only named as the canonical address of, another page${inIndex}.`,
    skipped: `Left out: ${why(record.code, record.detail)}`,
    removed: 'Removed by a takedown; it stays out.',
    dead: `Parked as a dead letter in ${record.stage ?? 'the pipeline'}: ${why(record.code, record.detail)}`,
  };
  return { status: record.outcome, code, answer: sentences[record.outcome] };
}
