import { zUrlKey } from '@newsmill/contracts';
import { z } from 'zod';
import { newAlert, shownAlert, withChanges, zAlertChanges, zNewAlert, zShownAlert } from '../alert-settings.ts';
import type { Api, ApiContext } from '../context.ts';
import { zError } from '../errors.ts';

/** Each looks at every batch of fresh articles. */
const MOST_ALERTS = 10_000;

export const zAlertId = z.object({ id: zUrlKey });
export const noSuchAlert = { error: { code: 'no_such_alert', message: 'There is no alert with this id; GET /alerts lists them.' } };

/** Saved searches that ring. */
export function alertRoutes(api: Api, { search, settings }: ApiContext): void {
  api.post(
    '/alerts',
    {
      schema: {
        summary: 'Save a search that rings',
        description: 'POST /alerts/preview shows what it would have found. The answer shows the secret of its webhook, this once.',
        tags: ['alerts'],
        body: zNewAlert,
        response: { 201: zShownAlert, 400: zError, 409: zError, 422: zError, 503: zError },
      },
    },
    async ({ body }, reply) => {
      const alert = newAlert(body, settings);
      if ((await search.alerts.count()) >= MOST_ALERTS)
        return reply.code(409).send({ error: { code: 'too_many_alerts', message: `There are ${MOST_ALERTS} alerts: delete one first.` } });
      await search.alerts.create(alert);
      return reply.code(201).send(shownAlert(alert, true));
    },
  );

  api.get(
    '/alerts',
    {
      schema: {
        summary: 'All alerts',
        tags: ['alerts'],
        querystring: z.object({ owner: z.string().max(256).optional() }),
        response: { 200: z.object({ alerts: z.array(zShownAlert) }), 400: zError, 503: zError },
      },
    },
    async ({ query }) => {
      const alerts = await search.alerts.list();
      return { alerts: alerts.filter(({ owner }) => query.owner === undefined || owner === query.owner).map((alert) => shownAlert(alert)) };
    },
  );

  api.get(
    '/alerts/:id',
    { schema: { summary: 'One alert', tags: ['alerts'], params: zAlertId, response: { 200: zShownAlert, 404: zError, 503: zError } } },
    async ({ params }, reply) => {
      const alert = await search.alerts.get(params.id);
      return alert === undefined ? reply.code(404).send(noSuchAlert) : shownAlert(alert);
    },
  );

  api.patch(
    '/alerts/:id',
    {
      schema: {
        summary: 'Change an alert',
        description:
          'What is not named stays; null takes a way of delivery away. With another query it rings for what is indexed from now on.',
        tags: ['alerts'],
        params: zAlertId,
        body: zAlertChanges,
        response: { 200: zShownAlert, 400: zError, 404: zError, 422: zError, 503: zError },
      },
    },
    async ({ params, body }, reply) => {
      const alert = await search.alerts.update(params.id, (before) => withChanges(before, body, settings));
      return alert === undefined ? reply.code(404).send(noSuchAlert) : shownAlert(alert);
    },
  );

  api.delete(
    '/alerts/:id',
    {
      schema: {
        summary: 'Delete an alert with its deliveries',
        tags: ['alerts'],
        params: zAlertId,
        response: { 204: z.null(), 404: zError, 503: zError },
      },
    },
    async ({ params }, reply) => ((await search.alerts.remove(params.id)) ? reply.code(204).send(null) : reply.code(404).send(noSuchAlert)),
  );
}
