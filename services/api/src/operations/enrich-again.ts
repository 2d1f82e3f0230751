import { type Article, ENRICHER_VERSION, ENRICHERS, type EnrichJob, zParsedArticle } from '@newsmill/contracts';
import type { ApiContext } from '../context.ts';
import { LEASE_MS, MOST_OPEN, untilOpen } from './rebuild-index.ts';

type Context = Pick<ApiContext, 'store' | 'search' | 'queues' | 'embed'>;

/** What enrichers that failed have said. */
const FLAGS = new Set([...Object.keys(ENRICHERS), 'older_copies'].map((name) => `no_${name}`));

/**
 * Runs the enrichers over the stored articles that an older version of them enriched and, where there is a model, over those that lack their vector.
 * What they find takes the old one's place where it differs; texts, dates, stories and outcomes stay, nothing is a revision and nothing rings.
 * `onBegin` is called when its state can be asked. Answers false when a rebuild is running already.
 */
export async function enrichAgain(context: Context, onBegin: () => void = () => undefined): Promise<boolean> {
  const { store, search } = context;
  const ran = await store.lease('rebuild-index', LEASE_MS, async () => {
    await search.setUp();
    await store.rebuild.begin(0);
    onBegin();
    try {
      for await (const page of search.rebuild.enrichedBefore(ENRICHER_VERSION, { vectors: context.embed !== undefined })) {
        for (const { id, source } of page) await send(context, id, source);
        await untilOpen(store.rebuild.openCount, MOST_OPEN);
      }
      await untilOpen(store.rebuild.openCount, 0);
      await store.rebuild.note({ phase: 'done' });
    } catch (error) {
      await store.rebuild.note({ phase: 'failed', detail: error instanceof Error ? error.message : String(error) });
      throw error;
    }
    return true;
  });
  return ran ?? false;
}

/** The article as the parser handed it on. What its page declared is not kept: the language that was found stands for it. */
async function send({ store, queues }: Context, docId: string, stored: Article): Promise<void> {
  const { language, quality, canonical_url: url, content_hash: contentHash } = stored;
  const feeds = await Promise.all(stored.feeds.map(({ id }) => store.feeds.config(id)));
  const article = zParsedArticle.parse({
    ...stored,
    declared_language: language === 'und' ? null : language,
    set_language: feeds.find((feed) => feed?.language !== undefined)?.language ?? null,
    quality: { ...quality, flags: quality.flags.filter((flag) => !FLAGS.has(flag)) },
  });
  const n = await store.now();
  const validators = { etag: null, last_modified: null };
  const scratch = await store.bodies.putScratch(docId, `again ${contentHash} ${n}`, { article, validators });
  const token = `again/${docId}`;
  await store.rebuild.send(token);
  const trail = { v: 1, n, origin: 'rebuild', url, urlKey: docId, feedId: null } as const;
  const job: EnrichJob = { ...trail, docId, contentHash, scratch, exchange: token, again: true };
  await queues.add('enrich', job);
}
