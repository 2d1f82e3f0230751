import { type Checks, checkHealth } from '@newsmill/runtime';
import { z } from 'zod';
import type { Api, ApiContext } from '../context.ts';

const zHealth = z.object({ ok: z.boolean(), checks: z.record(z.string(), z.string()) });
const zReady = zHealth.extend({ details: z.record(z.string(), z.string()).optional() });

/** Health and metrics of the API and of what only Redis knows: queues and frontier. */
export function operationRoutes(api: Api, { store, queues, metrics, details }: ApiContext, checks: Checks): void {
  metrics.gauge('newsmill_queue_waiting_jobs', 'Jobs that wait, by stage.', 'stage', async () => {
    const counts = await queues.counts();
    return Object.fromEntries(Object.entries(counts).map(([stage, { waiting }]) => [stage, waiting]));
  });
  metrics.gauge('newsmill_queue_failed_jobs', 'Jobs in the failed set, by stage.', 'stage', async () => {
    const counts = await queues.counts();
    return Object.fromEntries(Object.entries(counts).map(([stage, { failed }]) => [stage, failed]));
  });
  metrics.gauge(
    'newsmill_queue_oldest_waiting_seconds',
    'Age of the oldest waiting job, by stage: depth is not health.',
    'stage',
    queues.oldestWaitingSeconds,
  );
  metrics.gauge('newsmill_frontier', 'URLs and hosts in the frontier, and offers without an outcome.', 'what', store.frontier.sizes);
  metrics.gauge('newsmill_redis_memory_ratio', "Share of Redis' maxmemory in use.", 'server', async () => ({
    redis: await store.memoryRatio(),
  }));

  api.get('/health', { schema: { summary: 'The process lives', tags: ['operations'], response: { 200: zHealth } } }, async () => ({
    ok: true,
    checks: {},
  }));
  api.get(
    '/ready',
    { schema: { summary: 'Its dependencies answer', tags: ['operations'], response: { 200: zReady, 503: zReady } } },
    async (_request, reply) => {
      const health = await checkHealth(checks);
      return reply.code(health.ok ? 200 : 503).send(details === undefined ? health : { ...health, details });
    },
  );
  const text = { description: 'Prometheus text format', content: { 'text/plain': { schema: z.string() } } };
  api.get(
    '/metrics',
    { schema: { summary: 'Prometheus metrics', tags: ['operations'], response: { 200: text } } },
    async (_request, reply) => reply.header('content-type', metrics.contentType).send(await metrics.text()),
  );
}
