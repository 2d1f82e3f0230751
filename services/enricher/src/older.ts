import { createBatcher } from '@newsmill/queue';
import type { Search } from '@newsmill/search';
import { type Sketched, unpackSketch } from '@newsmill/store';
import type { AkinContext } from './akin.ts';
import { storedKeys } from './duplicates/sketch.ts';

/** Questions of jobs that run side by side go together. */
const LIMITS = { items: 64, bytes: Number.POSITIVE_INFINITY, waitMs: 5 };

type Answer = Awaited<ReturnType<Search['articles']['older']>>[number];
type Question = Parameters<Search['articles']['older']>[0][number];

/** Copies that Redis has forgotten, or never had: those of the index. */
export function createOlder({ articles }: Pick<Search, 'articles'>): NonNullable<AkinContext['older']> {
  const batch = createBatcher<Question, Answer>(
    LIMITS,
    () => 1,
    async (questions) => (await articles.older(questions)).map((value) => ({ status: 'fulfilled', value })),
  );
  return async ({ id, language }, keys) => (await batch.push({ language, keys: storedKeys(keys), except: id })).map(sketchedOf);
}

/** Of an original only the id is stored: it is older than its copy. */
function sketchedOf({ id, at, packed, duplicate_of, derived_from }: Answer[number]): Sketched {
  const linked = (to: string | null) => (to === null ? null : { id: to, at });
  return { id, at, sketch: unpackSketch(Buffer.from(packed, 'base64')), original: linked(duplicate_of), source: linked(derived_from) };
}
