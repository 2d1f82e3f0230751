import { z } from 'zod';
import { CODE_NAMES } from './codes.ts';

/** base64url of 20 bytes. */
export const zUrlKey = z.string().regex(/^[A-Za-z0-9_-]{27}$/);
export const zCode = z.enum(CODE_NAMES);
/** A moment in UTC, ISO 8601 with milliseconds. */
export const zInstant = z.iso.datetime();
/** Where a URL came from: live polling, a replayed dead letter, a rebuild or an import. */
export const zOrigin = z.enum(['live', 'replay', 'rebuild', 'import']);
/** A generation: Redis TIME in milliseconds of the offer. */
export const zGeneration = z.number().int().nonnegative();
/** Longest URL that travels, characters. Jobs stay under their size limit with it; a longer one is refused where it comes in. */
export const MAX_URL = 2_048;
export const zUrl = z.string().min(1).max(MAX_URL);

/** An outside text cut to what a job, record or log line may carry: no control characters, no half surrogates. */
export const shortText = (text: string, most = 300): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, most)
    .toWellFormed();

export type Origin = z.infer<typeof zOrigin>;

export const OUTCOMES = ['pending', 'indexed', 'merged', 'unchanged', 'redirected', 'skipped', 'removed', 'dead'] as const;
/** What has become of a URL. All but `pending` are final. */
export const zOutcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof zOutcome>;
