import { hash } from 'node:crypto';
import { compactJob, Fault, handoverId, type JobOf, MAX_JOB_BYTES, PIPELINE, STAGES, type Stage } from '@newsmill/contracts';
import { Queue, type QueueOptions } from 'bullmq';
import { ask } from './away.ts';
import { producerConnection, type QueueSettings, queuePrefix } from './connection.ts';

// it must only outlast a stalled re-run of the sender: measured, a hop's twin is added within the lock plus one stalled check
const HANDOVER_WINDOW_MS = 5 * 60_000;

export type QueueCounts = Record<Stage, { waiting: number; active: number; delayed: number; failed: number; completed: number }>;

export type Queues = {
  /** Adds a job once: a repeat of the same hand-over within its window adds nothing. Refuses a job above MAX_JOB_BYTES. DependencyDown while Redis is away. */
  add: <S extends Stage>(stage: S, job: JobOf<S>) => Promise<void>;
  counts: () => Promise<QueueCounts>;
  /** Jobs of one stage that wait, run, or wait for another try. */
  depth: (stage: Stage) => Promise<number>;
  /** Whether a stage waits for a dependency that is away (see startWorker). */
  waits: (stage: Stage) => Promise<boolean>;
  /** Tells that a stage waits, or no longer does; it is forgotten when it was not told again in time. */
  tellWaits: (stage: Stage, waits: boolean) => Promise<void>;
  /** How long the oldest waiting job of each stage has waited, seconds; 0 where none waits. */
  oldestWaitingSeconds: () => Promise<Record<Stage, number>>;
  /** Takes jobs out of a stage's failed set; what is not there, or not failed any more, is passed over. */
  dropFailed: (stage: Stage, jobIds: readonly string[]) => Promise<void>;
  /** How often the connection to Redis broke so far: what was added before may be lost with a server that died. */
  breaks: () => number;
  /** The queues themselves, for the queue board alone. */
  boardQueues: () => Queue[];
  close: () => Promise<void>;
};

/** Longer than the pause of a stage that waits: while it asks once more, those that wait with it do not. */
const WAITS_MS = 2_000;

/** The limiter that pauses need, and that never limits by itself. */
export const MOST_JOBS_A_SECOND = 1_000_000;

/** Opens one queue a stage for adding and looking. */
export function openQueues(settings: QueueSettings, onError: (error: Error) => void): Queues {
  const options = (): QueueOptions => ({
    connection: producerConnection(settings),
    prefix: queuePrefix(settings.NEWSMILL_PREFIX),
    streams: { events: { maxLen: 1_000 } },
  });
  const queues = new Map(STAGES.map((stage) => [stage, new Queue(stage, options())] as const));
  let breaks = 0;
  for (const queue of queues.values()) {
    queue.on('error', onError);
    queue.on('ioredis:close', () => breaks++);
  }
  const of = (stage: Stage): Queue => {
    const queue = queues.get(stage);
    if (queue === undefined) throw new Fault('invalid_job', `no stage ${stage}`);
    return queue;
  };

  return {
    add: async (stage, job) => {
      checkJob(stage, job);
      const id = (handoverId[stage] as (job: JobOf<typeof stage>) => string)(job);
      // these are twins only while they live: the frontier decides when a URL is due again, the delivery whether it was sent
      const whileItLives = stage === 'fetch' || stage === 'deliver';
      // a page's next turn may come before the job of its last one, which gave it back, is through
      const twins = { id, keepLastIfActive: stage === 'fetch' };
      const deduplication = whileItLives ? twins : { id: digest(id), ttl: HANDOVER_WINDOW_MS };
      await ask(of(stage), (queue) => queue.add(stage, compactJob(job), { deduplication }));
    },
    counts: async () => {
      const rows = STAGES.map(async (stage) => {
        const found = await ask(of(stage), (queue) => queue.getJobCounts());
        const { waiting = 0, active = 0, delayed = 0, failed = 0, completed = 0, prioritized = 0 } = found;
        return [stage, { waiting: waiting + prioritized, active, delayed, failed, completed }] as const;
      });
      return Object.fromEntries(await Promise.all(rows)) as QueueCounts;
    },
    depth: (stage) => ask(of(stage), (queue) => queue.getJobCountByTypes('waiting', 'active', 'delayed')),
    waits: async (stage) => (await ask(of(stage), async (queue) => (await queue.getBackend().client).get(queue.toKey('waits')))) !== null,
    tellWaits: async (stage, waits) => {
      await ask(of(stage), async (queue) => {
        const client = await queue.getBackend().client;
        const key = queue.toKey('waits');
        await (waits ? client.set(key, 1, { PX: WAITS_MS }) : client.del(key));
      });
    },
    oldestWaitingSeconds: async () => {
      const rows = STAGES.map(async (stage) => {
        const [oldest] = await ask(of(stage), async (queue) =>
          // a queue that a person paused waits as asked
          (await queue.isPaused()) ? [] : queue.getJobs('waiting', 0, 0, true),
        );
        return [stage, oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.timestamp) / 1_000] as const;
      });
      return Object.fromEntries(await Promise.all(rows)) as Record<Stage, number>;
    },
    dropFailed: async (stage, jobIds) => {
      for (const id of jobIds) {
        const job = await of(stage).getJob(id);
        if (job !== undefined && (await job.isFailed())) await job.remove();
      }
    },
    breaks: () => breaks,
    boardQueues: () => [...queues.values()],
    close: async () => {
      await Promise.all([...queues.values()].map(closeQueue));
    },
  };
}

/** While Redis is away BullMQ fails to say goodbye to it, and would go on connecting. */
async function closeQueue(queue: Queue): Promise<void> {
  await queue.close().catch(async () => (await queue.getBackend().client).disconnect());
}

/** Redis keeps the id three times with each job: 96 bits of it tell apart as well, in a quarter of the room. */
const digest = (id: string): string => hash('sha256', id, 'base64url').slice(0, 16);

/** Shape and size of a job, asserted where it is added: a body that slips into a job is a bug of the sender. */
export function checkJob<S extends Stage>(stage: S, job: JobOf<S>): void {
  const parsed = PIPELINE[stage].job.safeParse(job);
  if (!parsed.success)
    throw new Fault('invalid_job', `${stage}: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
  const bytes = Buffer.byteLength(JSON.stringify(job));
  if (bytes > MAX_JOB_BYTES)
    throw new Fault(
      'invalid_job',
      `a ${stage} job of ${bytes} bytes is over the limit of ${MAX_JOB_BYTES}: put the body into the store and send its key`,
    );
}
