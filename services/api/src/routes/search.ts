import { Readable } from 'node:stream';
import type { Hit, Search, SearchQuery } from '@newsmill/search';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { FEED_CONTENT, FEED_TYPES, feedAnswer } from '../formats/answer.ts';
import { csvLines, jsonLines } from '../formats/rows.ts';
import { type SearchRequest, zSearchAnswer, zSearchBody, zSearchQuery } from './search-schema.ts';

const PAGE = 100;
const TEXT = { schema: z.string() };
const TYPES = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
  ...FEED_TYPES,
} as const;
const content = {
  'application/json': { schema: zSearchAnswer },
  'application/x-ndjson': TEXT,
  'text/csv': TEXT,
  ...FEED_CONTENT,
};
const response = { 200: { description: 'By `format`.', content }, 400: zError, 503: zError };

/** Full-text search. */
export function searchRoutes(api: Api, context: ApiContext): void {
  const { search } = context;
  api.get(
    '/search',
    { schema: { summary: 'Search articles', tags: ['search'], querystring: zSearchQuery, response } },
    async (request, reply) => answer(context, request.query, request, reply),
  );
  api.post(
    '/search',
    { schema: { summary: 'Search articles; the query in a body', tags: ['search'], body: zSearchBody, response } },
    async (request, reply) => answer(context, request.body, request, reply),
  );
  api.get(
    '/search/titles',
    {
      schema: {
        summary: 'Titles that hold words which begin so, for a search box',
        tags: ['search'],
        querystring: z.object({ q: z.string().max(200), size: z.coerce.number().int().min(1).max(20).default(8) }),
        response: { 200: z.object({ titles: z.array(z.string()) }), 400: zError, 503: zError },
      },
    },
    async ({ query: { q, size } }) => ({ titles: await search.articles.titles(q, size) }),
  );
}

async function answer(
  { search, embed }: ApiContext,
  asked: SearchRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { format, body, feed, limit, sort, ...rest } = asked;
  const isFeed = format === 'rss' || format === 'atom' || format === 'jsonfeed';
  const query: SearchQuery = { ...rest, body, feedId: feed, sort: sort ?? (isFeed ? 'date' : 'relevance'), embed };
  if (query.stories === true && query.cursor !== undefined) {
    return reply
      .code(400)
      .send({ error: { code: 'bad_request', message: 'stories and cursor do not go together: page with from and size.' } });
  }
  if (format === 'json') {
    const { hits, ...found } = await search.articles.search(query);
    return reply.type('application/json').send({ ...found, hits: hits.map((hit) => (body ? hit : withoutBody(hit))) });
  }
  if (!isFeed) {
    const pages = walk(search, { ...query, body: format === 'jsonl' }, limit);
    // what fails at the first page is still told as an error
    const first = await pages.next();
    const lines = (format === 'csv' ? csvLines : jsonLines)(resumed(first, pages));
    return reply.type(TYPES[format]).header('content-disposition', `attachment; filename="search.${format}"`).send(Readable.from(lines));
  }
  const { hits } = await search.articles.search({ ...query, body: true, facets: undefined, cursor: undefined, marks: false });
  const info = {
    title: asked.q.trim() === '' ? 'Newsmill' : `Newsmill: ${asked.q.trim()}`,
    updated:
      hits
        .map(({ article }) => article['@timestamp'])
        .toSorted()
        .at(-1) ?? '1970-01-01T00:00:00.000Z',
  };
  return feedAnswer(request, reply, format, info, hits);
}

export const withoutBody = ({
  article: { body: _, ...article },
  ...hit
}: Hit): Omit<Hit, 'article'> & { article: Omit<Hit['article'], 'body'> } => ({
  ...hit,
  article,
});

/** Everything found as it stands now, in pages. */
async function* walk(search: Search, query: SearchQuery, limit: number): AsyncGenerator<readonly Hit[]> {
  let cursor: string | null = '*';
  for (let left = limit; cursor !== null && left > 0; ) {
    const page: Awaited<ReturnType<typeof search.articles.search>> = await search.articles.search({
      ...query,
      from: 0,
      size: PAGE,
      stories: false,
      facets: undefined,
      marks: false,
      cursor,
    });
    yield page.hits.slice(0, left);
    left -= page.hits.length;
    cursor = page.cursor ?? null;
  }
}

async function* resumed<T>(first: IteratorResult<T, unknown>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
