import { env } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type Checks, serveHealth } from './health.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { readSettings, type SettingName, type Settings, SettingsFault } from './settings.ts';

const CLOSE_DEADLINE_MS = 25_000;
const RETRY_START_MS = 1_000;
const SAME_ERROR_EVERY_MS = 10_000;

export type ServiceContext<N extends SettingName> = {
  settings: Settings<N>;
  log: Logger;
  metrics: Metrics;
  /** The wide log line and the metrics of one run of a job. */
  onEvent: (event: JobEvent) => void;
  /** An error outside any job: connections that come and go. */
  onError: (error: unknown) => void;
  /** Runs work again each second until it succeeds: a dependency may come up later than we do. Rejects when the process is asked to end first. */
  eventually: (what: string, work: () => Promise<void>) => Promise<void>;
  /** Adds a check of /health: one that fails asks for a new process. */
  liveness: (name: string, check: () => Promise<unknown>) => void;
  /** Says something of this process at /ready that makes it no less ready. */
  detail: (name: string, text: string) => void;
  /** Closers run in reverse order of their registration when the process is asked to end. */
  onClose: (close: () => Promise<unknown>) => void;
};

type JobEvent = Parameters<Metrics['job']>[0];

const COMMON = ['LOG_LEVEL', 'HEALTH_HOST', 'HEALTH_PORT'] as const satisfies readonly SettingName[];

/**
 * The life of a process: settings (all faults at once, exit code 2, also for a SettingsFault that `start` throws), what `start` builds,
 * health endpoint, then an orderly end on SIGTERM or SIGINT; a second signal, or 25 s, ends it at once. `start` answers the checks of readiness.
 * `ownHealth`: the service serves health and metrics itself.
 */
export async function runService<N extends SettingName>(
  name: string,
  names: readonly N[],
  start: (context: ServiceContext<N>) => Promise<Checks>,
  { ownHealth = false } = {},
): Promise<void> {
  // read together: every fault is told at once
  const settings: Settings<N | (typeof COMMON)[number]> = settingsOrExit([...COMMON, ...names]);
  const log = pino({ level: settings.LOG_LEVEL, base: { service: name }, timestamp: pino.stdTimeFunctions.isoTime });
  const metrics = createMetrics(name);
  const closers: (() => Promise<unknown>)[] = [];
  const onClose = (close: () => Promise<unknown>): void => void closers.unshift(close);
  const isEnding = endOnSignal(log, closers);
  try {
    const tellWaiting = quietly(
      (event) => log.warn(event, 'job'),
      ({ stage, code }: JobEvent) => `${stage} ${code}`,
    );
    const onEvent = (event: JobEvent): void => {
      metrics.job(event);
      // a dependency that is away is met by every job of a stage, each second
      if (event.ended === 'waits') tellWaiting(event);
      else log[event.ended === 'dead' ? 'error' : event.ended === 'done' ? 'info' : 'warn'](event, 'job');
    };
    const onError = quietly((error: unknown) => log.warn({ err: error }, 'background error'), String);
    const eventually = async (what: string, work: () => Promise<void>): Promise<void> => {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (isEnding()) throw error;
          log.warn({ err: error, what }, 'not yet, trying again');
          await setTimeout(RETRY_START_MS);
        }
      }
    };
    const alive: Checks = {};
    const liveness = (name: string, check: () => Promise<unknown>): void => {
      alive[name] = check;
    };
    const details: Record<string, string> = {};
    const detail = (name: string, text: string): void => {
      details[name] = text;
    };
    const checks = await start({ settings, log, metrics, onEvent, onError, eventually, liveness, detail, onClose });
    if (!ownHealth) {
      const health = await serveHealth({ host: settings.HEALTH_HOST, port: settings.HEALTH_PORT, checks, alive, details, metrics });
      onClose(health.close);
      log.info({ healthPort: health.port }, 'ready');
    }
  } catch (error) {
    // what it was building is being closed
    if (isEnding()) return;
    if (error instanceof SettingsFault) endWith(error);
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

/** Exit code 2: a supervisor must not try again with the same settings. */
function endWith(fault: SettingsFault): never {
  process.stderr.write(`${fault.message}\n`);
  process.exit(2);
}

/** An outage says the same from every connection and job, many times a second: what has the same name is told once in a while. */
function quietly<T>(tell: (what: T) => void, nameOf: (what: T) => string): (what: T) => void {
  const toldAt = new Map<string, number>();
  return (what) => {
    const name = nameOf(what);
    if ((toldAt.get(name) ?? 0) + SAME_ERROR_EVERY_MS > Date.now()) return;
    if (toldAt.size > 1_000) toldAt.clear();
    toldAt.set(name, Date.now());
    tell(what);
  };
}

function settingsOrExit<N extends SettingName>(names: readonly N[]): Settings<N> {
  try {
    return readSettings(names, env);
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    return endWith(error);
  }
}

/** Answers how to ask whether the end has begun. */
function endOnSignal(log: Logger, closers: (() => Promise<unknown>)[]): () => boolean {
  let ending = false;
  const end = async (reason: string): Promise<void> => {
    if (ending) process.exit(1);
    ending = true;
    log.info({ reason }, 'ending');
    globalThis.setTimeout(() => process.exit(1), CLOSE_DEADLINE_MS).unref();
    // one that is registered meanwhile (the start was under way) has its turn too, and none has it twice
    for (let close = closers.shift(); close !== undefined; close = closers.shift()) {
      await close().catch((error: unknown) => log.error({ err: error }, 'could not close'));
    }
    log.info('ended');
    process.exit(0);
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
  // under a supervisor: its channel breaks when it dies, however it dies
  if (process.connected) process.on('disconnect', () => void end('the supervisor is gone'));
  return () => ending;
}
