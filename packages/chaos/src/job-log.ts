import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from './fleet.ts';

export type Run = {
  at: number;
  stage: 'fetch' | 'parse' | 'enrich' | 'index' | 'alert' | 'deliver';
  /** How long it ran. */
  ms: number;
  jobId: string;
  ended: 'done' | 'retry' | 'dead' | 'waits';
  code?: string;
  detail?: string;
  handedOn: string[];
  job: {
    url: string;
    urlKey: string;
    n: number;
    kind?: string;
    outcome?: string | null;
    origin: string;
    deliveryId?: string;
    channel?: string;
  };
};

/** Every run of every job that came to its end, out of the services' log lines. */
export function readRuns(folder: string): Run[] {
  return SERVICES.flatMap((name) => {
    const file = join(folder, `${name}.log`);
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        // a killed process may have torn its last line
        if (!line.includes('"msg":"job"')) return [];
        try {
          const { time, ...run } = JSON.parse(line);
          return [{ ...run, at: Date.parse(time) } as Run];
        } catch {
          return [];
        }
      });
  });
}

const identity = ({ stage, job }: Run): string =>
  [stage, job.urlKey ?? `${job.deliveryId} ${job.channel}`, job.n, stage === 'index' ? `${job.kind} ${job.outcome ?? ''}` : ''].join(' ');

/** Runs of a (stage, URL, generation) beyond its first. A fetch that handed nothing on gave its turn back (robots.txt was asked first): it is no run. */
export function reruns(runs: readonly Run[]): number {
  const seen = new Set<string>();
  const counted = runs.filter(
    (run) => (run.ended === 'done' || run.ended === 'retry') && !(run.stage === 'fetch' && run.handedOn.length === 0),
  );
  return counted.filter((run) => !isNew(seen, identity(run))).length;
}

/**
 * Runs that a re-run of the stage before brought about: a second job of the same stage, URL and generation. A job that its own worker's death
 * made run again has the same id and is none. Fetch is the first stage: its jobs come from the frontier. The fetch log has a line for each try.
 */
export function cascades(runs: readonly Run[]): number {
  const ids = Map.groupBy(
    runs.filter(({ stage, job }) => stage !== 'fetch' && job.kind !== 'fetch'),
    identity,
  );
  return [...ids.values()].reduce((sum, group) => sum + new Set(group.map(({ jobId }) => jobId)).size - 1, 0);
}

function isNew(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
