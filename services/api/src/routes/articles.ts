import { DependencyDown } from '@newsmill/contracts';
import { hostOf, urlKey } from '@newsmill/contracts/ids';
import { newRecord } from '@newsmill/search';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { isTakenDown } from '../operations/takedown.ts';
import { submittedUrl } from '../submitted-url.ts';
import { withoutBody } from './search.ts';
import { zHit, zHits } from './search-schema.ts';

const zSubmitted = z.object({
  url: z.string(),
  url_key: z.string(),
  /** `offered`: it waits for its host's turn. `known`: it was met before; GET /trace tells what became of it. `removed`: it was taken down. */
  status: z.enum(['offered', 'known', 'removed']),
});

const zDiff = z.array(z.object({ op: z.enum(['=', '-', '+']), text: z.string() }));
const zRevision = z.object({
  revision: z.number().describe('Number of this text, from 1.'),
  title: z.string(),
  subtitle: z.string().nullable(),
  body: z.string(),
  fetched_at: z.string(),
  replaced_at: z.string().describe('When the newer text was fetched.'),
  changed: z.array(z.enum(['title', 'subtitle', 'body'])),
  diff: z.object({ title: zDiff, subtitle: zDiff, body: zDiff }).partial().describe('Words taken out (-), put in (+) and kept (=).'),
});
const zId = z.object({ id: z.string().max(64).describe('As in a hit of GET /search.') });
const zStoryId = z.object({ id: z.string().max(64).describe('`story_id` of an article.') });
const zStory = z.object({
  id: z.string(),
  size: z.number().describe('Articles in all.'),
  label: z.string().describe('Title of the first article.'),
  publisher: z.string().describe('Who published it first.'),
  publishers: z.array(z.object({ value: z.string(), count: z.number() })),
  articles: z.array(zHit),
});
const noStory = { error: { code: 'no_such_story', message: 'No story has this id; story_id of an article names one.' } };
const notFound = {
  error: { code: 'no_such_article', message: 'No article has this id; GET /search finds ids, GET /trace tells about a URL.' },
};

/** Articles one by one: submitted by URL, read by id. */
export function articleRoutes(api: Api, context: ApiContext): void {
  const { store, search, settings } = context;
  api.post(
    '/articles',
    {
      schema: {
        summary: 'Submit one article URL',
        tags: ['articles'],
        body: z.object({ url: z.string().min(1).max(8_192) }),
        response: { 200: zSubmitted, 202: zSubmitted, 400: zError, 422: zError, 503: zError },
      },
    },
    async ({ body }, reply) => {
      const url = submittedUrl(body.url, settings);
      await store.ping();
      const key = urlKey(url);
      if (await isTakenDown(context, url)) return reply.code(200).send({ url, url_key: key, status: 'removed' as const });
      // written before it is offered: what a person submitted must survive the loss of Redis
      await search.registry.create(key, newRecord({ url, host: hostOf(url), n: Date.now(), origin: 'live' }));
      const [answer] = await store.frontier.offer(
        [{ origin: 'live', url, urlKey: key, feedId: null, entryKey: null, kind: 'page', via: [] }],
        'new',
      );
      if (answer === 'full') throw new DependencyDown('the frontier (it is full)');
      const status = answer === 'offered' ? ('offered' as const) : ('known' as const);
      return reply.code(status === 'offered' ? 202 : 200).send({ url, url_key: key, status });
    },
  );
  api.get(
    '/articles/:id',
    { schema: { summary: 'One article', tags: ['articles'], params: zId, response: { 200: zHit, 404: zError, 503: zError } } },
    async ({ params: { id } }, reply) => (await search.articles.find(id)) ?? reply.code(404).send(notFound),
  );
  api.get(
    '/articles/:id/revisions',
    {
      schema: {
        summary: 'The texts of an article that newer ones replaced, the newest first, and what was changed in each',
        tags: ['articles'],
        params: zId,
        response: { 200: z.object({ revisions: z.array(zRevision) }), 404: zError, 503: zError },
      },
    },
    async ({ params: { id } }, reply) => {
      const revisions = await search.articles.revisions(id);
      if (revisions.length === 0 && (await search.articles.find(id)) === undefined) return reply.code(404).send(notFound);
      return { revisions };
    },
  );
  api.get(
    '/stories/:id',
    {
      schema: {
        summary: 'A story: its articles, the first published first, and who published them',
        tags: ['articles'],
        params: zStoryId,
        querystring: z.object({ size: z.coerce.number().int().min(1).max(100).default(100) }),
        response: { 200: zStory, 400: zError, 404: zError, 503: zError },
      },
    },
    async ({ params: { id }, query: { size } }, reply) => {
      const story = await search.articles.story(id, size);
      return story === undefined ? reply.code(404).send(noStory) : { ...story, articles: story.articles.map(withoutBody) };
    },
  );
  api.get(
    '/articles/:id/similar',
    {
      schema: {
        summary: 'Articles that are like it, in its language, the most alike first',
        tags: ['articles'],
        params: zId,
        querystring: z.object({ size: z.coerce.number().int().min(1).max(100).default(10) }),
        response: { 200: zHits, 400: zError, 404: zError, 503: zError },
      },
    },
    async ({ params: { id }, query: { size } }, reply) => {
      const hits = await search.articles.similar(id, size);
      return hits === undefined ? reply.code(404).send(notFound) : { hits: hits.map(withoutBody) };
    },
  );
}
