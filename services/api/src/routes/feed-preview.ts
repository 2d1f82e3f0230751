import {
  type EntryRule,
  Fault,
  type FeedConfig,
  judgeEntry,
  matches,
  RECENT_ENTRIES,
  type RecentEntry,
  zEntryRule,
  zFeedConfig,
  zRecentEntries,
  zRecentEntry,
  zUrlKey,
} from '@newsmill/contracts';
import { scratchKey } from '@newsmill/store';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { noSuchFeed } from '../feed-settings.ts';

const { include, exclude } = zFeedConfig.shape;
const zCounted = zEntryRule.extend({ entries: z.number().describe('How many of the entries it matches.') });
const zPreview = z.object({
  taken: z.number(),
  left: z.number(),
  include: z.array(zCounted),
  exclude: z.array(zCounted),
  entries: z.array(
    zRecentEntry.extend({
      taken: z.boolean(),
      why: z.string().describe('What decided, in words.'),
      rule: zEntryRule.nullable().describe('The rule that decided, where one did.'),
      taken_now: z.boolean().describe('Whether the rules that the feed has take it.'),
    }),
  ),
});

/** What rules would do, before they are kept. */
export function feedPreviewRoutes(api: Api, { store, search }: ApiContext): void {
  api.post(
    '/feeds/:id/preview',
    {
      schema: {
        summary: 'Try rules on the past entries of a feed',
        description:
          'Which of its last entries, 300 at most, the rules would take or leave, and by which rule. A list that is not given is the one that the feed has; nothing is changed.',
        tags: ['feeds'],
        params: z.object({ id: zUrlKey }),
        body: z.strictObject({ include, exclude }),
        response: { 200: zPreview, 400: zError, 404: zError, 503: zError },
      },
    },
    async ({ params, body }, reply) => {
      const config = await search.feeds.get(params.id);
      if (config === undefined) return reply.code(404).send(noSuchFeed);
      const entries = await recentEntries(store, config.id);
      return preview(entries, { include: body.include ?? config.include ?? [], exclude: body.exclude ?? config.exclude ?? [] }, config);
    },
  );
}

/** None of a feed that was not polled since this is remembered, or whose memory is over. */
async function recentEntries({ bodies }: ApiContext['store'], feedId: string): Promise<RecentEntry[]> {
  try {
    return zRecentEntries.parse(await bodies.getScratch(scratchKey(feedId, RECENT_ENTRIES)));
  } catch (error) {
    if (error instanceof Fault && error.code === 'body_missing') return [];
    throw error;
  }
}

type Rules = Record<'include' | 'exclude', EntryRule[]>;

function preview(entries: readonly RecentEntry[], rules: Rules, config: FeedConfig): z.infer<typeof zPreview> {
  const judged = entries.map((entry) => {
    const { taken, list, rule: at } = judgeEntry(entry, entry.url, rules);
    const rule = list === null || at === null ? null : (rules[list][at] ?? null);
    const why =
      rule === null
        ? list === null
          ? 'no rule speaks against it'
          : 'no rule of include matches it'
        : `${list} ${rule.field}:${rule.text}`;
    return { ...entry, taken, why, rule, taken_now: judgeEntry(entry, entry.url, config).taken };
  });
  const counted = (rule: EntryRule) => ({ ...rule, entries: entries.filter((entry) => matches(rule, entry, entry.url)).length });
  const taken = judged.filter((one) => one.taken).length;
  return {
    taken,
    left: judged.length - taken,
    include: rules.include.map(counted),
    exclude: rules.exclude.map(counted),
    entries: judged,
  };
}
