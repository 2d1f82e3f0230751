import { hostname } from 'node:os';
import { asFault, DependencyDown, Fault, type JobOf, type Next, PIPELINE, Postponed, type Stage, type UrlStage } from '@newsmill/contracts';
import { DelayedError, type Job, MetricsTime, RateLimitError, UnrecoverableError, Worker } from 'bullmq';
import { type QueueSettings, queuePrefix, workerConnection } from './connection.ts';
import { deadLetter } from './handover.ts';
import { MOST_JOBS_A_SECOND, type Queues } from './queues.ts';

/** Crashes of the worker on one job before it counts as poison. Not BullMQ's maxStartedAttempts: it counts waits for a dependency too. */
const POISON_STALLS = 5;
const DOWN_PAUSE_MS = 1_000;
const STUCK_MS = 60_000;

export type Handler<S extends Stage> = (job: JobOf<S>, signal: AbortSignal) => Promise<Next<S>[]>;
/** Where a `Next` goes that is no stage: `frontier`, `feed`. */
export type Sinks<S extends Stage> = { [T in Exclude<Next<S>['to'], Stage>]: (job: Extract<Next<S>, { to: T }>['job']) => Promise<void> };

/** What one run of a handler came to; the wide log line of the job. */
export type JobEvent = {
  stage: Stage;
  jobId: string;
  attempt: number;
  ms: number;
  waitedMs: number;
  ended: 'done' | 'retry' | 'dead' | 'waits';
  handedOn: string[];
  code?: string;
  detail?: string;
  job: Record<string, unknown>;
};

export type StageWorker = {
  close: () => Promise<void>;
  running: () => boolean;
  /** Throws when jobs have waited long and this worker has touched none: it lives, but nothing moves. */
  moving: () => Promise<void>;
};

type Options<S extends Stage> = {
  stage: S;
  settings: QueueSettings;
  concurrency?: number;
  /** Where a `Next` that is a stage goes. */
  queues: Queues;
  handler: Handler<S>;
  sinks: Sinks<S>;
  /** A stage that needs what that one needs: while that one waits for it, this one does too, and does not ask by itself. */
  waitsWith?: Stage;
  /** Runs when all is handed on, before the job completes. */
  after?: (job: JobOf<S>) => Promise<void>;
  /** A job that will not be run again, before it fails: makes its reason the URL's outcome. Unless given, a dead letter goes to the index stage: alert and deliver must give it. */
  onDead?: (job: JobOf<S>, fault: Fault, jobId: string | null) => Promise<void>;
  onEvent: (event: JobEvent) => void;
  onError: (error: Error) => void;
};

/**
 * Runs a stage: checks the job, calls the handler, hands on what it returns, then completes the job. A handler that throws
 * - DependencyDown: the whole stage pauses (rate limit) and the job waits, no attempt is counted;
 * - Postponed: this job alone waits as long as it says, no attempt is counted;
 * - a permanent Fault, or any error on the last attempt: the job is dead and stays in the failed set;
 * - anything else: it is tried again with back-off.
 */
