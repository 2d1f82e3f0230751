import {
  type EmbedJob,
  type EnrichedArticle,
  type EnrichJob,
  Fault,
  type Next,
  VECTOR_LANGUAGE,
  zEnrichedArticle,
} from '@newsmill/contracts';
import type { Queues } from '@newsmill/queue';
import type { BodyStore } from '@newsmill/store';
import type { Embedder } from '@newsmill/vectors';
import { z } from 'zod';

export type VectorContext = Pick<Embedder, 'embed' | 'waiting'> & {
  /** Whether there is room for vectors that come later. */
  roomLater: () => Promise<boolean>;
};

/** Texts under way in the model's thread, 20 ms each, beside which one more waits for its own: those of the embed stage (contracts/pipeline.ts) alone never fill it. */
const MOST_WAITING = 3;
/** Jobs that wait for their vectors: a third of a kilobyte each. */
const MOST_LATER = 100_000;
const ASK_AGAIN_MS = 1_000;
const zScratch = z.object({ article: zEnrichedArticle });

const textOf = ({ title, body, summary }: EnrichedArticle): string => `${title}. ${body || (summary ?? '')}`;

/** The article with its vector, where the model has the time; `later` where it is to follow. Nothing waits for it long, and nothing fails with it. */
export async function addVector(
  article: EnrichedArticle,
  job: EnrichJob,
  context: VectorContext,
): Promise<{ article: EnrichedArticle; later: boolean }> {
  if (article.language !== VECTOR_LANGUAGE) return { article, later: false };
  try {
    if (context.waiting() < MOST_WAITING) return { article: { ...article, embedding: await context.embed(textOf(article)) }, later: false };
    // the indices that a rebuild fills are closed when its articles are through; what has a vector already takes it along
    if ((job.origin !== 'rebuild' || job.again) && (await context.roomLater())) return { article, later: true };
  } catch {
    // told by the flag
  }
  return { article: { ...article, quality: { ...article.quality, flags: [...article.quality.flags, 'no_vectors'] } }, later: false };
}

/** The embed stage: vectors of articles that were handed on without. */
export const createEmbedHandler =
  (bodies: BodyStore, { embed }: Pick<Embedder, 'embed'>) =>
  async ({ scratch, again: _, ...job }: EmbedJob): Promise<Next<'embed'>[]> => {
    const read = await bodies.getScratch(scratch).catch(gone);
    if (read === undefined) return [];
    const { article } = zScratch.parse(read);
    return [{ to: 'index', job: { ...job, kind: 'vector', embedding: await embed(textOf(article)) } }];
  };

/** A scratch object lives a day, or until its URL is taken down. */
function gone(error: unknown): undefined {
  if (error instanceof Fault && error.code === 'body_missing') return undefined;
  throw error;
}

/** Asks the queue now and then. */
export function createRoomLater({ depth }: Pick<Queues, 'depth'>): VectorContext['roomLater'] {
  let known = { until: 0, room: true };
  return async () => {
    if (known.until < Date.now()) known = { until: Date.now() + ASK_AGAIN_MS, room: (await depth('embed')) < MOST_LATER };
    return known.room;
  };
}
