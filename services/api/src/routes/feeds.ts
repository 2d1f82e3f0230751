import { type FeedConfig, type FeedState, newFeedState, zFeedConfig, zFeedState, zUrlKey } from '@newsmill/contracts';
import { urlKey } from '@newsmill/contracts/ids';
import type { Subscription } from '@newsmill/store';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';
import { noSuchFeed, redacted, withSettings, zChanges } from '../feed-settings.ts';
import { twinId } from '../feed-twin.ts';
import { submittedUrl } from '../submitted-url.ts';

const zSettings = zFeedConfig.omit({ v: true, id: true, url: true, name: true, paused: true, created_at: true });
const zFeed = zFeedConfig.omit({ v: true }).extend({ state: zFeedState.omit({ v: true, id: true }) });
const zOneFeed = zFeed.extend({
  /** Other feeds that the submitted page names. */
  alternatives: z.array(z.string()),
  /** New articles that its daily limit lets through today, and those that wait for a later day; null where there is no limit. */
  taken: z.object({ today: z.number(), later: z.number() }).nullable(),
  /** What pushes its news, where something does. */
  websub: z
    .object({
      hub: z.string(),
      state: z.string(),
      detail: z.string(),
      ends: z.iso.datetime().nullable(),
      pushed_at: z.iso.datetime().nullable(),
    })
    .nullable(),
});
const zId = z.object({ id: zUrlKey });

/** Feeds: what people change goes to Elasticsearch first, then a copy to Redis, where the next poll is due. */
export function feedRoutes(api: Api, { store, search, settings }: ApiContext): void {
  api.post(
    '/feeds',
    {
      schema: {
        summary: 'Submit a feed',
        description:
          'It is polled at once and from then on. Answers 202 for a new feed, 200 for one that is known, be it with or without a slash at its end.',
        tags: ['feeds'],
        body: zSettings.extend({ url: z.string().min(1).max(8_192), name: z.string().max(500).optional() }),
        response: { 200: zFeed, 202: zFeed, 400: zError, 422: zError, 503: zError },
      },
    },
    async ({ body }, reply) => {
      const { url: text, name = null, ...more } = body;
      const url = submittedUrl(text, settings);
      await store.ping();
      const config: FeedConfig = {
        ...more,
        v: 1,
        id: urlKey(url),
        url,
        name,
        paused: false,
        created_at: new Date().toISOString(),
      };
      const twin = twinId(url);
      const there = (await search.feeds.get(config.id)) ?? (twin === undefined ? undefined : await search.feeds.get(twin));
      const isNew = there === undefined && (await search.feeds.create(config));
      const known = there ?? (isNew ? config : ((await search.feeds.get(config.id)) ?? config));
      await store.feeds.putConfig(known, { wake: isNew });
      return reply.code(isNew ? 202 : 200).send(view(known, await store.feeds.state(known.id)));
    },
  );

  api.get(
    '/feeds',
    { schema: { summary: 'All feeds', tags: ['feeds'], response: { 200: z.object({ feeds: z.array(zFeed) }), 503: zError } } },
    async () => {
      const configs = await search.feeds.list();
      const states = store.up() ? await store.feeds.states(configs.map(({ id }) => id)) : await search.feeds.states();
      const byId = new Map(states.map((state) => [state.id, state]));
      return { feeds: configs.map((config) => view(config, byId.get(config.id) ?? newFeedState(config.id))) };
    },
  );

  api.get(
    '/feeds/:id',
    { schema: { summary: 'One feed', tags: ['feeds'], params: zId, response: { 200: zOneFeed, 404: zError, 503: zError } } },
    async ({ params }, reply) => {
      const config = await search.feeds.get(params.id);
      if (config === undefined) return reply.code(404).send(noSuchFeed);
      const { feeds, subscriptions } = store;
      const [state, { found }, taken, subscription] = await Promise.all([
        feeds.state(config.id),
        feeds.memory(config.id),
        config.articles_per_day === undefined ? null : store.caps.count(config.id),
        subscriptions.get(config.id),
      ]);
      const websub = subscription === undefined ? null : hubView(subscription);
      return { ...view(config, state), alternatives: found.filter((url) => url !== state.poll_url), taken, websub };
    },
  );

  api.patch(
    '/feeds/:id',
    {
      schema: {
        summary: 'Change the settings of a feed',
        description: 'What is not named stays; null takes a setting away. Secrets are shown as ***, and *** leaves one as it is.',
        tags: ['feeds'],
        params: zId,
        body: z.strictObject(zChanges),
        response: { 200: zFeed, 400: zError, 404: zError, 503: zError },
      },
    },
    async ({ params, body }, reply) => {
      await store.ping();
      const config = await search.feeds.update(params.id, (before) => withSettings(before, body));
      if (config === undefined) return reply.code(404).send(noSuchFeed);
      await store.feeds.putConfig(config, { wake: false });
      if (body.articles_per_day !== undefined) await giveDaysAnew(store, config);
      return view(config, await store.feeds.state(config.id));
    },
  );

  for (const [verb, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    api.post(
      `/feeds/:id/${verb}`,
      {
        schema: {
          summary: paused ? 'Stop polling a feed' : 'Poll a feed again, at once',
          tags: ['feeds'],
          params: zId,
          response: { 200: zFeed, 404: zError, 503: zError },
        },
      },
      async ({ params }, reply) => {
        await store.ping();
        const config = await search.feeds.update(params.id, (before) => ({ ...before, paused }));
        if (config === undefined) return reply.code(404).send(noSuchFeed);
        await store.feeds.putConfig(config, { wake: !paused });
        return view(config, await store.feeds.state(config.id));
      },
    );
  }

  api.delete(
    '/feeds/:id',
    {
      schema: {
        summary: 'Delete a feed',
        description: 'Its articles stay.',
        tags: ['feeds'],
        params: zId,
        response: { 204: z.null(), 404: zError, 503: zError },
      },
    },
    async ({ params }, reply) => {
      await store.ping();
      const config = await search.feeds.get(params.id);
      if (config === undefined) return reply.code(404).send(noSuchFeed);
      const { poll_url } = await store.feeds.state(params.id);
      await search.feeds.remove(params.id);
      await store.feeds.remove(params.id);
      await store.subscriptions.remove(params.id);
      if (poll_url !== null) await store.frontier.remove({ url: poll_url, urlKey: urlKey(poll_url), kind: 'feed' });
      await store.frontier.remove({ url: config.url, urlKey: config.id, kind: 'feed' });
      return reply.code(204).send(null);
    },
  );
}

/** What waits for a later day goes by the limit of now. */
async function giveDaysAnew({ caps, frontier }: ApiContext['store'], { id, articles_per_day }: FeedConfig): Promise<void> {
  const waiting = await caps.release(id);
  const from = articles_per_day === undefined ? waiting.map(() => 0) : await caps.reserve(id, articles_per_day, waiting);
  const byDay = Map.groupBy(waiting, (_, at) => from[at] ?? 0);
  for (const [until, keys] of byDay) await frontier.repark(keys, until);
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const hubView = ({ hub, state, detail, ends, pushed_at }: Subscription): z.infer<typeof zOneFeed>['websub'] => ({
  ...{ hub, state, detail, ends: instant(ends), pushed_at: instant(pushed_at) },
});

function view({ v: _v, request, ...config }: FeedConfig, { v: _sv, id: _id, ...state }: FeedState): z.infer<typeof zFeed> {
  return { ...config, ...(request !== undefined && { request: redacted(request) }), state };
}
