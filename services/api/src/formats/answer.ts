import type { Hit } from '@newsmill/search';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { atomFeed, jsonFeed, rssFeed } from './feeds.ts';

const WRITERS = { rss: rssFeed, atom: atomFeed, jsonfeed: jsonFeed } as const;
export type FeedFormat = keyof typeof WRITERS;

export const FEED_TYPES: Record<FeedFormat, string> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  jsonfeed: 'application/feed+json; charset=utf-8',
};
const TEXT = { schema: z.string() };
/** For the description of a route. */
export const FEED_CONTENT = { 'application/rss+xml': TEXT, 'application/atom+xml': TEXT, 'application/feed+json': TEXT };

/** Answers with articles as a feed, whose address is what was asked for. */
export function feedAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  format: FeedFormat,
  info: { title: string; updated: string },
  hits: readonly Hit[],
): FastifyReply {
  const url = `${request.protocol}://${request.host}${request.url}`;
  return reply.type(FEED_TYPES[format]).send(WRITERS[format]({ ...info, url }, hits));
}
