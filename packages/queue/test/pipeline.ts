import { type JobOf, PIPELINE, STAGES, type Stage } from '@newsmill/contracts';
import { randomPrefix, testServers } from '@newsmill/testkit';
import { onTestFinished, vi } from 'vitest';
import { type JobEvent, openQueues, type QueueSettings, startWorker } from '../src/index.ts';

// a pause or a retry takes its time when other suites share the machine
vi.setConfig({ testTimeout: 30_000 });

type WorkerOptions<S extends Stage> = Omit<Parameters<typeof startWorker<S>>[0], 'settings' | 'queues' | 'onEvent' | 'onError' | 'stage'>;

/** The queues of one test, whose workers end with it. */
export function openPipeline(settings: Partial<QueueSettings> = {}) {
  const all: QueueSettings = { REDIS_URL: testServers().redisUrl, NEWSMILL_PREFIX: randomPrefix(), ...settings };
  const errors: Error[] = [];
  const events: JobEvent[] = [];
  const onError = (error: Error): void => void errors.push(error);
  const queues = openQueues(all, onError);
  const closing: (() => Promise<void>)[] = [queues.close];
  onTestFinished(async () => {
    for (const close of closing.reverse()) await close();
  });
  const work = <S extends Stage>(stage: S, options: WorkerOptions<S>) => {
    const worker = startWorker<S>({ stage, settings: all, queues, onEvent: (event) => void events.push(event), onError, ...options });
    closing.push(worker.close);
    return worker;
  };
  const board = (stage: Stage) => {
    const queue = queues.boardQueues()[STAGES.indexOf(stage)];
    if (queue === undefined) throw new Error(`no queue ${stage}`);
    return queue;
  };
  const waiting = async <S extends Stage>(stage: S): Promise<JobOf<S>[]> =>
    (await board(stage).getJobs(['waiting', 'delayed', 'active'], 0, -1, true)).map(
      ({ data }) => PIPELINE[stage].job.parse(data) as JobOf<S>,
    );
  const ended = (how: JobEvent['ended']): JobEvent[] => events.filter((event) => event.ended === how);
  return { settings: all, queues, work, board, waiting, events, ended, errors };
}
