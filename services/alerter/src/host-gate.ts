import { Postponed } from '@newsmill/contracts';
import { NotTaken } from './not-taken.ts';

const AT_A_TIME = 8;
const IN_LINE = 16;
const FIRST_REST_MS = 1_000;
const MOST_REST_MS = 5 * 60_000;
const MOST_HOSTS = 10_000;

type Host = { active: number; line: (() => void)[]; failures: number; restUntil: number; nextTurn: number; usualMs: number };

export type HostGate = <T>(host: string, send: () => Promise<T>) => Promise<T>;

/**
 * Keeps receivers from holding up each other. A host gets a few messages at a time and a short line; who comes when the line is full is
 * postponed to about its turn. A host that fails rests, twice as long with each failure in a row, and is then asked by one message first.
 * Throws Postponed: no try of a delivery is spent on a host that is known to be away.
 */
export function createHostGate(now: () => number = Date.now): HostGate {
  const hosts = new Map<string, Host>();

  function hostOf(name: string): Host {
    const known = hosts.get(name) ?? { active: 0, line: [], failures: 0, restUntil: 0, nextTurn: 0, usualMs: 100 };
    if (hosts.size >= MOST_HOSTS && !hosts.has(name)) forget(hosts);
    hosts.set(name, known);
    return known;
  }

  return async (name, send) => {
    const host = hostOf(name);
    await admit(host, name, now);
    const from = now();
    try {
      const answer = await send();
      host.failures = 0;
      return answer;
    } catch (error) {
      if (error instanceof NotTaken && error.isAway) rest(host, error.restMs, now());
      else host.failures = 0;
      throw error;
    } finally {
      host.usualMs = Math.max(1, host.usualMs * 0.8 + (now() - from) * 0.2);
      leave(host);
    }
  };
}

async function admit(host: Host, name: string, now: () => number): Promise<void> {
  checkRest(host, name, now());
  const most = host.failures > 0 ? 1 : AT_A_TIME;
  if (host.active >= most) {
    if (host.failures > 0 || host.line.length >= IN_LINE) {
      const wait = IN_LINE * (host.usualMs / AT_A_TIME);
      host.nextTurn = Math.max(host.nextTurn, now() + wait) + host.usualMs / most;
      throw new Postponed(Math.ceil(host.nextTurn - now()), `${name} is busy`);
    }
    // whoever leaves gives its place
    await new Promise<void>((resolve) => host.line.push(resolve));
  } else host.active++;
  try {
    // it may have failed while this one stood in line
    checkRest(host, name, now());
  } catch (error) {
    leave(host);
    throw error;
  }
}

function leave(host: Host): void {
  const next = host.line.shift();
  if (next === undefined) host.active--;
  else next();
}

function checkRest({ restUntil }: Host, name: string, now: number): void {
  // spread, so that not all come back in one moment
  if (now < restUntil) throw new Postponed(Math.ceil((restUntil - now) * (1 + Math.random() / 2)), `${name} rests`);
}

function rest(host: Host, asked: number | null, now: number): void {
  host.failures++;
  const own = Math.min(FIRST_REST_MS * 2 ** (host.failures - 1), MOST_REST_MS);
  host.restUntil = Math.max(host.restUntil, now + Math.max(own, Math.min(asked ?? 0, 12 * MOST_REST_MS)));
  host.nextTurn = 0;
}

/** Hosts that nothing is known of any more. */
function forget(hosts: Map<string, Host>): void {
  for (const [name, { active, failures }] of hosts) if (active === 0 && failures === 0) hosts.delete(name);
}
