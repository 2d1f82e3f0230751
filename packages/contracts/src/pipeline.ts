import type { z } from 'zod';
import type { FeedMemory, FeedState } from './feed.ts';
import {
  type EnrichJob,
  type FetchJob,
  type IndexJob,
  type Offer,
  type ParseJob,
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

export type Stage = 'fetch' | 'parse' | 'enrich' | 'index';

/** The map of the product: what each stage takes, where it hands on, how it is tried again. */
export const PIPELINE = {
  fetch: { job: zFrontierItem, next: ['parse', 'index', 'frontier'], attempts: 5, backoffMs: 1_000, concurrency: 32 },
  parse: { job: zParseJob, next: ['enrich', 'index', 'frontier', 'feed'], attempts: 3, backoffMs: 1_000, concurrency: 8 },
  enrich: { job: zEnrichJob, next: ['index'], attempts: 5, backoffMs: 1_000, concurrency: 8 },
  index: { job: zIndexJob, next: [], attempts: 5, backoffMs: 1_000, concurrency: 1_000 },
} as const satisfies Record<Stage, Row>;

export const STAGES = Object.keys(PIPELINE) as Stage[];

export type JobOf<S extends Stage> = { fetch: FetchJob; parse: ParseJob; enrich: EnrichJob; index: IndexJob }[S];

type Target = { fetch: FetchJob; parse: ParseJob; enrich: EnrichJob; index: IndexJob; frontier: FrontierOffer; feed: FeedUpdate };

/** `new`: a URL met for the first time; `again`: one that is known and fetched once more; `force`: whatever the frontier holds. */
export type FrontierOffer = { offer: Offer; mode: 'new' | 'again' | 'force' };

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
