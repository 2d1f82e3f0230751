import { setTimeout } from 'node:timers/promises';
import { deleteIndices, duplicates, type StoredArticle, storedArticles, untilCount } from '../elastic.ts';
import type { Row } from '../row.ts';
import { gapViolations, missing, openStage, untilSettled } from '../stage.ts';
import { buildWorld } from '../world.ts';

type Progress = { phase: string; sent: number; open: number; detail: string | null };

export const row8: Row = {
  id: 8,
  test: 'EVERY Elasticsearch index deleted but feeds, `rebuild index`',
  bar: 'the same documents (count, ids, content hashes, first_seen)',
  run: async (context) => {
    const { servers, short } = context;
    const documents = short ? 150 : 3_000;
    const stage = await openStage(context);
    try {
      const world = buildWorld(stage.web, context.random, { documents, hosts: short ? 15 : 100 });
      await stage.submit(world.feeds);
      await untilCount(servers.elasticUrl, stage.prefix, documents, 240_000);
      await untilSettled(stage, 60_000);
      const before = await storedArticles(servers.elasticUrl, stage.prefix);
      const requests = stage.web.requests.length;
      const deleted = await deleteIndices(servers.elasticUrl, (index) => index.startsWith(stage.prefix) && !/newsmill-feeds-/.test(index));
      const from = Date.now();
      await stage.api('POST', '/rebuild/index', {});
      const end = await rebuilt(() => stage.api<Progress>('GET', '/rebuild'), 300_000);
      const seconds = (Date.now() - from) / 1_000;
      const after = await storedArticles(servers.elasticUrl, stage.prefix);
      const differing = differences(before, after);
      const fetched = stage.web.requests.slice(requests).filter(({ path }) => path.startsWith('/story/')).length;
      return {
        reached: end.phase === 'done' && before.length === documents && after.length === documents && differing === 0 && fetched === 0,
        lost: missing(world, after).length,
        duplicates: duplicates(after),
        gapViolations: gapViolations(stage.web),
        figure: `${deleted.length} indices deleted; ${after.length} of ${before.length} documents back in ${seconds.toFixed(0)} s, ${differing} differ, ${fetched} pages fetched${end.phase === 'done' ? '' : `; ${end.phase}: ${end.detail}`}`,
        figures: { before: before.length, after: after.length, differing, fetched, seconds: Number(seconds.toFixed(1)), phase: end.phase },
      };
    } finally {
      await stage.close();
    }
  },
};

function differences(before: readonly StoredArticle[], after: readonly StoredArticle[]): number {
  const now = new Map(after.map((article) => [article.id, article]));
  return before.filter((old) => {
    const found = now.get(old.id);
    return found === undefined || found.content_hash !== old.content_hash || found.first_seen_at !== old.first_seen_at;
  }).length;
}

async function rebuilt(progress: () => Promise<Progress>, timeoutMs: number): Promise<Progress> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const now = await progress().catch(() => undefined);
    if (now !== undefined && ['done', 'failed'].includes(now.phase)) return now;
    if (Date.now() > deadline) return now ?? { phase: 'unknown', sent: 0, open: 0, detail: 'no answer' };
    await setTimeout(200);
  }
}
