import { PIPELINE, type Stage } from '@newsmill/contracts';
import { MetricsTime, Queue, Worker } from 'bullmq';
import { producerConnection, workerConnection } from '../src/connection.ts';

export type RawChain = { add: (job: { id: string; data: object }) => Promise<void>; close: () => Promise<void> };

const TTL_MS = 5 * 60_000;

/** Stages of plain BullMQ, with the deduplication and worker options of ours and nothing else: what the wrapper is measured against. */
export async function openRawChain(
  redisUrl: string,
  prefix: string,
  stages: readonly Stage[],
  options: { concurrency: number; onEnd: () => void },
): Promise<RawChain> {
  const settings = { REDIS_URL: redisUrl, NEWSMILL_PREFIX: '' };
  const queues = stages.map(
    (stage) =>
      new Queue(stage, {
        connection: producerConnection(settings),
        prefix,
        streams: { events: { maxLen: 1_000 } },
        defaultJobOptions: {
          attempts: PIPELINE[stage].attempts,
          backoff: { type: 'exponential', delay: PIPELINE[stage].backoffMs, jitter: 0.5 },
        },
      }),
  );
  const addTo = async (at: number, data: object, id: string): Promise<void> => {
    await queues[at]?.add(stages[at] ?? '', data, { deduplication: { id, ttl: TTL_MS } });
  };
  const workers = stages.map(
    (stage, at) =>
      new Worker(
        stage,
        async ({ data }) => {
          if (at + 1 < stages.length) await addTo(at + 1, data, `${data.urlKey}-${at + 1}`);
          else options.onEnd();
        },
        {
          connection: workerConnection(settings),
          prefix,
          concurrency: options.concurrency,
          lockDuration: 10_000,
          stalledInterval: 5_000,
          maxStalledCount: 20,
          removeOnComplete: { age: 3_600, count: 1_000 },
          removeOnFail: { age: 14 * 86_400, count: 50_000 },
          metrics: { maxDataPoints: MetricsTime.ONE_WEEK },
          limiter: { max: 1_000_000, duration: 1_000 },
        },
      ),
  );
  for (const queue of queues) queue.on('error', () => undefined);
  for (const worker of workers) worker.on('error', () => undefined);
  await Promise.all([...queues, ...workers].map((open) => open.waitUntilReady()));
  return {
    add: ({ id, data }) => addTo(0, data, id),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}
