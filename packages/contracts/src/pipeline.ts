import type { z } from 'zod';
import type { FeedMemory, FeedState } from './feed.ts';
import {
  type AlertJob,
  type DeliverJob,
  type EmbedJob,
  type EnrichJob,
  type FetchJob,
  type IndexJob,
  type Offer,
  type ParseJob,
  zAlertJob,
  zDeliverJob,
  zEmbedJob,
  zEnrichJob,
  zFrontierItem,
  zIndexJob,
  zParseJob,
} from './jobs.ts';

/** A job is a set of keys, never a body: it is refused above this when it is added. */
export const MAX_JOB_BYTES = 4096;

type Row = {
  readonly job: z.ZodType;
  readonly next: readonly (Stage | 'frontier' | 'feed')[];
  /** Runs before a job that fails for a reason that may pass becomes a dead letter. */
  readonly attempts: number;
  /** First wait between two runs, milliseconds; doubles each time. */
  readonly backoffMs: number;
  /** Jobs at a time in one process. */
  readonly concurrency: number;
};

/** The stages whose end is the end of a URL. */
export type UrlStage = 'fetch' | 'parse' | 'enrich' | 'index';
/** `embed`: vectors of what was enriched faster than the model reads; `alert`: which saved searches a fresh article rings; `deliver`: one message to one subscriber. */
export type Stage = UrlStage | 'embed' | 'alert' | 'deliver';

/** The map of the product: what each stage takes, where it hands on, how it is tried again. */
export const PIPELINE = {
  fetch: { job: zFrontierItem, next: ['parse', 'index', 'frontier'], attempts: 5, backoffMs: 1_000, concurrency: 32 },
  parse: { job: zParseJob, next: ['enrich', 'index', 'frontier', 'feed'], attempts: 3, backoffMs: 1_000, concurrency: 8 },
  enrich: { job: zEnrichJob, next: ['index', 'embed'], attempts: 5, backoffMs: 1_000, concurrency: 8 },
  embed: { job: zEmbedJob, next: ['index'], attempts: 3, backoffMs: 1_000, concurrency: 2 },
  index: { job: zIndexJob, next: ['alert'], attempts: 5, backoffMs: 1_000, concurrency: 1_000 },
  alert: { job: zAlertJob, next: ['deliver'], attempts: 5, backoffMs: 1_000, concurrency: 1_000 },
  // the waits add up to a day
  deliver: { job: zDeliverJob, next: [], attempts: 14, backoffMs: 10_000, concurrency: 256 },
} as const satisfies Record<Stage, Row>;

export const STAGES = Object.keys(PIPELINE) as Stage[];

type Jobs = {
  fetch: FetchJob;
  parse: ParseJob;
  enrich: EnrichJob;
  embed: EmbedJob;
  index: IndexJob;
  alert: AlertJob;
  deliver: DeliverJob;
};
export type JobOf<S extends Stage> = Jobs[S];

type Target = Jobs & { frontier: FrontierOffer; feed: FeedUpdate };

/**
 * `new`: a URL met for the first time; `again`: one that is known and fetched once more; `force`: whatever the frontier holds. `notBefore` (ms): it waits
 * till then.
 */
export type FrontierOffer = { offer: Offer; mode: 'new' | 'again' | 'force'; notBefore?: number };

/** The new state of a polled feed, with the entries of its last body: entry id -> [urlKey, hash of the entry]. */
export type FeedUpdate = {
  state: FeedState;
  known: Record<string, [urlKey: string, hash: string]> | null;
  /** The run of Redis in which the entries were offered; in another one the update is refused, and the body read again. */
  run?: string;
  /** What polling remembers; absent: as before. */
  memory?: FeedMemory;
};

/** What a handler hands on, in this order, before its job completes. */
export type Next<S extends Stage> = {
  [T in (typeof PIPELINE)[S]['next'][number]]: { to: T; job: Target[T] };
}[(typeof PIPELINE)[S]['next'][number]];
