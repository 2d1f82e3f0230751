import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { enrichAgain } from '../operations/enrich-again.ts';
import { rebuildIndex } from '../operations/rebuild-index.ts';
import { rebuildRedis } from '../operations/rebuild-redis.ts';

const zState = z.object({
  generation: z.number(),
  phase: z.enum(['reading', 'carrying', 'swapping', 'done', 'failed']),
  started_at: z.string(),
  sent: z.number(),
  open: z.number(),
  detail: z.string().nullable(),
});

/** Rebuilds of the index from the kept bodies, and of Redis from the other two stores. */
export function rebuildRoutes(api: Api, context: ApiContext, onError: (error: unknown) => void): void {
  api.post(
    '/rebuild/redis',
    {
      schema: {
        summary: 'Fill Redis again',
        description: 'Runs by itself when Redis was emptied.',
        tags: ['rebuild'],
        response: { 200: z.object({ feeds: z.number(), bodies: z.number(), urls: z.number() }), 503: zError },
      },
    },
    async () => rebuildRedis(context),
  );
  api.post(
    '/rebuild/index',
    {
      schema: {
        summary: 'Fill fresh indices from the kept bodies, then swap',
        description:
          'Goes on in the background; GET /rebuild tells how far it is. Articles and registry; feeds and dead letters stay. `started` is false when one is running already. With `enrich_only` the enrichers run over the stored articles, and what they find is written where it differs.',
        tags: ['rebuild'],
        body: z
          .object({ since: z.iso.date().optional(), enrich_only: z.boolean().default(false) })
          .refine(({ since, enrich_only }) => !enrich_only || since === undefined, 'since and enrich_only do not go together'),
        response: { 202: z.object({ started: z.boolean() }), 503: zError },
      },
    },
    async ({ body }, reply) => {
      await context.store.ping();
      const begun = Promise.withResolvers<boolean>();
      const begin = (): void => begun.resolve(true);
      const run = body.enrich_only ? enrichAgain(context, begin) : rebuildIndex(context, body.since, begin);
      run.then(begun.resolve, (error: unknown) => {
        begun.reject(error);
        onError(error);
      });
      return reply.code(202).send({ started: await begun.promise });
    },
  );
  api.get(
    '/rebuild',
    {
      schema: {
        summary: 'How the last rebuild of the index fares',
        tags: ['rebuild'],
        response: { 200: zState, 404: zError, 503: zError },
      },
    },
    async (_request, reply) => {
      const state = await context.store.rebuild.state();
      return (
        state ?? reply.code(404).send({ error: { code: 'no_rebuild', message: 'No rebuild was begun; POST /rebuild/index begins one.' } })
      );
    },
  );
}
