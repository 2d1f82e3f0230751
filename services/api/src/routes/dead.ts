import { CODES, zCode, zInstant, zUrlKey } from '@newsmill/contracts';
import type { DeadEntry } from '@newsmill/search';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { dropLetters, replay } from '../operations/replay.ts';

const zFilter = z.object({
  code: zCode.optional(),
  host: z.string().max(256).optional(),
  since: zInstant.optional().describe('Only what died at or after this moment.'),
});
const zSelection = zFilter.extend({
  keys: z.array(zUrlKey).max(1_000).optional().describe('These alone, by their url_key.'),
  limit: z.number().int().min(1).max(1_000).default(100).describe('At most so many, oldest first; call again for the rest.'),
});
const zLetter = z.object({
  url_key: z.string(),
  url: z.string(),
  host: z.string(),
  feed_id: z.string().nullable(),
  stage: z.string(),
  code: z.string().nullable(),
  says: z.string(),
  detail: z.string().nullable(),
  status: z.number().nullable(),
  exchange: z.string().nullable(),
  at: z.string(),
  replayed_at: z.string().nullable(),
});
const zDone = z.object({ done: z.number(), remaining: z.number() });

/** Dead letters: listed by reason, replayed, or dropped. */
export function deadRoutes(api: Api, context: ApiContext): void {
  const { search } = context;

  api.get(
    '/dead',
    {
      schema: {
        summary: 'Dead letters, oldest first',
        tags: ['dead letters'],
        querystring: zFilter.extend({
          size: z.coerce.number().int().min(0).max(1_000).default(50),
          after: z.string().optional().describe('The `next` of the page before.'),
        }),
        response: {
          200: z.object({
            total: z.number(),
            codes: z.record(z.string(), z.number()),
            letters: z.array(zLetter),
            next: z.string().nullable(),
          }),
          400: zError,
          503: zError,
        },
      },
    },
    async ({ query: { size, after, ...filter } }) => {
      const [list, codes] = await Promise.all([search.dead.list(filter, size, readCursor(after)), search.dead.counts()]);
      return {
        total: list.total,
        codes,
        letters: list.entries.map(view),
        next: list.next === null ? null : Buffer.from(JSON.stringify(list.next)).toString('base64url'),
      };
    },
  );

  api.get(
    '/dead/:key',
    {
      schema: {
        summary: 'One dead letter',
        tags: ['dead letters'],
        params: z.object({ key: zUrlKey }),
        response: { 200: zLetter, 404: zError, 503: zError },
      },
    },
    async ({ params }, reply) => {
      const [entry] = await search.dead.read([params.key]);
      if (entry === undefined)
        return reply
          .code(404)
          .send({ error: { code: 'no_such_letter', message: 'There is no dead letter with this key; GET /dead lists them.' } });
      return view(entry);
    },
  );

  const actions = [
    ['replay', 'Offer dead letters again', replay],
    ['drop', 'Forget dead letters; their URLs stay dead', dropLetters],
  ] as const;
  for (const [verb, summary, act] of actions) {
    api.post(
      `/dead/${verb}`,
      { schema: { summary, tags: ['dead letters'], body: zSelection, response: { 200: zDone, 400: zError, 503: zError } } },
      async ({ body: { keys, limit, ...filter } }) => {
        await context.store.ping();
        const chosen =
          keys === undefined ? await search.dead.list(filter, limit) : { entries: await search.dead.read(keys), total: keys.length };
        await act(context, chosen.entries);
        return { done: chosen.entries.length, remaining: Math.max(0, chosen.total - chosen.entries.length) };
      },
    );
  }
}

function view({ urlKey, letter }: DeadEntry): z.infer<typeof zLetter> {
  const { v: _v, entry_key: _e, job_id: _j, n: _n, ...shown } = letter;
  return { url_key: urlKey, says: letter.code === null ? '' : CODES[letter.code].says, ...shown };
}

function readCursor(text: string | undefined): [number, string] | undefined {
  if (text === undefined) return undefined;
  const parsed = z.tuple([z.number(), z.string()]).safeParse(tryJson(Buffer.from(text, 'base64url').toString()));
  return parsed.success ? parsed.data : undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
