import { randomBytes } from 'node:crypto';
import { CHANNELS } from '@newsmill/contracts';
import { type Delivery, newSent } from '@newsmill/search';
import { z } from 'zod';
import { zQuery } from '../alert-settings.ts';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { FEED_CONTENT, feedAnswer } from '../formats/answer.ts';
import { noSuchAlert, zAlertId } from './alerts.ts';
import { withoutBody } from './search.ts';
import { zHit } from './search-schema.ts';

const DAY_MS = 86_400_000;
const FIRST = 10;
const IN_FEED = 50;

const zSent = z
  .object({
    state: z.enum(['pending', 'sent', 'failed', 'dropped']),
    attempts: z.number(),
    status: z.number().nullable(),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    at: z.string().nullable(),
  })
  .nullable();
const zDelivery = z.object({
  id: z.string().describe('In the header webhook-id and in the Message-ID.'),
  story: z.string(),
  doc_id: z.string(),
  test: z.boolean(),
  created_at: z.string(),
  webhook: zSent,
  email: zSent,
});
const zPreview = z.object({
  articles: z.number().describe('How many articles it would have found.'),
  rings: z.number().describe('How often it would have rung: once for each story.'),
  days: z.array(z.object({ value: z.string(), count: z.number() })).describe('Articles of each day, newest first.'),
  hits: z.array(zHit).describe('The first of each story.'),
  notes: z.array(z.string()).describe('What was not read as it was written.'),
});

/** What alerts would ring for, and what they rang for. */
export function deliveryRoutes(api: Api, { search, queues, store }: ApiContext): void {
  api.post(
    '/alerts/preview',
    {
      schema: {
        summary: 'What an alert would have found',
        tags: ['alerts'],
        body: zQuery.extend({ days: z.number().int().min(1).max(365).default(30) }),
        response: { 200: zPreview, 400: zError, 503: zError },
      },
    },
    async ({ body: { q, language, source, feed, days } }) => {
      const asked = { q, language: language ?? undefined, source: source ?? undefined, feedId: feed ?? undefined };
      const after = new Date(Date.now() - days * DAY_MS).toISOString();
      const found = await search.articles.search({ ...asked, after, sort: 'date', from: 0, size: FIRST, stories: true, facets: ['days'] });
      const perDay = found.facets?.days ?? [];
      const articles = perDay.reduce((sum, { count }) => sum + count, 0);
      return { articles, rings: found.total, days: perDay, hits: found.hits.map(withoutBody), notes: found.notes };
    },
  );

  api.post(
    '/alerts/:id/test',
    {
      schema: {
        summary: 'Send a test on every way of an alert',
        description: 'GET /alerts/:id/deliveries tells how it went.',
        tags: ['alerts'],
        params: zAlertId,
        response: { 202: z.object({ delivery: z.string() }), 404: zError, 409: zError, 503: zError },
      },
    },
    async ({ params }, reply) => {
      const alert = await search.alerts.get(params.id);
      if (alert === undefined) return reply.code(404).send(noSuchAlert);
      const channels = CHANNELS.filter((channel) => alert[channel] !== null);
      if (channels.length === 0)
        return reply
          .code(409)
          .send({ error: { code: 'no_channel', message: 'This alert has neither webhook nor e-mail: it is a feed alone.' } });
      await store.ping();
      const delivery = testDelivery(alert.id, (channel) => channels.includes(channel));
      await search.deliveries.create([delivery]);
      for (const channel of channels)
        await queues.add('deliver', { v: 1, n: Date.now(), deliveryId: delivery.id, alertId: alert.id, channel });
      return reply.code(202).send({ delivery: delivery.id });
    },
  );

  api.get(
    '/alerts/:id/deliveries',
    {
      schema: {
        summary: 'What an alert rang for, the newest first, and how each delivery fares',
        tags: ['alerts'],
        params: zAlertId,
        querystring: z.object({ size: z.coerce.number().int().min(1).max(1_000).default(100) }),
        response: { 200: z.object({ deliveries: z.array(zDelivery) }), 400: zError, 404: zError, 503: zError },
      },
    },
    async ({ params, query }, reply) => {
      if ((await search.alerts.get(params.id)) === undefined) return reply.code(404).send(noSuchAlert);
      return { deliveries: await search.deliveries.list(params.id, query.size) };
    },
  );

  api.get(
    '/alerts/:id/feed',
    {
      schema: {
        summary: 'What an alert rang for, as a feed',
        tags: ['alerts'],
        params: zAlertId,
        querystring: z.object({ format: z.enum(['rss', 'atom', 'jsonfeed']).default('atom') }),
        response: { 200: { description: 'By `format`.', content: FEED_CONTENT }, 400: zError, 404: zError, 503: zError },
      },
    },
    async (request, reply) => {
      const alert = await search.alerts.get(request.params.id);
      if (alert === undefined) return reply.code(404).send(noSuchAlert);
      const rung = (await search.deliveries.list(alert.id, IN_FEED)).filter(({ test }) => !test);
      const hits = await search.articles.findMany([...new Set(rung.map(({ doc_id }) => doc_id))]);
      const updated = rung[0]?.created_at ?? alert.created_at;
      return feedAnswer(request, reply, request.query.format, { title: `Newsmill: ${alert.name}`, updated }, hits);
    },
  );
}

function testDelivery(alertId: string, has: (channel: (typeof CHANNELS)[number]) => boolean): Delivery {
  const id = randomBytes(20).toString('base64url');
  const way = (channel: (typeof CHANNELS)[number]) => (has(channel) ? newSent() : null);
  const created_at = new Date().toISOString();
  return { v: 1, id, alert_id: alertId, story: id, doc_id: id, test: true, created_at, webhook: way('webhook'), email: way('email') };
}
