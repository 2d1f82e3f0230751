import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import swagger from '@fastify/swagger';
import type { Checks } from '@newsmill/runtime';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Api, ApiContext } from './context.ts';
import { errorHandler, unavailable, unreadable } from './errors.ts';
import { createGuard } from './guard.ts';
import { alertRoutes } from './routes/alerts.ts';
import { archiveRoutes } from './routes/archive.ts';
import { articleRoutes } from './routes/articles.ts';
import { deadRoutes } from './routes/dead.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { feedPreviewRoutes } from './routes/feed-preview.ts';
import { feedRoutes } from './routes/feeds.ts';
import { hostRoutes } from './routes/hosts.ts';
import { operationRoutes } from './routes/operations.ts';
import { opmlRoutes } from './routes/opml.ts';
import { rebuildRoutes } from './routes/rebuild.ts';
import { searchRoutes } from './routes/search.ts';
import { takedownRoutes } from './routes/takedown.ts';
import { traceRoutes } from './routes/trace.ts';
import { websubRoutes } from './routes/websub.ts';

const MAX_BODY_BYTES = 64 * 1_024;

/** The HTTP door: routes, their OpenAPI description, the queue board, all behind one guard. */
export async function buildServer(context: ApiContext, checks: Checks, log: FastifyBaseLogger) {
  const api = fastify({
    loggerInstance: log,
    bodyLimit: MAX_BODY_BYTES,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: unreadable,
  }).withTypeProvider<ZodTypeProvider>();
  api.setValidatorCompiler(validatorCompiler);
  api.setSerializerCompiler(serializerCompiler);
  api.setErrorHandler(errorHandler(context));
  api.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { code: 'no_such_route', message: 'Nothing is here; GET /openapi.json lists what is.' } }),
  );
  api.addHook('onRequest', createGuard(context.settings.API_TOKEN));
  // the board waits for Redis however long it is away
  api.addHook('onRequest', async ({ url }, reply) =>
    url.startsWith('/queues/api') && !context.store.up() ? unavailable(reply, 'Redis') : undefined,
  );

  await api.register(swagger, {
    openapi: { info: { title: 'Newsmill', description: 'Feeds in, searchable news out.', version: '0.1.0' } },
    transform: jsonSchemaTransform,
  });
  feedRoutes(api, context);
  feedPreviewRoutes(api, context);
  articleRoutes(api, context);
  searchRoutes(api, context);
  alertRoutes(api, context);
  deliveryRoutes(api, context);
  traceRoutes(api, context);
  deadRoutes(api, context);
  takedownRoutes(api, context);
  hostRoutes(api, context);
  rebuildRoutes(api, context, (error) => log.error({ err: error }, 'rebuild failed'));
  operationRoutes(api, context, checks);
  // each in a scope of its own: the kinds of body that they take are refused everywhere else
  await api.register(async (scope: Api) => opmlRoutes(scope, context));
  await api.register(async (scope: Api) => archiveRoutes(scope, context));
  await api.register(async (scope: Api) => websubRoutes(scope, context));
  api.get('/openapi.json', { schema: { hide: true } }, async () => api.swagger());

  const board = new FastifyAdapter();
  createBullBoard({ queues: context.queues.boardQueues().map((queue) => new BullMQAdapter(queue)), serverAdapter: board });
  board.setBasePath('/queues');
  await api.register(board.registerPlugin(), { prefix: '/queues' });
  return api;
}
