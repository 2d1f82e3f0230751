import { z } from 'zod';
import { CHANNELS } from './alert.ts';
import { zFeedState } from './feed.ts';
import { zCode, zGeneration, zInstant, zOrigin, zOutcome, zUrl, zUrlKey } from './scalars.ts';

/**
 * A job as it is kept: what is null or an empty list is left out, and its schema puts it back. A tenth of its room in Redis, and the next smaller
 * of the sizes in which memory is given out.
 */
export const compactJob = (job: object): object =>
  Object.fromEntries(Object.entries(job).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)));

/** What travels with a URL through the whole pipeline, copied, never recomputed. */
const trail = {
  /** Schema version of this record, so that a rolling upgrade reads the old one too. */
  v: z.literal(1),
  n: zGeneration,
  origin: zOrigin,
  url: zUrl,
  urlKey: zUrlKey,
  /** The feed that announced it; for a feed, itself; null when submitted by hand. */
  feedId: zUrlKey.nullable().default(null),
};

/** A URL waiting in, or leased from, the frontier. `via`: urlKeys of the URLs that redirected here from other hosts, oldest first. */
export const zFrontierItem = z.object({
  ...trail,
  kind: z.enum(['feed', 'page']),
  /** `<feed exchange key>#<entry id>`: where the feed's own words on this page are kept. */
  entryKey: z.string().nullable().default(null),
  via: z.array(zUrlKey).max(10).default([]),
  /** Fetches that failed for a reason that may pass. */
  tries: z.number().int().nonnegative(),
});
export type FrontierItem = z.infer<typeof zFrontierItem>;
/** An offer: the frontier gives it its generation. */
export type Offer = Omit<FrontierItem, 'n' | 'v' | 'tries'> & { tries?: number };

/** A fetch job is the item itself. */
export type FetchJob = FrontierItem;

/** How one fetch went. */
export const zFetched = z.object({
  at: zInstant,
  ms: z.number().int().nonnegative(),
  status: z.number().int().nullable(),
  code: zCode.nullable(),
  /** Bytes as they came, and after decompression. */
  wire_bytes: z.number().int().nonnegative(),
  body_bytes: z.number().int().nonnegative(),
  redirects: z.number().int().nonnegative(),
  /** Validators that were sent. */
  etag: z.string().nullable(),
  last_modified: z.string().nullable(),
});
export type Fetched = z.infer<typeof zFetched>;

export const zParseJob = z.object({
  ...zFrontierItem.shape,
  /** Key of the kept exchange; null when there is none to parse: then `code` says why, or the feed was not modified. */
  exchange: z.string().nullable().default(null),
  status: z.number().int().nullable().default(null),
  fetchedAt: zInstant,
  code: zCode.nullable().default(null),
  detail: z.string().max(500).nullable().default(null),
  /** How long the answer says that nothing new comes, or asks to be left alone, ms (Cache-Control, Expires, Retry-After). */
  restMs: z.number().int().nonnegative().optional(),
  /** Of a feed whose body is the last one again: how this answer calls its version. */
  validators: z.object({ etag: z.string().max(256).nullable(), last_modified: z.string().max(64).nullable() }).optional(),
  /** Of a feed: its hub sent this body, nobody asked for it. It may hold a part of the feed. */
  pushed: z.literal(true).optional(),
  /** Of a feed: what the fetch log gets to know, once the next poll is set. */
  fetched: zFetched.optional(),
});
export type ParseJob = z.infer<typeof zParseJob>;

const article = {
  ...trail,
  docId: zUrlKey,
  contentHash: z.string(),
  /** Scratch key of the article so far. */
  scratch: z.string(),
  exchange: z.string().nullable().default(null),
  /** The article came from the index: nothing but what enrichers find is written, and no outcome. */
  again: z.literal(true).optional(),
};

/** Most articles of one `facts` job, so that it stays small. */
export const MAX_FACTS = 40;

export const zEnrichJob = z.object(article);
export type EnrichJob = z.infer<typeof zEnrichJob>;

