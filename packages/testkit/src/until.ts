import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

type UntilOptions = { timeoutMs?: number; everyMs?: number; what: string };

const LATE: unique symbol = Symbol('late');

type Truthy<T> = Exclude<T, false | null | undefined | 0 | 0n | ''>;

/** Asks until the answer is truthy and returns it. A check that throws counts as "not yet", one that never returns as the last one. */
export async function until<T>(check: () => T | Promise<T>, options: UntilOptions): Promise<Truthy<T>> {
  const { timeoutMs = 10_000, everyMs = 25, what } = options;
  const stop = new AbortController();
  const timeUp: Promise<typeof LATE> = delay(timeoutMs, undefined, { signal: stop.signal }).then(late, late);
  let last: { text: string; cause?: unknown } = { text: 'no check has ended' };
  try {
    for (;;) {
      const outcome = await Promise.race([attempt(check), timeUp]);
      if (outcome === LATE) throw lateError(what, timeoutMs, last);
      if ('value' in outcome && outcome.value) return outcome.value as Truthy<T>;
      last = describe(outcome);
      if ((await Promise.race([delay(everyMs), timeUp])) === LATE) throw lateError(what, timeoutMs, last);
    }
  } finally {
    stop.abort();
  }
}

const late = (): typeof LATE => LATE;

type Outcome<T> = { value: T } | { error: unknown };

async function attempt<T>(check: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await check() };
  } catch (error) {
    return { error };
  }
}

function describe(outcome: Outcome<unknown>): { text: string; cause?: unknown } {
  if ('error' in outcome) return { text: `last error: ${outcome.error}`, cause: outcome.error };
  return { text: `last value: ${inspect(outcome.value, { depth: 4, maxStringLength: 500, maxArrayLength: 20 })}` };
}

function lateError(what: string, timeoutMs: number, last: { text: string; cause?: unknown }): Error {
  return new Error(`Waited ${timeoutMs} ms in vain for ${what}; ${last.text}`, 'cause' in last ? { cause: last.cause } : undefined);
}
