import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { traceUrl, zTrace } from '../trace.ts';

/** Where is my URL? */
export function traceRoutes(api: Api, context: ApiContext): void {
  api.get(
    '/trace',
    {
      schema: {
        summary: 'What became of a URL',
        description:
          'Answers for every URL, in any spelling: waiting, on its way, indexed, parked with its reason, or unknown and why that could be.',
        tags: ['trace'],
        querystring: z.object({ url: z.string().min(1).max(8_192) }),
        response: { 200: zTrace, 400: zError, 503: zError },
      },
    },
    async ({ query }) => traceUrl(context, query.url),
  );
}
