import { zUrlKey } from '@newsmill/contracts';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';
import { isSame, isSigned, take, verify } from '../websub.ts';

const MAX_PUSH_BYTES = 10 * 2 ** 20;
const zCallback = z.object({ id: zUrlKey, token: z.string().min(20).max(64) });
const zQuestion = z.object({
  'hub.mode': z.string().max(20),
  'hub.topic': z.string().max(8_192).default(''),
  'hub.challenge': z.string().max(2_048).default(''),
  'hub.lease_seconds': z.coerce.number().int().nonnegative().catch(0).default(0),
  'hub.reason': z.string().max(2_048).default(''),
});

/** Where hubs confirm subscriptions and push what is new (WebSub). No token of ours but the one in the address; what is not signed is not read. */
export function websubRoutes(api: Api, context: ApiContext): void {
  api.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_PUSH_BYTES }, (_request, body, done) => done(null, body));
  api.removeContentTypeParser(['application/json', 'text/plain']);

  const subscriptionOf = async ({ id, token }: z.infer<typeof zCallback>) => {
    const subscription = await context.store.subscriptions.get(id);
    return subscription !== undefined && isSame(subscription.token, token) ? subscription : undefined;
  };

  api.get('/websub/:id/:token', { schema: { hide: true, params: zCallback, querystring: zQuestion } }, async ({ params, query }, reply) => {
    const subscription = await subscriptionOf(params);
    const answer =
      subscription &&
      (await verify(context, params.id, subscription, {
        mode: query['hub.mode'],
        topic: query['hub.topic'],
        challenge: query['hub.challenge'],
        leaseSeconds: query['hub.lease_seconds'],
        reason: query['hub.reason'],
      }));
    if (answer === undefined) return reply.code(404).type('text/plain').send('no such subscription');
    // as text and nothing else: a challenge is whatever the other side likes
    return reply.header('x-content-type-options', 'nosniff').type('text/plain').send(answer);
  });

  api.post(
    '/websub/:id/:token',
    { bodyLimit: MAX_PUSH_BYTES, schema: { hide: true, params: zCallback } },
    async ({ params, body, headers }, reply) => {
      const subscription = await subscriptionOf(params);
      // the hub may forget it (section 7: 410)
      if (subscription === undefined) return reply.code(410).send();
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      // answered alike: who guesses signatures learns nothing (section 7.1)
      if (isSigned(bytes, String(headers['x-hub-signature'] ?? ''), subscription.secret))
        await take(context, params.id, bytes, String(headers['content-type'] ?? ''));
      return reply.code(202).send();
    },
  );
}
