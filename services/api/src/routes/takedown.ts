import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { takeDown } from '../operations/takedown.ts';
import { submittedUrl } from '../submitted-url.ts';

/** Takedown and retention of what is kept. */
export function takedownRoutes(api: Api, context: ApiContext): void {
  api.post(
    '/remove',
    {
      schema: {
        summary: 'Take an article, or a whole host, out for good',
        description:
          'Deletes documents and kept bodies of every URL of the document, and leaves a tombstone that polls, replays, rebuilds and imports respect.',
        tags: ['takedown'],
        body: z.union([
          z.object({ url: z.string().min(1).max(8_192), why: z.string().max(1_000).default('') }),
          z.object({ host: z.string().min(1).max(256), why: z.string().max(1_000).default('') }),
        ]),
        response: { 200: z.object({ urls: z.array(z.string()), files: z.number() }), 400: zError, 422: zError, 503: zError },
      },
    },
    async ({ body }) => {
      await context.store.ping();
      const target = 'url' in body ? { url: submittedUrl(body.url, context.settings) } : { host: body.host.toLowerCase() };
      return takeDown(context, target, body.why);
    },
  );

  api.post(
    '/retention',
    {
      schema: {
        summary: 'Delete what is older than so many days',
        description:
          'Kept pages, kept feed bodies, articles, lines of the fetch log, deliveries of alerts, scratch objects of jobs long gone. Only counts unless `dry_run` is false.',
        tags: ['takedown'],
        body: z.object({
          bodies_days: z.number().int().min(1).optional(),
          feeds_days: z.number().int().min(1).default(14),
          articles_days: z.number().int().min(1).optional(),
          fetches_days: z.number().int().min(1).default(30),
          deliveries_days: z.number().int().min(1).default(90),
          dry_run: z.boolean().default(true),
        }),
        response: {
          200: z.object({
            dry_run: z.boolean(),
            days: z.array(z.string()),
            scratch: z.number(),
            articles: z.number(),
            fetches: z.number(),
            deliveries: z.number(),
          }),
          400: zError,
          503: zError,
        },
      },
    },
    async ({ body: { bodies_days, feeds_days, articles_days, fetches_days, deliveries_days, dry_run } }) => {
      const before = (days: number): Date => new Date(Date.now() - days * 86_400_000);
      const day = (days: number): string => before(days).toISOString().slice(0, 10);
      const limits = { feeds: day(feeds_days), scratch: before(1), ...(bodies_days === undefined ? {} : { bodies: day(bodies_days) }) };
      const { days, scratch } = await context.store.bodies.expire(limits, dry_run);
      const articles = articles_days === undefined ? 0 : await context.search.expireArticles(before(articles_days).toISOString(), dry_run);
      const fetches = await context.search.expireFetches(before(fetches_days).toISOString(), dry_run);
      const deliveries = await context.search.expireDeliveries(before(deliveries_days).toISOString(), dry_run);
      return { dry_run, days, scratch, articles, fetches, deliveries };
    },
  );
}
