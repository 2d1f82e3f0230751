import {
  type EmbedJob,
  ENRICHER_VERSION,
  type EnrichJob,
  type IndexJobOf,
  isMined,
  MAX_FACTS,
  type Next,
  zParsedArticle,
} from '@newsmill/contracts';
import type { BodyStore } from '@newsmill/store';
import { z } from 'zod';
import { type AkinContext, findAkin } from './akin.ts';
import { type EnrichContext, enrich } from './enrich.ts';
import { keepTokens } from './text/tokens.ts';
import { addVector, type VectorContext } from './vectors.ts';

const zScratch = z.object({ article: zParsedArticle, validators: z.unknown() });

/** The enrich stage: an article with what enrichers add, and the others whose facts have changed with it. Without `vectors` there are none. */
export const createEnrichHandler =
  (bodies: BodyStore, context: EnrichContext, akin: AkinContext, vectors?: VectorContext) =>
  async (job: EnrichJob): Promise<Next<'enrich'>[]> => {
    const { article: parsed, validators } = zScratch.parse(await bodies.getScratch(job.scratch));
    const tokens = keepTokens();
    // of a text whose mining is reserved no more is found out than which index it belongs to
    const open = isMined(parsed);
    const plain = await enrich(parsed, open ? { ...context, tokens } : { detectLanguage: context.detectLanguage });
    const { article: enriched, later } =
      vectors === undefined || !open ? { article: plain, later: false } : await addVector(plain, job, vectors);
    const { article: found, changed } = open ? await findAkin(enriched, job, { ...akin, tokens }) : { article: enriched, changed: [] };
    const article = { ...found, pipeline: { ...found.pipeline, enricher: ENRICHER_VERSION } };
    const scratch = await bodies.putScratch(job.urlKey, `enriched ${job.contentHash} ${job.n}`, { article, validators });
    return [
      { to: 'index', job: { ...job, kind: 'article', scratch } },
      ...factsJobs(job, changed).map((facts) => ({ to: 'index', job: facts }) as const),
      ...(later ? [{ to: 'embed', job: embedJob(job, scratch) } as const] : []),
    ];
  };

const embedJob = ({ exchange: _, ...job }: EnrichJob, scratch: string): EmbedJob => ({ ...job, scratch });

function factsJobs({ v, n, origin, url, urlKey, feedId }: EnrichJob, changed: readonly string[]): IndexJobOf<'facts'>[] {
  return Array.from({ length: Math.ceil(changed.length / MAX_FACTS) }, (_, part) => ({
    kind: 'facts',
    ...{ v, n, origin, url, urlKey, feedId },
    of: changed.slice(part * MAX_FACTS, (part + 1) * MAX_FACTS),
    part,
  }));
}
