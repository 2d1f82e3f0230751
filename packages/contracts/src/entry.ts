import { z } from 'zod';
import { zInstant } from './scalars.ts';

/**
 * One item of a feed, its format forgotten. Texts are plain text, but `content` and `summary`, which may hold HTML.
 * Instants are UTC ISO 8601; the raw text of a date is kept beside it. URLs are absolute.
 */
export const zEntry = z.object({
  /** Stable within its feed: guid where unique in the feed, else link, else a hash. */
  id: z.string(),
  guid: z.string().nullable(),
  link: z.string().nullable(),
  title: z.string().nullable(),
  summary: z.string().nullable(),
  content: z.string().nullable(),
  authors: z.array(z.string()),
  categories: z.array(z.string()),
  published: zInstant.nullable(),
  published_raw: z.string().nullable(),
  updated: zInstant.nullable(),
  image: z.string().nullable(),
  language: z.string().nullable(),
  enclosures: z.array(z.object({ url: z.string(), type: z.string().nullable(), length: z.number().nullable() })),
  source: z.object({ title: z.string().nullable(), link: z.string().nullable() }).nullable(),
});
export type Entry = z.infer<typeof zEntry>;

export const zParsedFeed = z.object({
  format: z.enum(['rss', 'rdf', 'atom', 'json']),
  title: z.string().nullable(),
  link: z.string().nullable(),
  description: z.string().nullable(),
  language: z.string().nullable(),
  /** The feed's own wish for the time between polls, minutes. */
  ttl_minutes: z.number().nullable(),
  /** The WebSub hub that pushes what is new, and the address under which it knows the feed. */
  hub: z.string().nullable(),
  self: z.string().nullable(),
  entries: z.array(zEntry),
});
export type ParsedFeed = z.infer<typeof zParsedFeed>;
