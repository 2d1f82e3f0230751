import type { Client } from '@elastic/elasticsearch';
import {
  asFault,
  DependencyDown,
  type EnrichedArticle,
  type Facts,
  type Fault,
  type FeedState,
  type IndexJob,
  type IndexJobOf,
} from '@newsmill/contracts';
import type { IndexNames } from '../names.ts';
import { readMany } from '../registry.ts';
import { homeKeeper } from '../setup.ts';
import { writeArticles } from './articles.ts';
import { bulkOf, type ItemWrite } from './bulk.ts';
import { writeAgain, writeFacts, writeVectors } from './facts.ts';
import { writeFetches } from './fetches.ts';
import { writeUrls } from './urls.ts';

/** What the pipeline yields, with the article itself where the job only names it. `feeds`: the feed that announced the URL. */
export type WriteItem =
  | { job: IndexJobOf<'article'>; article: EnrichedArticle; validators: { etag: string | null; last_modified: string | null } }
  | { job: IndexJobOf<'url'>; feeds: { id: string; url: string }[] }
  | { job: IndexJobOf<'feed'> }
  | { job: IndexJobOf<'fetch'> }
  | { job: IndexJobOf<'vector'> }
  /** One of those that the job names, and what is known of it now. */
  | { job: IndexJobOf<'facts'>; docId: string; facts: Facts };

/** What became of the item; `revised`: its text is another to its readers; `removed` where a takedown forbids it; `absent`: what it amends is not stored (yet). */
export type Written = 'created' | 'revised' | 'updated' | 'same' | 'removed' | 'absent';

const MAX_ROUNDS = 8;

export type WriterContext = { client: Client; names: IndexNames; ensureHome: (home: string) => Promise<void> };
/** One round for one item: its end, or `again` where another writer came between. */
export type RoundResult = Written | 'again' | Fault | DependencyDown;

/**
 * The merging bulk writer. Each item is answered for itself: fulfilled with what was done, or rejected with a Fault (this document is refused)
 * or DependencyDown (the cluster is away, or asks for patience). Writes are guarded by sequence numbers, so a lost race is read and merged again.
 */
export function createWriter(
  client: Client,
  names: IndexNames,
  ensureHome = homeKeeper(client, names),
): (items: readonly WriteItem[]) => Promise<PromiseSettledResult<Written>[]> {
  const context = { client, names, ensureHome };
  return async (items) => {
    const results: (Written | Fault | DependencyDown | undefined)[] = items.map(() => undefined);
    const rounds = items.map(() => 0);
    for (let open = firstOfEachIdentity(items, results); open.length > 0; open = firstOfEachIdentity(items, results)) {
      const answers = await runRound(
        context,
        open.map((at) => items[at] as WriteItem),
      );
      open.forEach((at, i) => {
        const answer = answers[i] ?? 'again';
        rounds[at] = (rounds[at] ?? 0) + 1;
        if (answer !== 'again') results[at] = answer;
        else if (rounds[at] >= MAX_ROUNDS) results[at] = new DependencyDown('Elasticsearch (the document changes too fast)');
      });
    }
    return results.map(settle);
  };
}

/** Two items of one batch with the same identity would only conflict: the second waits for the next round. */
function firstOfEachIdentity(items: readonly WriteItem[], results: readonly unknown[]): number[] {
  const taken = new Set<string>();
  return items.flatMap((item, at) => {
    if (results[at] !== undefined) return [];
    const keys = identitiesOf(item);
    if (keys.some((key) => taken.has(key))) return [];
    for (const key of keys) taken.add(key);
    return [at];
  });
}

function identitiesOf(item: WriteItem): string[] {
  if ('facts' in item) return [item.docId];
  const { job } = item;
  if (job.kind === 'article') return [job.urlKey, job.docId];
  if (job.kind === 'vector') return [job.docId];
  if (job.kind === 'fetch') return [`fetch ${job.urlKey} ${job.n} ${job.tries}`];
  return [`${job.kind === 'feed' ? 'feed ' : ''}${job.urlKey}`];
}

async function runRound(context: WriterContext, items: readonly WriteItem[]): Promise<RoundResult[]> {
  const pick = <K extends IndexJob['kind']>(kind: K) =>
    items.filter((item): item is Extract<WriteItem, { job: IndexJobOf<K> }> => item.job.kind === kind);
  const [urls, feeds, fetches, facts, vectors] = [pick('url'), pick('feed'), pick('fetch'), pick('facts'), pick('vector')];
  const [again, articles] = [pick('article').filter(({ job }) => job.again), pick('article').filter(({ job }) => !job.again)];
  const answers = new Map<WriteItem, RoundResult>();
  const note = (group: readonly WriteItem[], results: readonly RoundResult[]): void =>
    group.forEach((item, at) => {
      const result = results[at];
      if (result !== undefined) answers.set(item, result);
    });
  note(articles, await isolated(articles, (some) => writeArticles(context, some)));
  note(again, await isolated(again, (some) => writeAgain(context, some)));
  note(facts, await isolated(facts, (some) => writeFacts(context, some)));
  note(vectors, await isolated(vectors, (some) => writeVectors(context, some)));
  note(urls, await isolated(urls, (some) => writeUrls(context, some)));
  note(feeds, await isolated(feeds, (some) => writeFeedStates(context, some)));
  note(fetches, await isolated(fetches, (some) => writeFetches(context, some)));
  return items.map((item) => answers.get(item) ?? 'again');
}

/** An item on which the writing itself fails (an address that cannot be read, a request over the limit) must not take its neighbours along. */
async function isolated<T>(items: readonly T[], write: (some: readonly T[]) => Promise<RoundResult[]>): Promise<RoundResult[]> {
  try {
    return await write(items);
  } catch (error) {
    if (error instanceof DependencyDown) throw error;
    if (items.length <= 1) return items.map(() => asFault(error));
    const half = Math.ceil(items.length / 2);
    return [...(await isolated(items.slice(0, half), write)), ...(await isolated(items.slice(half), write))];
  }
}

/** The copy of a feed's state; one of an earlier poll that comes late says nothing any more. */
async function writeFeedStates({ client, names }: WriterContext, items: readonly { job: IndexJobOf<'feed'> }[]): Promise<RoundResult[]> {
  const index = names.feedStates;
  const found = await readMany<FeedState>(
    client,
    items.map(({ job }) => ({ index, id: job.state.id })),
  );
  const results: RoundResult[] = items.map(() => 'same');
  const writes = items.flatMap(({ job: { state } }, at): ItemWrite[] => {
    const stored = found.get(`${index}/${state.id}`);
    if ((stored?.source.last_polled_at ?? '') > (state.last_polled_at ?? '')) return [];
    results[at] = stored === undefined ? 'created' : 'updated';
    return [{ at, write: { index, id: state.id, source: state, version: stored ?? 'create' } }];
  });
  await bulkOf(client, writes, results);
  return results;
}

function settle(result: Written | Fault | DependencyDown | undefined = new DependencyDown('Elasticsearch')): PromiseSettledResult<Written> {
  if (typeof result === 'string') return { status: 'fulfilled', value: result };
  return { status: 'rejected', reason: result };
}
