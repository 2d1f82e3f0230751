import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { FeedState } from '@newsmill/contracts';
import { buildFleet, type FleetFeed, isHop, isPoll, publish, RETRY_AFTER } from '../feed-fleet.ts';
import type { Row } from '../row.ts';
import { gapViolations, openStage, type Stage } from '../stage.ts';

const FULL = { feeds: 1_000, hosts: 300, seconds: 300, speed: 144 };
const SHORT = { feeds: 60, hosts: 25, seconds: 50, speed: 144 };
const FIXED_MS = 15 * 60_000;
const PUBLISH_MS = 500;

type Known = { url: string; state: FeedState };

export const row15: Row = {
  id: 15,
  test: '1,000 feeds on 300 hosts: 200, 304, 301, 429, 503, 404, 410 and slow ones; 12 hours of polls in 5 minutes',
  bar: '0 gap violations, every feed in the right state',
  run: async (context) => {
    const size = context.short ? SHORT : FULL;
    const from = Date.now();
    const clock = `${pathToFileURL(join(import.meta.dirname, '../fast-clock.ts'))}?from=${from}&speed=${size.speed}`;
    const virtual = (at = Date.now()): number => from + (at - from) * size.speed;
    const settings = {
      NODE_OPTIONS: `--import=${clock}`,
      POLL_INTERVAL_MS: '',
      RECHECK_HOURS: 'never',
      FETCH_LOG: 'off',
      ENRICH_OFF: 'stories',
    };
    const stage = await openStage(context, settings);
    try {
      const fleet = buildFleet(stage.web, context.random, size, virtual);
      await stage.submit(fleet.map(({ url }) => url));
      const begun = Date.now();
      for (let last = virtual(); Date.now() < begun + size.seconds * 1_000; ) {
        await setTimeout(PUBLISH_MS);
        const now = virtual();
        publish(stage.web, context.random, fleet, now - last, now);
        last = now;
      }
      const hours = (virtual() - virtual(begun)) / 3_600_000;
      const known = (await stage.api<{ feeds: Known[] }>('GET', '/feeds')).feeds;
      const wrong = wrongStates(stage, fleet, known, (text) => from + (Date.parse(text) - from) / size.speed);
      for (const line of wrong.slice(0, 20)) context.log(line);
      const polls = stage.web.requests.filter(isPoll);
      const fixed = Math.round((fleet.length * hours * 3_600_000) / FIXED_MS);
      const conditional = known.filter(({ state }) => state.last_status === 304).length;
      const gaps = gapViolations(stage.web, undefined, isHop) + impatient(stage, fleet);
      const saved = Math.round(100 * (1 - polls.length / fixed));
      return {
        reached: gaps === 0 && wrong.length === 0,
        gapViolations: gaps,
        figure: `${fleet.length} feeds, ${hours.toFixed(1)} h: ${polls.length} requests for feeds where every 15 minutes were ${fixed} (${saved} % saved); ${conditional} feeds answered 304 last; ${gaps} gaps under the host gap or Retry-After in ${stage.web.requests.length} requests; ${wrong.length} feeds in a wrong state`,
        figures: {
          feeds: fleet.length,
          hours: Number(hours.toFixed(1)),
          requests: polls.length,
          fixed,
          saved,
          conditional,
          wrong: wrong.length,
        },
      };
    } finally {
      await stage.close();
    }
  },
};

/** Requests to a busy host that came before its Retry-After was over. */
function impatient({ web }: Stage, fleet: readonly FleetFeed[]): number {
  const hosts = new Set(fleet.filter(({ kind }) => kind === 'busy').map(({ host }) => host));
  const last = new Map<string, number>();
  let count = 0;
  for (const { host, at } of web.requests.filter((one) => hosts.has(one.host))) {
    if (at - (last.get(host) ?? 0) < RETRY_AFTER * 990) count++;
    last.set(host, at);
  }
  return count;
}

/** The feeds whose state is not what their servers said, one line each. `trueTime`: of an instant of the services' clock. */
function wrongStates(stage: Stage, fleet: readonly FleetFeed[], known: readonly Known[], trueTime: (text: string) => number): string[] {
  const states = new Map(known.map(({ url, state }) => [url, state]));
  return fleet.flatMap((feed) => {
    const state = states.get(feed.url);
    const asked = stage.web.requests.filter(({ host, path }) => `http://${host}${path}` === feed.url).length;
    const why = state === undefined ? 'not listed' : fault(feed, state, asked, trueTime);
    return why === undefined ? [] : [`${feed.kind} ${feed.url}: ${why}; ${JSON.stringify(state)}`];
  });
}

const CODES: Partial<Record<FleetFeed['kind'], string>> = {
  busy: 'http_rate_limited',
  failing: 'http_server_error',
  missing: 'http_not_found',
  gone: 'http_gone',
};
/** Of a feed that had time enough to answer. */
const LATE_MS = 3_000;

function fault(feed: FleetFeed, state: FeedState, asked: number, trueTime: (text: string) => number): string | undefined {
  const { kind, addedAt } = feed;
  if (state.code !== (CODES[kind] ?? null)) return `code ${state.code}`;
  if (kind === 'gone') return state.next_poll_at === null && asked === 1 ? undefined : `gone, and asked ${asked} times`;
  if (state.next_poll_at === null) return 'no next poll';
  if (kind in CODES) return state.errors_in_a_row > 0 ? undefined : 'no errors counted';
  if (state.last_success_at === null) return 'never read';
  const read = trueTime(state.last_success_at) - LATE_MS;
  const due = addedAt.filter((at) => at < read).length;
  if (state.entries_offered < due || state.entries_offered > addedAt.length) return `${state.entries_offered} of ${due} entries offered`;
  if (kind === 'quiet' && asked > 1 && state.last_status !== 304) return `status ${state.last_status} of what never changes`;
  if (kind === 'unconditional' && state.last_status !== 200) return `status ${state.last_status}`;
  if (feed.target !== null && asked >= 4 && state.poll_url !== feed.target) return `polled at ${state.poll_url} after ${asked} redirects`;
  return undefined;
}