export function startWorker<S extends Stage>(options: Options<S>): StageWorker {
  const { stage, onEvent, onError } = options;
  let touchedAt = Date.now();
  let waiting = false;
  const tellWaits = async (now: boolean): Promise<void> => {
    waiting = now;
    await options.queues.tellWaits(stage, now).catch(onError);
  };
  const run = async (job: Job, token?: string, signal: AbortSignal = new AbortController().signal): Promise<void> => {
    // what is the same for a whole stage is not kept with each job
    const attempts = job.opts.attempts || PIPELINE[stage].attempts;
    Object.assign(job.opts, { attempts, backoff: job.opts.backoff ?? { type: 'custom' } });
    const parsed = PIPELINE[stage].job.safeParse(job.data);
    // what is left out of it where it is kept is back; one without the shape of its stage is taken as it is
    const data = parsed.success ? parsed.data : job.data;
    const startedAt = Date.now();
    touchedAt = startedAt;
    const handedOn: string[] = [];
    const tell = (ended: JobEvent['ended'], fault?: { code: string; detail: string }): void => {
      touchedAt = Date.now();
      onEvent({
        stage,
        jobId: job.id ?? '',
        attempt: job.attemptsMade + 1,
        ms: Date.now() - startedAt,
        waitedMs: startedAt - job.timestamp,
        ended,
        handedOn,
        ...fault,
        job: data,
      });
    };
    try {
      if (options.waitsWith !== undefined && (await options.queues.waits(options.waitsWith)))
        throw new DependencyDown(`what the ${options.waitsWith} stage waits for`);
      if ((job.stalledCounter ?? 0) >= POISON_STALLS) throw new Fault('poison', `${job.stalledCounter} crashes`);
      if (!parsed.success) throw new Fault('invalid_job', parsed.error.message);
      await perform(options, parsed.data as JobOf<S>, signal, handedOn);
      if (waiting) await tellWaits(false);
      tell('done');
    } catch (error) {
      if (error instanceof DependencyDown) throw await wait(error);
      if (error instanceof Postponed) throw await postpone(error);
      const fault = asFault(error);
      const dead = fault.permanent || job.attemptsMade + 1 >= attempts;
      if (dead) await bury(fault);
      tell(dead ? 'dead' : 'retry', { code: fault.code, detail: fault.detail });
      // BullMQ looks at the class: only its own UnrecoverableError ends the attempts
      throw dead ? Object.assign(new UnrecoverableError(`${fault.code}: ${fault.message}`), { cause: fault }) : fault;
    }
    async function wait(down: DependencyDown): Promise<RateLimitError> {
      tell('waits', { code: 'dependency_down', detail: down.message });
      await tellWaits(true);
      await worker.rateLimit(DOWN_PAUSE_MS);
      return new RateLimitError();
    }
    async function postpone({ ms, message }: Postponed): Promise<DelayedError> {
      tell('waits', { code: 'postponed', detail: message });
      await job.moveToDelayed(Date.now() + ms, token);
      return new DelayedError();
    }
    /** Tells where the job ends, before it does. What cannot be told waits with the rest of the stage; a job too broken to be told of just ends. */
    async function bury(fault: Fault): Promise<void> {
      try {
        if (options.onDead) await options.onDead(data as JobOf<S>, fault, job.id ?? null);
        else await options.queues.add('index', deadLetter(stage as UrlStage, data as JobOf<UrlStage>, fault, job.id ?? null));
      } catch (error) {
        if (error instanceof DependencyDown) throw await wait(error);
        onError(new Error(`no dead letter for ${stage} job ${job.id}`, { cause: error }));
      }
    }
  };
  const worker = new Worker(stage, run, {
    connection: workerConnection(options.settings),
    prefix: queuePrefix(options.settings.NEWSMILL_PREFIX),
    concurrency: options.concurrency ?? PIPELINE[stage].concurrency,
    name: `${hostname()}-${process.pid}`,
    // back 9 s after a kill -9; the defaults took 59 s
    lockDuration: 10_000,
    stalledInterval: 5_000,
    // the default 1 parks jobs in the failed set after two crashes, whatever `attempts` says
    maxStalledCount: 20,
    settings: { backoffStrategy: (attemptsMade) => backoffMs(PIPELINE[stage].backoffMs, attemptsMade) },
    // what was fetched is in the fetch log, which says more than a job could: none is kept, which spares Redis six commands a fetch
    removeOnComplete: { count: stage === 'fetch' ? 0 : 1_000 },
    removeOnFail: { age: 14 * 86_400, count: 50_000 },
    metrics: { maxDataPoints: MetricsTime.ONE_WEEK },
    // with a limiter, which never limits by itself, worker.rateLimit pauses the stage in all processes; without, in this one, for three commands less a job
    ...(stage === 'fetch' ? {} : { limiter: { max: MOST_JOBS_A_SECOND, duration: 1_000 } }),
  });
  worker.on('error', onError);
  worker.on('lockRenewalFailed', (jobIds: string[]) => {
    for (const jobId of jobIds) worker.cancelJob(jobId);
  });
  return {
    close: () => worker.close(),
    running: () => worker.isRunning(),
    moving: async () => {
      if (Date.now() - touchedAt < STUCK_MS) return;
      const waited = (await options.queues.oldestWaitingSeconds())[stage] * 1_000;
      if (waited > STUCK_MS)
        throw new Error(
          `jobs wait since ${Math.round(waited / 1_000)} s and none was touched for ${Math.round((Date.now() - touchedAt) / 1_000)} s`,
        );
    },
  };
}

/** Doubles with each try; by half of it at random sooner, so that jobs that failed together are not tried together. */
export const backoffMs = (firstMs: number, attemptsMade: number): number =>
  Math.floor(firstMs * 2 ** (attemptsMade - 1) * (1 - Math.random() / 2));

async function perform<S extends Stage>(options: Options<S>, job: JobOf<S>, signal: AbortSignal, handedOn: string[]): Promise<void> {
  const next = await options.handler(job, signal);
  const breaks = options.queues.breaks();
  for (const { to, job: following } of next) {
    // awaited one by one, in order: what comes later (a feed's new state) must not stand before what it promises
    const sink = (options.sinks as Record<string, ((job: unknown) => Promise<void>) | undefined>)[to];
    await (sink === undefined ? options.queues.add(to as Stage, following as JobOf<Stage>) : sink(following));
    handedOn.push(to);
  }
  // a server that died takes the last second along: what was handed on before may be gone while what came after stands
  if (options.queues.breaks() !== breaks) throw new DependencyDown('Redis (it went away in the middle of a job)');
  await options.after?.(job);
}
