import { zArticle, zInstant } from '@newsmill/contracts';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';

const zQuery = z.object({
  q: z.string().max(2_000).default('').describe('Words that must all occur, "phrases", -not, this | that, begin*. Empty finds everything.'),
  language: z.string().max(16).optional().describe('ISO 639-1 code.'),
  source: z.string().max(256).optional().describe("The publisher's domain."),
  feed: z.string().max(64).optional().describe('Id of a feed.'),
  after: zInstant.optional(),
  before: zInstant.optional(),
  sort: z.enum(['relevance', 'date']).default('relevance'),
  from: z.coerce.number().int().min(0).max(9_900).default(0),
  size: z.coerce.number().int().min(0).max(100).default(10),
  body: z.stringbool().default(false).describe('Whether hits carry the whole text.'),
});

const zHit = z.object({
  id: z.string(),
  index: z.string(),
  score: z.number().nullable(),
  highlights: z.record(z.string(), z.array(z.string())),
  article: zArticle.partial({ body: true }),
});

/** Full-text search. */
export function searchRoutes(api: Api, { search }: ApiContext): void {
  api.get(
    '/search',
    {
      schema: {
        summary: 'Search articles',
        tags: ['search'],
        querystring: zQuery,
        response: { 200: z.object({ total: z.number(), took_ms: z.number(), hits: z.array(zHit) }), 400: zError, 503: zError },
      },
    },
    async ({ query: { feed, body, ...query } }) => {
      const { total, took_ms, hits } = await search.articles.search({ ...query, feedId: feed });
      const shorten = ({ body: text, ...article }: (typeof hits)[number]['article']) => (body ? { ...article, body: text } : article);
      return { total, took_ms, hits: hits.map((hit) => ({ ...hit, article: shorten(hit.article) })) };
    },
  );
}