/** An article that was handed on without its vector: it follows. */
export const zEmbedJob = zEnrichJob.omit({ exchange: true });
export type EmbedJob = z.infer<typeof zEmbedJob>;

export const zIndexJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('article'), ...article }),
  z.object({
    /** The outcome of a URL that brings no article, or (`outcome` null) one more feed that announces a known URL. */
    kind: z.literal('url'),
    ...trail,
    outcome: zOutcome.nullable().default(null),
    code: zCode.nullable().default(null),
    detail: z.string().max(500).nullable().default(null),
    stage: z.enum(['fetch', 'parse', 'enrich', 'index']),
    status: z.number().int().nullable().default(null),
    exchange: z.string().nullable().default(null),
    entryKey: z.string().nullable().default(null),
    /** The job that ended, in its stage's failed set. */
    jobId: z.string().nullable().default(null),
    at: zInstant,
  }),
  z.object({ kind: z.literal('feed'), ...trail, state: zFeedState }),
  z.object({
    /** A line of the fetch log. */
    kind: z.literal('fetch'),
    ...trail,
    of: z.enum(['feed', 'page', 'robots']),
    tries: z.number().int().nonnegative(),
    fetched: zFetched,
    next_poll_at: zInstant.nullable().default(null),
  }),
  z.object({
    /** What these articles are to others has changed with the article of this URL: it is written anew, as the store of sketches and stories has it then. */
    kind: z.literal('facts'),
    ...trail,
    of: z.array(zUrlKey).min(1).max(MAX_FACTS),
    /** Number of the job among those of its sender. */
    part: z.number().int().nonnegative(),
  }),
  /** The vector of a stored article whose text is still that one. */
  z.object({ kind: z.literal('vector'), ...trail, docId: zUrlKey, contentHash: z.string(), embedding: z.base64().max(1_024) }),
]);
export type IndexJob = z.infer<typeof zIndexJob>;
export type IndexJobOf<K extends IndexJob['kind']> = Extract<IndexJob, { kind: K }>;

/** An article that is new, or has a new text, and can be looked for as soon as its index is refreshed. */
export const zAlertJob = z.object({ ...trail, docId: zUrlKey, contentHash: z.string() });
export type AlertJob = z.infer<typeof zAlertJob>;

/** What is sent, and to whom, is in the delivery and in the alert: a secret never travels in a job. */
export const zDeliverJob = z.object({
  v: z.literal(1),
  n: zGeneration,
  deliveryId: zUrlKey,
  alertId: zUrlKey,
  channel: z.enum(CHANNELS),
});
export type DeliverJob = z.infer<typeof zDeliverJob>;

/** The identity of a hand-over: a repeat of the sender within its window adds nothing. No `:` (BullMQ refuses it in ids), never all digits. */
export const handoverId = {
  fetch: (job: FetchJob) => `u-${job.urlKey}`,
  parse: (job: ParseJob) => `${job.urlKey}-${job.exchange?.match(/-([0-9a-f]{12})\./)?.[1] ?? 'none'}-g${job.n}`,
  enrich: (job: EnrichJob) => `${job.urlKey}-${job.contentHash}-g${job.n}`,
  embed: (job: EmbedJob) => `${job.urlKey}-${job.contentHash}-g${job.n}`,
  index: (job: IndexJob) => {
    if (job.kind === 'article') return `${job.urlKey}-${job.contentHash}-g${job.n}`;
    if (job.kind === 'facts') return `facts-${job.urlKey}-p${job.part}-g${job.n}`;
    if (job.kind === 'fetch') return `fetch-${job.urlKey}-t${job.tries}-g${job.n}`;
    return `${job.kind}-${job.urlKey}-${job.kind === 'url' && job.outcome === null ? `${job.feedId}-` : ''}g${job.n}`;
  },
  alert: (job: AlertJob) => `${job.docId}-${job.contentHash}-g${job.n}`,
  deliver: (job: DeliverJob) => `${job.channel}-${job.deliveryId}`,
};
