import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';

const zGate = z.object({
  gap_ms: z.number().int().min(0).max(86_400_000).nullable().describe('Rest between two requests; null: the usual HOST_GAP_MS.'),
  concurrency: z.number().int().min(1).max(16).default(1).describe('Requests at a time.'),
  requests_per_day: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .nullable()
    .default(null)
    .describe('Requests a day (UTC), robots.txt and redirects counted; what is over waits for the next day. null: any number.'),
});
const zHost = z.object({ host: z.string().min(1).max(256) });

/** How single hosts are to be treated. */
export function hostRoutes(api: Api, { store }: ApiContext): void {
  api.get(
    '/hosts',
    {
      schema: {
        summary: 'Hosts with a gate of their own',
        tags: ['hosts'],
        response: { 200: z.object({ hosts: z.array(zGate.extend({ host: z.string() })) }), 503: zError },
      },
    },
    async () => {
      const gates = Object.entries(await store.frontier.gates());
      return {
        hosts: gates.map(([host, { gapMs, concurrency, daily }]) => ({
          host,
          gap_ms: gapMs,
          concurrency,
          requests_per_day: daily ?? null,
        })),
      };
    },
  );
  api.put(
    '/hosts/:host',
    {
      schema: {
        summary: 'Give a host a gap and concurrency of its own',
        tags: ['hosts'],
        params: zHost,
        body: zGate,
        response: { 200: zGate, 400: zError, 503: zError },
      },
    },
    async ({ params, body }) => {
      await store.frontier.setGate(params.host.toLowerCase(), {
        gapMs: body.gap_ms,
        concurrency: body.concurrency,
        daily: body.requests_per_day,
      });
      return body;
    },
  );
  api.delete(
    '/hosts/:host',
    { schema: { summary: 'Treat a host as every other', tags: ['hosts'], params: zHost, response: { 204: z.null(), 503: zError } } },
    async ({ params }, reply) => {
      await store.frontier.setGate(params.host.toLowerCase(), null);
      return reply.code(204).send(null);
    },
  );
}
