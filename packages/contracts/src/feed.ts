import { z } from 'zod';
import { zCode, zInstant, zUrlKey } from './scalars.ts';

const zHeaderText = z
  .string()
  .min(1)
  .max(4_096)
  .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII');
/** Headers that are the fetcher's own affair. */
const OWN_HEADERS = /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|accept-encoding|if-.*|proxy-.*)$/i;
const zHeaderName = z
  .string()
  .max(100)
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header')
  .refine((name) => !OWN_HEADERS.test(name), 'this header is set by the fetcher');

/** What goes with the polls of a feed, to its own host alone. All but the user agent is secret. */
export const zFeedRequest = z.object({
  user_agent: zHeaderText.optional(),
  cookie: zHeaderText.optional(),
  login: z.object({ user: z.string().min(1).max(300), password: z.string().max(300) }).optional(),
  headers: z.record(zHeaderName, zHeaderText).optional(),
});
export type FeedRequest = z.infer<typeof zFeedRequest>;

/** Matches an entry whose field holds these words: case, accents and spacing do not count, `*` stands for any run of characters, nothing else is a pattern. */
export const zEntryRule = z.object({
  field: z.enum(['title', 'url', 'category', 'any']),
  text: z.string().trim().min(1, 'must hold the words to look for').max(200),
});
export type EntryRule = z.infer<typeof zEntryRule>;
const zRules = z.array(zEntryRule).max(100);

/** Whether a code has a name: those that nobody assigned have none. */
function isNamed(type: 'language' | 'region'): (code: string) => boolean {
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  return (code) => names.of(code) !== undefined;
}
const LANGUAGE = 'must be a language as ISO 639 writes it, such as en or pt';
const COUNTRY = 'must be a country as ISO 3166-1 writes it, such as BR';
const zLanguage = z
  .string()
  .regex(/^[a-z]{2,3}$/, { error: LANGUAGE, abort: true })
  .refine(isNamed('language'), LANGUAGE);
const zCountry = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: COUNTRY, abort: true })
  .refine(isNamed('region'), COUNTRY);

/** What people say of a feed. Elasticsearch holds the truth, Redis a copy. `id` = urlKey of the first URL it was submitted under, for good. */
export const zFeedConfig = z.object({
  v: z.literal(1),
  id: zUrlKey,
  url: z.string(),
  name: z.string().nullable(),
  /** Folders and other marks, by people. */
  tags: z.array(z.string().min(1).max(300)).max(50).optional(),
  request: zFeedRequest.optional(),
  /** Where given, only entries that one of these matches are taken; an entry that one of `exclude` matches never is. */
  include: zRules.optional(),
  exclude: zRules.optional(),
  /** Seconds between two requests for this feed or its articles; a host whose own gap, or Crawl-delay, is longer is asked no sooner. */
  gap_seconds: z.number().min(0).max(86_400).optional(),
  /** Most new articles of it a day (UTC); what is over waits for a later day. An entry without a link, which costs no request, counts and does not wait. */
  articles_per_day: z.number().int().min(1).max(1_000_000).optional(),
  /** Of its articles, whatever their pages and texts say; and the country of their publisher. */
  language: zLanguage.optional(),
  country: zCountry.optional(),
  paused: z.boolean(),
  created_at: zInstant,
});
export type FeedConfig = z.infer<typeof zFeedConfig>;

/** Longest address that a poll may move to: it travels in jobs beside the feed's own. */
export const MAX_POLL_URL = 512;

/** What the pipeline knows of a feed. Redis holds the truth, Elasticsearch a copy after each poll. */
export const zFeedState = z.object({
  v: z.literal(1),
  id: zUrlKey,
  title: z.string().nullable(),
  link: z.string().nullable(),
  language: z.string().nullable(),
  last_polled_at: zInstant.nullable(),
  next_poll_at: zInstant.nullable(),
  last_success_at: zInstant.nullable(),
  last_status: z.number().nullable(),
  /** null: the last poll went well. */
  code: zCode.nullable(),
  detail: z.string().nullable(),
  errors_in_a_row: z.number().int(),
  etag: z.string().nullable(),
  last_modified: z.string().nullable(),
  body_sha: z.string().nullable(),
  entries_in_body: z.number().int(),
  entries_offered: z.number().int(),
  /** Where the poll starts when not at the submitted URL: a feed that was found there, or a permanent redirect that was seen often enough. */
  poll_url: z.string().max(MAX_POLL_URL).nullable().default(null),
});
export type FeedState = z.infer<typeof zFeedState>;

export function newFeedState(id: string): FeedState {
  return {
    v: 1,
    id,
    title: null,
    link: null,
    language: null,
    last_polled_at: null,
    next_poll_at: null,
    last_success_at: null,
    last_status: null,
    code: null,
    detail: null,
    errors_in_a_row: 0,
    etag: null,
    last_modified: null,
    body_sha: null,
    entries_in_body: 0,
    entries_offered: 0,
    poll_url: null,
  };
}

/** When the items of a feed come: what was seen of the last fortnight, older news fading. */
export const zRhythm = z.object({
  /** Items by hour of the day, UTC. */
  hours: z.array(z.number().nonnegative()).length(24),
  /** Days that were watched. */
  days: z.number().positive(),
  /** Up to when. */
  at: zInstant,
});
export type Rhythm = z.infer<typeof zRhythm>;

/** What polling remembers of a feed between two polls. In Redis alone: lost, it is learned anew. */
export const zFeedMemory = z.object({
  v: z.literal(1),
  /** Feeds that the submitted page names, the one taken among them. */
  found: z.array(z.string()),
  /** The search for a feed that goes on: the address that is tried now, and those after it. */
  search: z.object({ at: z.string(), rest: z.array(z.string()) }).nullable(),
  /** 304 answers in a row. */
  straight_304: z.number().int(),
  /** Failures in a row, weighted by what they say. */
  strain: z.number(),
  rhythm: zRhythm.nullable(),
});
export type FeedMemory = z.infer<typeof zFeedMemory>;

export const newFeedMemory = (): FeedMemory => ({ v: 1, found: [], search: null, straight_304: 0, strain: 0, rhythm: null });
