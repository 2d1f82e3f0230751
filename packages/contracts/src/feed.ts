import { z } from 'zod';
import { zCode, zInstant, zUrlKey } from './scalars.ts';

/** What people say of a feed. Elasticsearch holds the truth, Redis a copy. `id` = urlKey of the first URL it was submitted under, for good. */
export const zFeedConfig = z.object({
  v: z.literal(1),
  id: zUrlKey,
  url: z.string(),
  name: z.string().nullable(),
  paused: z.boolean(),
  created_at: zInstant,
});
export type FeedConfig = z.infer<typeof zFeedConfig>;

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
  };
}
